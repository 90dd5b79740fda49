/**
 * Places for the log of a back end that gives none. Ours are 1..n without holes under an epoch (L1); most others have
 * ids in some order. This keeps the order as the back end tells it and numbers it for as long as the page lives, so that
 * core finds gaps, drops what it has and resumes as with our own server. What a back end changes afterwards (an edit, a
 * deletion, a message slipped in between) is another log: a new epoch, and the whole of it at once.
 *
 * It knows what is in the log and in which order. Who writes, reads and types, and how to ask, is the adapter's.
 */
import {
  AdapterError,
  MAX_PAGE_EVENTS,
  type Ack,
  type ConversationPhase,
  type ConversationSnapshot,
  type Cursor,
  type HistoryPage,
  type LogEvent,
  type Participant,
  type ServerEvent,
} from '@support-chat/protocol';
import { foreignId } from './foreign-id.js';

/** A log event without its place. */
export type LogEventBody = LogEvent extends infer Event
  ? Event extends LogEvent
    ? Omit<Event, 'conversation' | 'epoch' | 'seq' | 'time'>
    : never
  : never;

/** Something in the log of another back end. */
export interface ForeignEvent {
  /** Its own id for it; null for what it tells in passing and not in its history, that somebody came for one. */
  readonly key: string | null;
  /** Milliseconds since 1970. Shown, never used for the order. */
  readonly time: number;
  readonly body: LogEventBody;
}

/** A part of its history. */
export interface ForeignPage {
  /** In its order, the oldest first. */
  readonly events: readonly (ForeignEvent & { readonly key: string })[];
  /** Nothing is before them. */
  readonly atStart: boolean;
}

/** Gives the newest page, or the one that ends before the event with this key. */
export type LoadPage = (before: string | null) => Promise<ForeignPage>;

export interface ForeignLogOptions {
  /** Id of the conversation, in the form of ours. */
  readonly conversation: string;
  /** Default: a random UUID. */
  readonly mintEpoch?: () => string;
  /** Most pages that are read to find where the log was left. Beyond them it is begun anew at the newest. Default: 20. */
  readonly pages?: number;
}

/** The place of the first event of a log that goes on upwards: free places before it are for older pages. */
const MIDDLE = 1_000_000;

interface Placed {
  readonly key: string | null;
  readonly event: LogEvent;
}

type Emit = (event: ServerEvent) => void;

export class ForeignLog {
  readonly conversation: string;

  /** What a snapshot says beside the events; the adapter keeps them true. */
  phase: ConversationPhase = 'queued';
  participants: readonly Participant[] = [];

  readonly #mint: () => string;
  readonly #pageLimit: number;
  #epoch: string;
  #placed: Placed[] = [];
  #first = 1;
  /** Nothing is before the first. */
  #atStart = true;
  readonly #seqs = new Map<string, number>();

  /** Where events go; null while nobody is connected. */
  #emit: Emit | null = null;
  /** Came while nobody was connected or a page was being read. */
  #waiting: ForeignEvent[] = [];
  #readings = 0;
  #lastReading: Promise<unknown> = Promise.resolve();

  /** Own messages on their way: their id → their text. */
  readonly #sending = new Map<string, string>();
  /** The back end's id of an own message → ours. */
  readonly #names = new Map<string, string>();
  readonly #awaited = new Map<string, (() => void)[]>();

  constructor({ conversation, mintEpoch = () => crypto.randomUUID(), pages = 20 }: ForeignLogOptions) {
    this.conversation = conversation;
    this.#mint = mintEpoch;
    this.#pageLimit = pages;
    this.#epoch = mintEpoch();
  }

