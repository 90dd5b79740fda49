/** What the fake homeserver tells: events as one account sees them, pages of history, and answers of `/sync`. */
import { Violation } from './matrix-requests.js';
import type { Account, Homeserver, Room, StoredEvent } from './homeserver.js';

/** What is wanted of a room's events (spec: `RoomEventFilter`). */
interface EventFilter {
  readonly types?: readonly string[];
  readonly limit?: number;
  readonly lazy_load_members?: boolean;
  readonly unread_thread_notifications?: boolean;
}

/** Spec: `Filter`. */
export interface SyncFilter {
  readonly presence?: EventFilter;
  readonly account_data?: EventFilter;
  readonly room?: {
    readonly include_leave?: boolean;
    readonly account_data?: EventFilter;
    readonly state?: EventFilter;
    readonly timeline?: EventFilter;
    readonly ephemeral?: EventFilter;
  };
}

const FILTER = ['presence', 'account_data', 'room', 'event_format', 'event_fields'];
const ROOM_FILTER = ['include_leave', 'account_data', 'state', 'timeline', 'ephemeral', 'rooms', 'not_rooms'];
const EVENT_FILTER = ['types', 'limit', 'lazy_load_members', 'unread_thread_notifications', 'not_types'];

function known(part: unknown, names: readonly string[]): void {
  const other = Object.keys(part ?? {}).find((name) => !names.includes(name));
  if (other !== undefined) throw new Violation(400, 'M_INVALID_PARAM', `a filter has no ${other}`);
}

/** Strictly: a filter with a word that the specification does not have filters nothing, unnoticed. */
export function readFilter(text: string | null): SyncFilter {
  const filter = JSON.parse(text ?? '{}') as SyncFilter;
  known(filter, FILTER);
  known(filter.room, ROOM_FILTER);
  for (const part of [filter.presence, filter.account_data]) known(part, EVENT_FILTER);
  const { account_data, state, timeline, ephemeral } = filter.room ?? {};
  for (const part of [account_data, state, timeline, ephemeral]) known(part, EVENT_FILTER);
  return filter;
}

export function readEventFilter(text: string | null): EventFilter {
  const filter = JSON.parse(text ?? '{}') as EventFilter;
  known(filter, EVENT_FILTER);
  return filter;
}

const passes = ({ types }: EventFilter, { type }: StoredEvent): boolean => types?.includes(type) ?? true;

/** An event as an account sees it (spec: `ClientEvent`, without `room_id` in `/sync`). */
export function eventJson(event: StoredEvent, account: Account, room: Room, withRoom = false): object {
  const { id, type, sender, stateKey, time, content, prevContent, transaction, redactedBy, redacts } = event;
  // Spec: aggregations of edits are bundled, the newest one as a whole event (since 1.4, by MSC3925).
  const edits = room.events.filter(({ content: { 'm.relates_to': relation }, sender: by }) => {
    const { rel_type, event_id } = (relation ?? {}) as Record<string, unknown>;
    return rel_type === 'm.replace' && event_id === id && by === sender;
  });
  const edit = edits.at(-1);
  const unsigned = {
    age: 0,
    ...(prevContent && { prev_content: prevContent }),
    // Only who has sent it is told with which transaction.
    ...(transaction?.token === account.token && { transaction_id: transaction.id }),
    ...(redactedBy && { redacted_because: eventJson(redactedBy, account, room) }),
    ...(edit && !redactedBy && { 'm.relations': { 'm.replace': eventJson(edit, account, room) } }),
  };
  return {
    ...{ event_id: id, type, sender, origin_server_ts: time, content, unsigned },
    ...(stateKey !== undefined && { state_key: stateKey }),
    // Before room version 11 it stood here; servers give it to old clients still (spec: "m.room.redaction").
    ...(redacts !== undefined && { redacts }),
    ...(withRoom && { room_id: room.id }),
  };
}

/** Tokens are places in the stream: `s12` is behind the event at 12. */
export function placeOf(token: string): number {
  const [, place] = /^[st](\d+)$/.exec(token) ?? [];
  if (place === undefined) throw new Violation(400, 'M_INVALID_PARAM', `'${token}' is no token`);
  return Number(place);
}

/** Up to where an account sees a room: who has left it sees what was before (spec: "History visibility", `shared`). */
export function visibleEvents(server: Homeserver, room: Room, { userId }: Account): readonly StoredEvent[] {
  const membership = server.membership(room, userId);
  if (membership === 'join') return room.events;
  const left = room.state.get(`m.room.member ${userId}`);
  return room.events.filter(({ place }) => place <= (left?.place ?? 0));
}

