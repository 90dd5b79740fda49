/**
 * The inside of the fake homeserver: accounts, rooms, their events and state in one stream, and who may do what. Who asks
 * over HTTP, and how, is in `fake-matrix.ts`; what `/sync` answers in `sync-answer.ts`.
 */
import { randomBytes } from 'node:crypto';
import { Refusal } from './matrix-requests.js';

/** Name of the homeserver. */
export const SERVER_NAME = 'matrix.test';

export interface Account {
  readonly userId: string;
  token: string;
  readonly deviceId: string;
  readonly isGuest: boolean;
  displayname: string | undefined;
  avatarUrl: string | undefined;
}

type Content = Readonly<Record<string, unknown>>;

export interface StoredEvent {
  readonly id: string;
  readonly room: string;
  readonly type: string;
  readonly sender: string;
  readonly stateKey: string | undefined;
  readonly time: number;
  /** Its place in the stream of the whole server. */
  readonly place: number;
  content: Content;
  readonly prevContent: Content | undefined;
  /** Who sent it with which transaction. */
  readonly transaction: { readonly token: string; readonly id: string } | undefined;
  redactedBy: StoredEvent | undefined;
  readonly redacts: string | undefined;
}

export interface Room {
  readonly id: string;
  readonly events: StoredEvent[];
  /** Newest state, by `type key`. */
  readonly state: Map<string, StoredEvent>;
  typing: { readonly place: number; readonly users: readonly string[] };
  /** By user. */
  readonly receipts: Map<string, { readonly event: string; readonly time: number; readonly place: number }>;
}

export interface Media {
  readonly type: string;
  readonly name: string | undefined;
  readonly bytes: Buffer;
}

/** What an event may have beside its content. */
interface Extras {
  readonly stateKey?: string | undefined;
  readonly transaction?: StoredEvent['transaction'];
  readonly redacts?: string;
  readonly time?: number | undefined;
}

const id = (length = 18): string => randomBytes(length).toString('base64url');

export class Homeserver {
  readonly accounts: Account[] = [];
  readonly rooms = new Map<string, Room>();
  readonly media = new Map<string, Media>();
  now = (): number => Date.now();

  #place = 0;
  readonly #listeners = new Set<() => void>();

  /** The newest place of the stream. */
  get place(): number {
    return this.#place;
  }

  /** Calls back with the next change. @returns stops that */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  register(name: string, { isGuest = false, displayname }: { isGuest?: boolean; displayname?: string } = {}): Account {
    const account = {
      ...{ userId: `@${name}:${SERVER_NAME}`, token: `syt_${id()}`, deviceId: id(6).toUpperCase(), isGuest },
      ...{ displayname, avatarUrl: undefined },
    };
    this.accounts.push(account);
    return account;
  }

  /** Guests are numbered (seen on Synapse). */
  registerGuest(): Account {
    return this.register(`${this.accounts.length + 1}`, { isGuest: true });
  }

  account(userId: string): Account {
    const found = this.accounts.find((one) => one.userId === userId);
    if (!found) throw new Refusal(404, 'M_NOT_FOUND', `No ${userId}`);
    return found;
  }

  room(roomId: string): Room {
    const found = this.rooms.get(roomId);
    // Whoever is not in a room hears nothing of it, not even whether there is one (seen on Synapse).
    if (!found) throw new Refusal(403, 'M_FORBIDDEN', `Not in room ${roomId}`);
    return found;
  }

  createRoom(
    by: Account,
    {
      invite = [],
      guestAccess = 'forbidden',
      joinRule = 'invite',
    }: {
      readonly invite?: readonly string[];
      readonly guestAccess?: string;
      readonly joinRule?: string;
    } = {},
  ): Room {
    if (by.isGuest) throw new Refusal(403, 'M_GUEST_ACCESS_FORBIDDEN', 'Guest access not allowed');
    const room: Room = {
      ...{ id: `!${id()}:${SERVER_NAME}`, events: [], state: new Map(), receipts: new Map() },
      typing: { place: 0, users: [] },
    };
    this.rooms.set(room.id, room);
    const { userId } = by;
    const state = (type: string, content: Content): StoredEvent => this.add(room, by, type, content, { stateKey: '' });
    // Spec: `createRoom`, in this order.
    state('m.room.create', { room_version: '11' });
    this.#member(room, by, 'join', by);
    state('m.room.power_levels', { users: { [userId]: 100 }, users_default: 0, events_default: 0, state_default: 50 });
    state('m.room.join_rules', { join_rule: joinRule });
    state('m.room.history_visibility', { history_visibility: 'shared' });
    state('m.room.guest_access', { guest_access: guestAccess });
    for (const one of invite) this.invite(room, by, one);
    return room;
  }

  membership(room: Room, userId: string): string | undefined {
    return room.state.get(`m.room.member ${userId}`)?.content['membership'] as string | undefined;
  }

