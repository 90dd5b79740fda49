/**
 * Places for the log of a back end that gives none, but all of a conversation: there is nothing before what is known, and
 * nothing has to be read again to know where it goes on. Where only pages are to be had, `ForeignLog` is the one.
 */
import {
  AdapterError,
  MAX_PAGE_EVENTS,
  type ConversationPhase,
  type ConversationSnapshot,
  type Cursor,
  type HistoryPage,
  type LogEvent,
  type Participant,
  type ServerEvent,
} from '@support-chat/protocol';
import type { ForeignEvent } from './foreign-log.js';

/** The log of one conversation, from its first event on; it outlives connections. */
export class WholeLog {
  readonly conversation: string;

  /** What a snapshot says beside the events; the adapter keeps them true. */
  phase: ConversationPhase = 'queued';
  participants: readonly Participant[] = [];

  /** Where events go; null while nobody is connected. */
  emit: ((event: ServerEvent) => void) | null = null;

  #epoch: string = crypto.randomUUID();
  #events: readonly ForeignEvent[] = [];

  /** @param conversation - its id, in the form of ours */
  constructor(conversation: string) {
    this.conversation = conversation;
  }

  /** The place of the newest event; that before the first one for an empty log. */
  get cursor(): Cursor {
    return { epoch: this.#epoch, seq: this.#events.length };
  }

  /** What the back end calls its events, in their order. */
  get keys(): readonly (string | null)[] {
    return this.#events.map(({ key }) => key);
  }

  /** The event that the back end calls so. */
  find(key: string): ForeignEvent | undefined {
    return this.#events[this.seqOf(key) - 1];
  }

  /** Where an event is; 0 when it is not known. */
  seqOf(key: string): number {
    return this.keys.indexOf(key) + 1;
  }

  /** The next event, or a known one that was changed: then it is another log, which whoever follows gets at once. */
  arrive(event: ForeignEvent): void {
    const seq = event.key === null ? 0 : this.seqOf(event.key);
    if (seq) return this.#become(this.#events.with(seq - 1, event));
    this.#events = [...this.#events, event];
    this.emit?.(this.#place(event, this.#events.length - 1));
  }

  /** The back end has deleted an event. */
  remove(key: string): void {
    if (this.seqOf(key)) this.#become(this.#events.filter((one) => one.key !== key));
  }

  /** The log from a place on, or its newest page. */
  snapshot(after?: Cursor | null): ConversationSnapshot {
    const { conversation: id, phase } = this;
    const { epoch, seq: head } = this.cursor;
    const resumed = after?.epoch === epoch && after.seq <= head;
    const events = this.#slice(resumed ? after.seq : Math.max(0, head - MAX_PAGE_EVENTS), head);
    return { ...{ id, epoch, head, phase, resumed, events }, participants: [...this.participants] };
  }

  /** What is before a place. @throws AdapterError `epoch-stale` for a place of another log */
  older({ epoch, seq }: Cursor, limit: number): HistoryPage {
    if (epoch !== this.#epoch) throw new AdapterError('epoch-stale');
    const from = Math.max(0, seq - 1 - limit);
    return { events: this.#slice(from, Math.max(0, seq - 1)), atStart: from === 0 };
  }

  #become(events: readonly ForeignEvent[]): void {
    this.#events = events;
    this.#epoch = crypto.randomUUID();
    this.emit?.({ type: 'conversation-reset', conversation: this.snapshot() });
  }

  #slice(from: number, to: number): LogEvent[] {
    return this.#events.slice(from, to).map((event, index) => this.#place(event, from + index));
  }

  #place({ time, body }: ForeignEvent, index: number): LogEvent {
    return { ...body, conversation: this.conversation, epoch: this.#epoch, seq: index + 1, time };
  }
}