/** Spec: `GET /rooms/{roomId}/messages`; `end` is not there when nothing is before. */
export function messagesAnswer(
  server: Homeserver,
  room: Room,
  account: Account,
  { from, limit, filter }: { readonly from: string | null; readonly limit: number; readonly filter: EventFilter },
): object {
  const start = from === null ? server.place : placeOf(from);
  const before = visibleEvents(server, room, account).filter((event) => event.place <= start && passes(filter, event));
  const chunk = before.slice(-limit).toReversed();
  const last = chunk.at(-1);
  return {
    chunk: chunk.map((event) => eventJson(event, account, room, true)),
    start: `t${start}`,
    ...(last && before.length > chunk.length && { end: `t${last.place - 1}` }),
  };
}

/** Spec: `GET /sync`. @returns null when there is nothing new */
export function syncAnswer(
  server: Homeserver,
  account: Account,
  since: string | null,
  filter: SyncFilter,
): object | null {
  const from = since === null ? 0 : placeOf(since);
  const { place } = server;
  const parts = {
    join: {} as Record<string, object>,
    leave: {} as Record<string, object>,
    invite: {} as Record<string, object>,
  };
  for (const room of server.rooms.values()) {
    const own = room.state.get(`m.room.member ${account.userId}`);
    const membership = own?.content['membership'];
    const isNew = since === null || (own?.place ?? 0) > from;
    if (membership === 'invite' && isNew)
      parts.invite[room.id] = { invite_state: { events: own ? [strippedJson(own)] : [] } };
    else if (membership === 'join') {
      const told = roomAnswer(server, room, account, { from, isNew, filter });
      if (told) parts.join[room.id] = told;
    } else if ((membership === 'leave' || membership === 'ban') && isNew) {
      // Spec: rooms that were left are told when that is new, and from the beginning only by `include_leave`.
      if (since !== null || filter.room?.include_leave === true)
        parts.leave[room.id] = roomAnswer(server, room, account, { from, isNew: since === null, filter }) ?? {};
    }
  }
  const rooms = Object.fromEntries(Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0));
  if (since !== null && Object.keys(rooms).length === 0) return null;
  return { next_batch: `s${place}`, ...(Object.keys(rooms).length > 0 && { rooms }) };
}

const strippedJson = ({ type, stateKey, content, sender }: StoredEvent): object => ({
  ...{ type, state_key: stateKey, content, sender },
});

interface Since {
  readonly from: number;
  /** The account has come, or asks for the first time: the whole state is told. */
  readonly isNew: boolean;
  readonly filter: SyncFilter;
}

function roomAnswer(server: Homeserver, room: Room, account: Account, { from, isNew, filter }: Since): object | null {
  const { timeline = {}, state = {}, ephemeral = {} } = filter.room ?? {};
  const json = (event: StoredEvent): object => eventJson(event, account, room);
  // Who has just come sees what was before, as far as one answer goes.
  const fresh = visibleEvents(server, room, account).filter(
    (event) => (isNew || event.place > from) && passes(timeline, event),
  );
  const events = fresh.slice(-(timeline.limit ?? 10));
  const limited = events.length < fresh.length;
  const start = events[0]?.place ?? server.place + 1;
  // Spec: the state at the start of the timeline, or what of it has changed since then.
  const before = new Map<string, StoredEvent>();
  for (const event of room.events)
    if (event.stateKey !== undefined && event.place < start && (isNew || event.place > from) && passes(state, event))
      before.set(`${event.type} ${event.stateKey}`, event);
  const passing = (type: string): boolean => ephemeral.types?.includes(type) ?? true;
  const typing = room.typing.place > from && passing('m.typing');
  const receipts = [...room.receipts].filter(([, one]) => (isNew || one.place > from) && passing('m.receipt'));
  const content: Record<string, { 'm.read': Record<string, { ts: number }> }> = {};
  for (const [userId, { event, time }] of receipts)
    content[event] = { 'm.read': { ...content[event]?.['m.read'], [userId]: { ts: time } } };
  if (events.length + before.size + receipts.length === 0 && !typing && !isNew) return null;
  return {
    timeline: { events: events.map(json), limited, prev_batch: `t${start - 1}` },
    state: { events: [...before.values()].map(json) },
    ephemeral: {
      events: [
        ...(typing ? [{ type: 'm.typing', content: { user_ids: room.typing.users } }] : []),
        ...(receipts.length > 0 ? [{ type: 'm.receipt', content }] : []),
      ],
    },
    account_data: { events: [] },
  };
}