  /** The place of the newest event; that before the first one for an empty log. */
  get cursor(): Cursor {
    return { epoch: this.#epoch, seq: this.#head };
  }

  /** Where an event is, if it is known. */
  seqOf(key: string): number | undefined {
    return this.#seqs.get(key);
  }

  /** The place of the newest event that is not younger than this, milliseconds since 1970; 0 when all are. */
  seqAt(time: number): number {
    const index = this.#placed.findLastIndex(({ event }) => event.time <= time);
    return index < 0 ? 0 : this.#first + index;
  }

  /** What the back end calls the newest event that is not beyond a place and that it has a name for; null for none. */
  keyAt(seq: number): string | null {
    return this.#placed.findLast(({ key, event }) => key !== null && event.seq <= seq)?.key ?? null;
  }

  /** From now on events go here, those first that came before. */
  follow(emit: Emit): void {
    this.#emit = emit;
    this.#flush();
  }

  /** Nobody is connected: what comes is of no use, for the next connection begins by reading. */
  leave(): void {
    this.#emit = null;
    this.#waiting = [];
  }

  /**
   * Reads the back end's history up to where it is known, one reading after the other; what {@link arrive} is told
   * meanwhile waits. Whoever follows gets what is new, or the whole log when it is not the same any more; what changed
   * above those pages while nobody listened is found by the next page load only.
   *
   * @returns whether the epoch is still the one of before
   * @throws whatever `load` does; nothing is changed then
   */
  read(load: LoadPage): Promise<boolean> {
    this.#readings++;
    const reading = this.#lastReading.then(async () => {
      try {
        return this.#take(await this.#pages(load));
      } finally {
        this.#readings--;
        this.#flush();
      }
    });
    this.#lastReading = reading.catch(() => undefined); // who asked hears of it
    return reading;
  }

  /** The back end told of an event: a new one gets the next place, a known one is dropped, a changed one replaces it. */
  arrive(event: ForeignEvent): void {
    if (!this.#emit || this.#readings > 0) {
      this.#waiting.push(event);
      return;
    }
    const seq = event.key === null ? undefined : this.#seqs.get(event.key);
    if (seq === undefined) return this.#emit(this.#append(event));
    const index = seq - this.#first;
    if (this.#isSame(this.#placed[index], event)) return;
    this.#placed[index] = this.#place(event, seq);
    this.#renew();
  }

  /** The back end has deleted an event. */
  remove(key: string): void {
    this.#waiting = this.#waiting.filter((one) => one.key !== key);
    const seq = this.#seqs.get(key);
    if (seq === undefined) return;
    this.#placed.splice(seq - this.#first, 1);
    this.#renew();
  }

  /**
   * Sends an own message and waits for its place, which it gets when the back end tells of it: what others wrote before
   * it has to come first. When the answer is lost and the back end repeats no id of ours, the next own message with the
   * same text that it tells of is taken for it.
   *
   * @param post - gives the back end's id for the message
   * @throws whatever `post` does
   */
  async send(id: string, text: string, post: () => Promise<string>): Promise<Ack> {
    this.#sending.set(id, text);
    let key: string;
    try {
      key = await post();
    } catch (error) {
      // Refused in the back end's words: it is not stored. Otherwise nobody knows.
      if (error instanceof AdapterError && error.problem.status > 0) this.#sending.delete(id);
      throw error;
    }
    this.#sending.delete(id);
    if (!this.#seqs.has(key)) {
      this.#names.set(key, id);
      await new Promise<void>((resolve) => this.#awaited.set(key, [...(this.#awaited.get(key) ?? []), resolve]));
    }
    const { seq, time } = this.#placed[(this.#seqs.get(key) ?? 0) - this.#first]?.event as LogEvent;
    return { type: 'ack', id, conversation: this.conversation, epoch: this.#epoch, seq, time };
  }

  /** The log from a place on, or its newest page. */
  snapshot(after?: Cursor | null): ConversationSnapshot {
    const resumed = after?.epoch === this.#epoch && after.seq >= this.#first - 1 && after.seq <= this.#head;
    const from = resumed ? after.seq - this.#first + 1 : Math.max(0, this.#placed.length - MAX_PAGE_EVENTS);
    return {
      id: this.conversation,
      epoch: this.#epoch,
      head: this.#head,
      phase: this.phase,
      participants: [...this.participants],
      resumed,
      events: this.#placed.slice(from).map(({ event }) => event),
    };
  }

  /**
   * What is before a place, from what is known or else from the back end.
   *
   * @throws AdapterError `epoch-stale` for a place of another log; whatever `load` does
   */
  async older({ epoch, seq }: Cursor, limit: number, load: LoadPage): Promise<HistoryPage> {
    const isStale = (): boolean => epoch !== this.#epoch;
    if (!isStale() && seq <= this.#first && !this.#atStart) {
      const page = await load(this.#placed.find(({ key }) => key !== null)?.key ?? null);
      if (!isStale()) this.#prepend(page);
    }
    if (isStale()) throw new AdapterError('epoch-stale');
    const end = Math.max(0, seq - this.#first);
    const from = Math.max(0, end - limit);
    return { events: this.#placed.slice(from, end).map(({ event }) => event), atStart: from === 0 && this.#atStart };
  }

  get #head(): number {
    return this.#first + this.#placed.length - 1;
  }

  #flush(): void {
    if (!this.#emit || this.#readings > 0) return;
    for (const event of this.#waiting.splice(0)) this.arrive(event);
  }

  /** As many pages as it takes to reach what is known. */
  async #pages(load: LoadPage): Promise<ForeignPage> {
    let page = await load(null);
    for (let count = 1; this.#seqs.size > 0 && count < this.#pageLimit; count++) {
      const oldest = page.events[0]?.key;
      if (page.atStart || oldest === undefined || page.events.some(({ key }) => this.#seqs.has(key))) break;
      const older = await load(oldest);
      page = { events: [...older.events, ...page.events], atStart: older.atStart };
    }
    return page;
  }

  #take(page: ForeignPage): boolean {
    const from = this.#continuation(page);
    if (from === null) {
      this.#begin(page);
      this.#emit?.({ type: 'conversation-reset', conversation: this.snapshot() });
      return false;
    }
    for (const event of page.events.slice(from)) {
      const placed = this.#append(event);
      this.#emit?.(placed);
    }
    return true;
  }

  /** Index of the first new event of the page, when all of it that is known is as it is known; else null. */
  #continuation({ events, atStart }: ForeignPage): number | null {
    const known = this.#placed.filter(({ key }) => key !== null);
    const [oldest] = known;
    // Nobody has a place in an empty log, so it may begin anywhere.
    if (!oldest) return atStart ? 0 : null;
    const skipped = this.#atStart ? 0 : events.findIndex(({ key }) => key === oldest.key);
    const first = skipped > 0 ? 0 : atStart ? 0 : known.findIndex(({ key }) => key === events[0]?.key);
    if (first < 0) return null;
    const rest = events.slice(Math.max(0, skipped));
    const same = known.slice(first).every((one, index) => this.#isSame(one, rest[index]));
    return same ? Math.max(0, skipped) + known.length - first : null;
  }

  /** Another log: a new epoch. */
  #begin({ events, atStart }: ForeignPage): void {
    this.#epoch = this.#mint();
    this.#first = atStart ? 1 : MIDDLE;
    this.#atStart = atStart;
    this.#placed = [];
    this.#seqs.clear();
    for (const event of events) this.#append(event);
  }

  /** What is left of it under a new epoch, as after an edit. */
  #renew(): void {
    this.#epoch = this.#mint();
    this.#seqs.clear();
    this.#placed = this.#placed.map(({ key, event }, index) => {
      const seq = this.#first + index;
      if (key !== null) this.#seqs.set(key, seq);
      return { key, event: { ...event, epoch: this.#epoch, seq } };
    });
    this.#emit?.({ type: 'conversation-reset', conversation: this.snapshot() });
  }

  #append(event: ForeignEvent): LogEvent {
    const { key } = event;
    this.#recognise(event);
    const seq = this.#head + 1;
    const placed = this.#place(event, seq);
    this.#placed.push(placed);
    if (key !== null) {
      this.#seqs.set(key, seq);
      for (const resolve of this.#awaited.get(key) ?? []) resolve();
      this.#awaited.delete(key);
    }
    return placed.event;
  }

  #prepend({ events, atStart }: ForeignPage): void {
    const older = events.filter(({ key }) => !this.#seqs.has(key));
    this.#first -= older.length;
    this.#atStart = atStart;
    this.#placed = [...older.map((event, index) => this.#place(event, this.#first + index)), ...this.#placed];
    older.forEach(({ key }, index) => this.#seqs.set(key, this.#first + index));
  }

  /** An own message whose answer was lost, come back under the back end's id. */
  #recognise({ key, body }: ForeignEvent): void {
    if (key === null || body.type !== 'message-added' || body.author.kind !== 'visitor') return;
    if (this.#sending.has(body.id)) this.#sending.delete(body.id);
    else if (body.id === foreignId(key) && !this.#names.has(key)) {
      const [id] = [...this.#sending].find(([, text]) => text === body.text) ?? [];
      if (id === undefined) return;
      this.#names.set(key, id);
      this.#sending.delete(id);
    }
  }

  #place(event: ForeignEvent, seq: number): Placed {
    const { key, time } = event;
    const place = { conversation: this.conversation, epoch: this.#epoch, seq, time };
    return { key, event: { ...this.#bodyOf(event), ...place } };
  }

  #bodyOf({ key, body }: ForeignEvent): LogEventBody {
    const name = key === null ? undefined : this.#names.get(key);
    return name === undefined ? body : ({ ...body, id: name } as LogEventBody);
  }

  #isSame(known: Placed | undefined, other: ForeignEvent | undefined): boolean {
    if (!known || !other || known.key !== other.key) return false;
    const { conversation: _conversation, epoch: _epoch, seq: _seq, time: _time, ...body } = known.event;
    return JSON.stringify(body) === JSON.stringify(this.#bodyOf(other));
  }
}
