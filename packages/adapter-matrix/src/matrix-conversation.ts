/**
 * A visitor's conversation as this page knows it: one log over all rooms of theirs, for who is put out of a room gets another
 * one. It outlives connections. What is asked and told on one is in `matrix-session.ts`.
 */
import { ForeignLog, foreignId, type ForeignEvent, type LoadPage } from '@support-chat/adapter-kit';
import { AdapterError, type ServerEvent } from '@support-chat/protocol';
import type { MatrixApi } from './matrix-api.js';
import {
  SELF,
  authorOf,
  readEvent,
  readPerson,
  wordingKey,
  type Person,
  type Reader,
  type Reading,
} from './map-matrix.js';
import { listOf, recordOf, textOf, type Fields } from './read-fields.js';

/** A message of the visitor. */
export interface OwnMessage {
  readonly key: string;
  readonly text: string;
}

export interface MatrixConversation {
  readonly id: string;
  readonly log: ForeignLog;
  /** The room that is written to, or was; '' before the first one. */
  readonly room: string;
  /** Nothing can be written to the room. */
  readonly isOver: boolean;
  /** What was said under an id of ours. */
  own(id: string): OwnMessage | undefined;
  /** From now on events go here; null while nobody is connected. */
  follow(emit: ((event: ServerEvent) => void) | null): void;
  /** The visitor has come into a room, again or for the first time. */
  enter(room: string): void;
  /** The visitor is in the room no more, whether or not that was told. */
  close(): void;
  /**
   * Takes an answer of `/sync`.
   *
   * @param isFirst - it is the first one of a connection, and tells all rooms
   * @returns where the next one goes on
   * @throws AdapterError when it is none, or what it leaves out cannot be read
   */
  hear(answer: Fields, api: MatrixApi, isFirst?: boolean): Promise<string>;
  /** Reads history, page by page. */
  pages(api: MatrixApi): LoadPage;
}

/** A room, as of now. */
interface Room {
  /** The visitor is not in it any more. */
  isLeft: boolean;
  /** Nobody can write in it any more. */
  isClosed?: boolean;
  /** Who answers in it. */
  readonly agents: Set<string>;
}

/** Where an event is in history. */
interface Place {
  readonly room: string;
  /** A token from which backwards the event is found; '': from the newest on. */
  readonly from: string;
}