  /** Spec: only who is in a room writes, types, reads. */
  mustBeIn(room: Room, { userId }: Account): void {
    if (this.membership(room, userId) !== 'join')
      throw new Refusal(403, 'M_FORBIDDEN', `User ${userId} not in room ${room.id}`);
  }

  invite(room: Room, by: Account, userId: string): void {
    this.mustBeIn(room, by);
    this.#member(room, this.account(userId), 'invite', by);
  }

  /** Spec: guests only where `guest_access` is `can_join`, and anybody only by invitation or where the room is public. */
  join(room: Room, account: Account): void {
    const before = this.membership(room, account.userId);
    if (before === 'join') return;
    const setting = (type: string, key: string): unknown => room.state.get(`${type} `)?.content[key];
    if (account.isGuest && setting('m.room.guest_access', 'guest_access') !== 'can_join')
      throw new Refusal(403, 'M_GUEST_ACCESS_FORBIDDEN', 'Guest access not allowed');
    if (before === 'ban' || (before !== 'invite' && setting('m.room.join_rules', 'join_rule') !== 'public'))
      throw new Refusal(403, 'M_FORBIDDEN', 'You are not invited to this room.');
    this.#member(room, account, 'join', account);
  }

  /** Leaves, or is put out by somebody. */
  leave(room: Room, account: Account, by: Account = account): void {
    this.mustBeIn(room, by);
    this.#member(room, account, 'leave', by);
  }

  tombstone(room: Room, by: Account, replacement: string): void {
    this.add(room, by, 'm.room.tombstone', { body: 'Closed', replacement_room: replacement }, { stateKey: '' });
  }

  /** A new name or face is a membership in every room (spec: "Profiles"). */
  setProfile(account: Account, { displayname, avatarUrl }: Partial<Pick<Account, 'displayname' | 'avatarUrl'>>): void {
    account.displayname = displayname ?? account.displayname;
    account.avatarUrl = avatarUrl ?? account.avatarUrl;
    for (const room of this.rooms.values())
      if (this.membership(room, account.userId) === 'join') this.#member(room, account, 'join', account);
  }

  /** Sends an event; the same transaction of the same device again is the first one (spec: "Transaction identifiers"). */
  send(room: Room, by: Account, type: string, content: Content, transaction?: string): StoredEvent {
    this.mustBeIn(room, by);
    const known = room.events.find(
      ({ transaction: one }) => transaction !== undefined && one?.token === by.token && one.id === transaction,
    );
    if (known) return known;
    // Spec: "Size limits", 65,536 bytes as a whole.
    if (JSON.stringify(content).length > 65_000) throw new Refusal(413, 'M_TOO_LARGE', 'event too large');
    if (room.state.has('m.room.tombstone '))
      throw new Refusal(403, 'M_FORBIDDEN', 'You do not have permission to post that to the room');
    const extras = transaction === undefined ? {} : { transaction: { token: by.token, id: transaction } };
    return this.add(room, by, type, content, extras);
  }

  /** Spec: "Redactions"; of a message nothing is left in its content. */
  redact(room: Room, by: Account, event: StoredEvent): StoredEvent {
    const redaction = this.add(room, by, 'm.room.redaction', { redacts: event.id }, { redacts: event.id });
    event.content = {};
    event.redactedBy = redaction;
    return redaction;
  }

  type(room: Room, users: readonly string[]): void {
    room.typing = { place: ++this.#place, users };
    this.#changed();
  }

  read(room: Room, userId: string, event: string): void {
    room.receipts.set(userId, { event, time: this.now(), place: ++this.#place });
    this.#changed();
  }

  /** Stores bytes. @returns their `mxc:` address */
  store(media: Media): string {
    const name = id();
    this.media.set(name, media);
    return `mxc://${SERVER_NAME}/${name}`;
  }

  add(room: Room, by: Account, type: string, content: Content, extras: Extras = {}): StoredEvent {
    const { stateKey, transaction, redacts, time = this.now() } = extras;
    const event: StoredEvent = {
      ...{ id: `$${id(32)}`, room: room.id, type, sender: by.userId, stateKey, time, place: ++this.#place, content },
      ...{ transaction, redacts, redactedBy: undefined },
      prevContent: stateKey === undefined ? undefined : room.state.get(`${type} ${stateKey}`)?.content,
    };
    room.events.push(event);
    if (stateKey !== undefined) room.state.set(`${type} ${stateKey}`, event);
    this.#changed();
    return event;
  }

  #member(room: Room, { userId, displayname, avatarUrl }: Account, membership: string, by: Account): void {
    const profile = {
      ...(displayname !== undefined && { displayname }),
      ...(avatarUrl !== undefined && { avatar_url: avatarUrl }),
    };
    const content = { membership, ...(membership === 'leave' ? {} : profile) };
    this.add(room, by, 'm.room.member', content, { stateKey: userId });
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
