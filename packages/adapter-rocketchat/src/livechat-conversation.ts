/**
 * A visitor's conversation: one log over all rooms of theirs that this page knows, for Rocket.Chat closes a room for good
 * and gives who writes again a new one. What is asked and told on a connection is in `livechat-session.ts`.
 */
import { ForeignLog, foreignId, type LoadPage, type LogEventBody } from '@support-chat/adapter-kit';
import type { Author, ServerEvent } from '@support-chat/protocol';
import type { LivechatApi } from './livechat-api.js';
import { CLOSED, DELETED, SELF, readAuthor, readMessage, type MessageReading, type Reader } from './map-livechat.js';
import { recordOf } from './read-fields.js';

/** Messages per page of history. */
const PAGE_SIZE = 50;

export interface LivechatConversation {
  readonly id: string;
  readonly log: ForeignLog;
  /** Who reads what is said; the next connection may know more of the visitor. */
  readonly reader: Reader;
  /** The room that is written to; undefined before the first one. */
  readonly room: string | undefined;
  /** Nothing can be written to the room. */
  readonly isOver: boolean;
  has(room: string): boolean;
  /** Goes on in a room; one that is known stays as it is. */
  enter(room: string): void;
  /** The room is closed, whether or not the message that says so has come. */
  close(): void;
  /** Who is answering, or nobody any more. @param raw - an agent of Rocket.Chat's */
  serve(raw: unknown): void;
  /** Who has this name in Rocket.Chat. */
  authorOf(username: string): Author;
  pages(api: LivechatApi): LoadPage;
  /** Reads what was missed. @throws AdapterError */
  catchUp(api: LivechatApi): Promise<void>;
  /** From now on events go here; null while nobody is connected. */
  follow(emit: ((event: ServerEvent) => void) | null): void;
  /** Something of the stream of messages. @returns its author, who types no more */
  messageCame(raw: unknown): Author | undefined;
  /** Something that Rocket.Chat keeps in no history. */
  happened(body: LogEventBody): void;
}

/** @param name - of the conversation in Rocket.Chat: its first room */
export function createConversation(name: string, reader: Reader): LivechatConversation {
  const id = foreignId(name);
  const log = new ForeignLog({ conversation: id });
  const rooms: string[] = [];
  const places = new Map<string, MessageReading>();
  const people = new Map<string, Author>();
  let agent: Author | undefined;
  let over = false;
  let emit: ((event: ServerEvent) => void) | null = null;

  const room = (): string | undefined => rooms.at(-1);

  function read(raw: unknown): MessageReading | null {
    const reading = readMessage(raw, reader);
    if (!reading || !rooms.includes(reading.room)) return null;
    const { key, by, kind, events } = reading;
    places.set(key, reading);
    if (kind === CLOSED) over ||= reading.room === room();
    else if (by !== SELF && events.length > 0) {
      people.set(String(recordOf(recordOf(raw)['u'])['username']), by);
      if (by.kind === 'agent' && !over) agent ??= by;
    }
    return reading;
  }

  /** What a snapshot says beside the events. */
  function settle(): void {
    log.phase = over ? 'ended' : agent ? 'live' : 'queued';
    log.participants = [...people.values()].map((author) => ({ author, delivered: 0, read: 0 }));
  }

  function happened(body: LogEventBody): void {
    log.arrive({ key: null, time: Date.now(), body });
  }

  function close(): void {
    over = true;
    agent = undefined;
    settle();
  }

  function pages(api: LivechatApi): LoadPage {
    return async (before) => {
      const place = before === null ? undefined : places.get(before);
      let until = place?.time;
      let index = place ? rooms.indexOf(place.room) : rooms.length - 1;
      for (let limit = PAGE_SIZE; index >= 0;) {
        const messages = await api.loadMessages(rooms[index] ?? '', until, limit);
        const readings = messages.flatMap((one) => read(one) ?? []);
        const end = readings.findIndex(({ key }) => key === before);
        const events = readings.slice(0, end < 0 ? undefined : end).flatMap((one) => one.events);
        const isWhole = messages.length < limit;
        // Else there are more in one millisecond than a page has, and it may not reach down to what is known.
        const isBeyond = end >= 0 || until !== readings[0]?.time;
        if (events.length > 0 && (isWhole || isBeyond)) return { events, atStart: isWhole && index === 0 };
        if (isWhole) {
          index--;
          until = undefined;
        } else limit *= 2;
      }
      return { events: [], atStart: true };
    };
  }

  settle();
  return {
    ...{ id, log, reader, close, pages, happened },

    get room() {
      return room();
    },
    get isOver() {
      return over;
    },
    has: (one) => rooms.includes(one),

    enter(next) {
      if (rooms.includes(next)) return;
      const again = rooms.length > 0;
      rooms.push(next);
      agent = undefined;
      over = false;
      if (again && emit) happened({ type: 'conversation-reopened', author: SELF });
      settle();
    },

    serve(raw) {
      const next = raw ? readAuthor(raw, reader) : undefined;
      if (over || next?.id === agent?.id) return;
      if (next) people.set(String(recordOf(raw)['username']), next);
      agent = next;
      settle();
      if (!emit) return;
      if (next) happened({ type: 'participant-joined', author: next });
      // Back in the queue: no event of a log says that.
      else emit({ type: 'conversation-reset', conversation: log.snapshot() });
    },

    authorOf: (username) => people.get(username) ?? readAuthor({ username }, reader),

    follow(next) {
      emit = next;
      if (next) log.follow(next);
      else log.leave();
    },

    async catchUp(api) {
      await log.read(pages(api));
      settle();
    },

    messageCame(raw) {
      const before = agent;
      const reading = read(raw);
      if (!reading) return undefined;
      const { key, by, kind, events } = reading;
      if (over) agent = undefined;
      if (kind === DELETED) log.remove(key);
      if (!before && agent === by) happened({ type: 'participant-joined', author: by });
      for (const event of events) log.arrive(event);
      settle();
      return by;
    },
  };
}
