/** The server of a site, as the README of the adapter has it: it makes accounts and rooms; and the hands of its agents. */
import { foreignId } from '@support-chat/adapter-kit';
import type { MatrixAccount, RoomRequest } from '@support-chat/adapter-matrix';
import type { HarnessAgent } from '@support-chat/testkit';
import type { FakeMatrix } from './fake-matrix.js';
import type { Account, Room, StoredEvent } from './homeserver.js';

export class MatrixBridge {
  readonly #matrix: FakeMatrix;
  /** Its own account. */
  readonly account: Account;
  readonly jane: Account;
  readonly requests: RoomRequest[] = [];

  constructor(matrix: FakeMatrix) {
    this.#matrix = matrix;
    this.account = matrix.register('support', { displayname: 'Support' });
    this.jane = matrix.register('jane', { displayname: 'Jane' });
  }

  /** Another visitor, or another token of the same one. */
  readonly getAccount = (userId?: string): Promise<MatrixAccount> => {
    const matrix = this.#matrix;
    const account =
      userId === undefined ? matrix.register(`visitor-${matrix.accounts.length}`) : matrix.account(userId);
    if (userId !== undefined) account.token = `syt_again_${crypto.randomUUID()}`;
    return Promise.resolve({ user_id: account.userId, access_token: account.token });
  };

  readonly getRoom = (request: RoomRequest): Promise<string> => {
    this.requests.push(request);
    const invite = [request.userId, this.jane.userId];
    return Promise.resolve(this.#matrix.createRoom(this.account, { invite, guestAccess: 'can_join' }).id);
  };

  /** The newest room of the visitor whose conversation this is. */
  room(conversation: string): Room {
    const found = this.rooms(conversation).at(-1);
    if (!found) throw new Error(`There is no room of ${conversation}.`);
    return found;
  }

  rooms(conversation: string): readonly Room[] {
    const { accounts, rooms } = this.#matrix;
    const visitor = accounts.find(({ userId }) => foreignId(userId) === conversation);
    return [...rooms.values()].filter((room) => visitor && room.state.has(`m.room.member ${visitor.userId}`));
  }

  /** All words of a conversation, in the order of the homeserver. */
  words(conversation: string): readonly StoredEvent[] {
    return this.rooms(conversation)
      .flatMap(({ events }) => events)
      .filter(({ type, content }) => type === 'm.room.message' && typeof content['body'] === 'string');
  }

  /** Somebody of the team, who comes into the room to say something. */
  say(room: Room, body: string, more: object = {}, by: Account = this.jane): StoredEvent {
    this.#matrix.join(room, by);
    return this.#matrix.send(room, by, 'm.room.message', { msgtype: 'm.text', body, ...more });
  }

  edit(room: Room, event: StoredEvent, body: string, by: Account = this.jane): StoredEvent {
    return this.#matrix.send(room, by, 'm.room.message', {
      ...{ msgtype: 'm.text', body: `* ${body}`, 'm.new_content': { msgtype: 'm.text', body } },
      'm.relates_to': { rel_type: 'm.replace', event_id: event.id },
    });
  }

  /** Puts messages into a room at once, of both sides in turn. */
  fill(room: Room, count: number): void {
    const visitor = this.#matrix.accounts.find(
      ({ userId }) =>
        userId !== this.jane.userId && userId !== this.account.userId && room.state.has(`m.room.member ${userId}`),
    );
    for (let n = 1; n <= count; n++)
      this.#matrix.add(room, n % 2 === 0 || !visitor ? this.jane : visitor, 'm.room.message', {
        ...{ msgtype: 'm.text', body: `Earlier ${n}` },
      });
  }

  get agent(): HarnessAgent {
    const matrix = this.#matrix;
    const { jane } = this;
    const visitorOf = (conversation: string): string =>
      matrix.accounts.find(({ userId }) => foreignId(userId) === conversation)?.userId ?? '';
    return {
      say: (conversation, text) => void this.say(this.room(conversation), text),
      type: (conversation, active) => matrix.type(this.room(conversation), active ? [jane.userId] : []),
      read: (conversation) => {
        const room = this.room(conversation);
        matrix.read(room, jane.userId, room.events.at(-1)?.id ?? '');
      },
      join: (conversation, { name }) => {
        matrix.setProfile(jane, { displayname: name, avatarUrl: 'mxc://matrix.test/face' });
        matrix.join(this.room(conversation), jane);
      },
      end: (conversation) =>
        matrix.leave(this.room(conversation), matrix.account(visitorOf(conversation)), this.account),
      sendFile: (conversation, { name, type, bytes }) => {
        const url = matrix.store({ name, type, bytes: Buffer.from(bytes) });
        const info = { mimetype: type, size: bytes.byteLength };
        this.say(this.room(conversation), name, { msgtype: 'm.file', filename: name, url, info });
      },
      seesTyping: (conversation) => this.room(conversation).typing.users.includes(visitorOf(conversation)),
    };
  }
}