export function createConversation(userId: string, options: Pick<Reader, 'server' | 'faces'>): MatrixConversation {
  const id = foreignId(userId);
  const log = new ForeignLog({ conversation: id });
  const people = new Map<string, Person>();
  const creators = new Set<string>();
  const reader: Reader = { ...options, userId, people, creators };
  /** The one that is written to comes last. */
  const rooms = new Map<string, Room>();
  const places = new Map<string, Place>();
  /** Messages as they came; what else they say by now, see {@link readEvent}. */
  const raws = new Map<string, unknown>();
  const wordings = new Map<string, unknown>();
  const own = new Map<string, OwnMessage>();
  /** Up to where others have read. */
  const seen = new Map<string, string>();
  const told = new Map<string, number>();
  let typists: readonly string[] = [];
  let emit: ((event: ServerEvent) => void) | null = null;

  const isOver = (room?: Room): boolean => !room || room.isLeft || !!room.isClosed;
  const current = (): string => {
    const ids = [...rooms.keys()];
    return ids.findLast((one) => !isOver(rooms.get(one))) ?? ids.at(-1) ?? '';
  };
  const present = (): Room | undefined => rooms.get(current());
  const seqOf = (key = ''): number => log.seqOf(key) ?? 0;

  function enter(room: string): void {
    if (rooms.get(room)?.isLeft === false) return;
    if (emit && rooms.size > 0)
      log.arrive({ key: null, time: Date.now(), body: { type: 'conversation-reopened', author: SELF } });
    rooms.delete(room);
    rooms.set(room, { isLeft: false, agents: new Set() });
  }

  /** @param room - as of now: who is in it follows from this; undefined for what was */
  function learn(raw: unknown, room?: Room): void {
    const { type, sender, state_key, content } = recordOf(raw);
    if (type === 'm.room.create') creators.add(String(sender));
    if (room && type === 'm.room.tombstone') room.isClosed = true;
    const user = textOf(state_key);
    if (type !== 'm.room.member' || !user) return;
    if (room || !people.has(user)) people.set(user, readPerson(raw));
    if (room && recordOf(content)['membership'] !== 'join') room.agents.delete(user);
    else if (user !== userId) room?.agents.add(user);
  }

  function read(raw: unknown): Reading | null {
    const reading = readEvent(raw, reader, wordings);
    if (reading?.body?.type === 'message-added') {
      const { key, body } = reading;
      raws.set(key, raw);
      if (body.author === SELF) own.set(body.id, { key, text: body.text });
    }
    return reading;
  }

  function reword(edit: unknown, key: string): void {
    wordings.set(key, recordOf(recordOf(edit)['content'])['m.new_content']);
  }

  /** A page of history, oldest first. */
  function page(list: readonly unknown[], place: Place): (ForeignEvent & { readonly key: string })[] {
    for (const raw of list) {
      learn(raw);
      const { event_id, sender, unsigned } = recordOf(raw);
      const { 'm.replace': edit } = recordOf(recordOf(unsigned)['m.relations']);
      if (edit) reword(edit, wordingKey(sender, event_id));
    }
    return list.flatMap((raw) => {
      const reading = read(raw);
      if (!reading?.body) return [];
      places.set(reading.key, place);
      return [{ ...reading, body: reading.body }];
    });
  }

  /** Something new. @param isTold - it goes into the log; otherwise that is read afterwards */
  function take(raw: unknown, place: Place, isTold: boolean): void {
    const reading = read(raw);
    if (!reading) return;
    const { key, sender, body, redacts, edits } = reading;
    if (body?.type === 'message-added' && body.author.kind === 'agent') {
      rooms.get(place.room)?.agents.add(sender);
      seen.set(sender, key);
    }
    if (edits) {
      reword(raw, wordingKey(sender, edits));
      const edited = log.seqOf(edits) ? read(raws.get(edits)) : null;
      if (edited?.body) log.arrive({ ...edited, body: edited.body });
    }
    if (redacts) log.remove(redacts);
    if (!body || !isTold) return;
    places.set(key, place);
    log.arrive({ ...reading, body });
    type(typists.filter((one) => one !== sender));
  }

  function type(users: readonly unknown[]): void {
    const now = users.map(String).filter((user) => user !== userId);
    for (const user of new Set([...typists, ...now])) {
      const what = now.includes(user) ? 'typing-started' : 'typing-stopped';
      emit?.({ type: what, conversation: id, author: authorOf(user, reader) });
    }
    typists = now;
  }

  /** Something that is in no history. */
  function pass(raw: unknown): void {
    const { type: what, content } = recordOf(raw);
    if (what === 'm.typing') type(listOf(recordOf(content)['user_ids']));
    if (what !== 'm.receipt') return;
    for (const [event, kinds] of Object.entries(recordOf(content)))
      for (const user of Object.keys(recordOf(recordOf(kinds)['m.read'])))
        if (seqOf(event) > seqOf(seen.get(user))) seen.set(user, event);
  }

  /** Brings what a snapshot says up to date, and tells who got further. */
  function settle(): void {
    const agents = [...(present()?.agents ?? [])].filter((user) => !creators.has(user));
    log.phase = rooms.size > 0 && isOver(present()) ? 'ended' : agents.length > 0 ? 'live' : 'queued';
    const others = new Set([...agents, ...seen.keys()]);
    others.delete(userId);
    log.participants = [...others].map((user) => {
      const read = seqOf(seen.get(user));
      const participant = { author: authorOf(user, reader), delivered: read, read };
      if (read > (told.get(user) ?? 0)) emit?.({ type: 'cursor-moved', conversation: id, participant });
      told.set(user, read);
      return participant;
    });
  }

  function pages(api: MatrixApi): LoadPage {
    return async (before) => {
      const ids = [...rooms.keys()];
      const place = before === null ? undefined : places.get(before);
      let from = place?.from ?? '';
      for (let index = place ? ids.indexOf(place.room) : ids.length - 1; index >= 0;) {
        const room = ids[index] ?? '';
        const { chunk, end } = await api.loadMessages(room, from).catch((error: AdapterError): Fields => {
          // A room that was left may tell nothing any more.
          if (error.code === 'forbidden' && rooms.get(room)?.isLeft) return {};
          throw error;
        });
        const list = listOf(chunk).toReversed();
        const cut = list.findIndex((raw) => recordOf(raw)['event_id'] === before);
        const events = page(list.slice(0, cut < 0 ? undefined : cut), { room, from });
        const next = textOf(end);
        const isWhole = !next || next === from;
        if (events[0]) {
          places.set(events[0].key, { room, from: next || from });
          return { events, atStart: isWhole && index === 0 };
        }
        from = isWhole ? '' : next;
        if (isWhole) index--;
      }
      return { events: [], atStart: true };
    };
  }

  return {
    ...{ id, log, enter, pages },

    get room() {
      return current();
    },
    get isOver() {
      return isOver(present());
    },
    own: (name) => own.get(name),

    follow(next) {
      emit = next;
      typists = [];
      if (next) log.follow(next);
      else log.leave();
    },

    close() {
      const room = present();
      if (room) room.isLeft = true;
    },

    async hear({ next_batch, rooms: news }, api, isFirst = false) {
      const next = textOf(next_batch);
      if (!next) throw new AdapterError('unavailable');
      if (isFirst) log.follow(() => undefined); // it is remembered, but told to nobody yet
      const joined = recordOf(recordOf(news)['join']);
      const left = recordOf(recordOf(news)['leave']);
      for (const [name, room] of rooms) if (name in left || (isFirst && !(name in joined))) room.isLeft = true;
      let isGap = isFirst;
      for (const [name, raw] of Object.entries({ ...left, ...joined })) {
        const { state, timeline, ephemeral } = recordOf(raw);
        const { events, limited } = recordOf(timeline);
        isGap ||= limited === true || !rooms.has(name);
        if (name in joined) enter(name);
        const room = rooms.get(name);
        if (!room) continue;
        for (const event of [...listOf(recordOf(state)['events']), ...listOf(events)]) learn(event, room);
        for (const event of listOf(events)) take(event, { room: name, from: next }, !isGap);
        if (isGap) await log.read(pages(api));
        if (name === current()) listOf(recordOf(ephemeral)['events']).forEach(pass);
      }
      settle();
      return next;
    },
  };
}
