/**
 * The back end's side of one scripted conversation: an append-only log with the rules of the reference server (L1, L2,
 * L4, D2) in memory. Owns the log, the phase and the cursors; knows nothing of connections.
 */
import {
  AdapterError,
  answerFault,
  contactDetailsOf,
  isWritten,
  MAX_PAGE_EVENTS,
  MAX_TEXT_LENGTH,
  storableText,
  type Ack,
  type Author,
  type Card,
  type CardAnswer,
  type ConversationPhase,
  type ConversationSnapshot,
  type ConversationSummary,
  type Cursor,
  type HistoryPage,
  type LogCommand,
  type LogEvent,
} from '@support-chat/protocol';

/** A log event before it has its place. */
type Entry = LogEvent extends infer Event
  ? Event extends LogEvent
    ? Omit<Event, 'conversation' | 'epoch' | 'seq' | 'time'>
    : never
  : never;

/** One conversation as the scripted back end keeps it. */
export class ScriptedConversation {
  /** Changes by {@link replaceEpoch}. */
  epoch = 'epoch-0001';
  phase: ConversationPhase = 'queued';
  readonly events: LogEvent[] = [];
  readonly #participants = new Map<string, { author: Author; delivered: number; read: number }>();
  readonly #acks = new Map<string, { content: string; ack: Ack }>();

  constructor(
    readonly id: string,
    readonly visitor: Author,
    readonly pageSize: number,
  ) {
    this.join(visitor);
  }

  get head(): number {
    return this.events.length;
  }

  get cursor(): Cursor {
    return { epoch: this.epoch, seq: this.head };
  }

  /** Makes somebody a participant without a log event. */
  join(author: Author): void {
    if (!this.#participants.has(author.id)) this.#participants.set(author.id, { author, delivered: 0, read: 0 });
  }

  has(author: Author): boolean {
    return this.#participants.has(author.id);
  }

  /** Gives an entry the next place (L1). */
  append(entry: Entry, time: number): LogEvent {
    const event: LogEvent = { ...entry, conversation: this.id, epoch: this.epoch, seq: this.head + 1, time };
    this.events.push(event);
    return event;
  }

  /** Moves somebody's cursors forward, never back (D4). Null when nothing moved. */
  moveCursors(
    author: Author,
    delivered: number,
    read: number,
  ): { author: Author; delivered: number; read: number } | null {
    this.join(author);
    const before = this.#participants.get(author.id);
    const moved = {
      author,
      delivered: Math.min(this.head, Math.max(before?.delivered ?? 0, delivered, read)),
      read: Math.min(this.head, Math.max(before?.read ?? 0, read)),
    };
    if (moved.delivered === before?.delivered && moved.read === before.read) return null;
    this.#participants.set(author.id, moved);
    return moved;
  }

  /** The log was restored from elsewhere: same events, another epoch (L4). */
  replaceEpoch(): void {
    this.epoch = `epoch-${String(Number(this.epoch.slice(6)) + 1).padStart(4, '0')}`;
    this.events.forEach((event, index) => (this.events[index] = { ...event, epoch: this.epoch }));
  }

  /** What comes after a place, or the newest page when there is no such place (D2). */
  snapshot(after: Cursor | null | undefined): ConversationSnapshot {
    const resumed = !!after && after.epoch === this.epoch && after.seq <= this.head;
    const events = resumed
      ? this.events.slice(after.seq, after.seq + MAX_PAGE_EVENTS)
      : this.events.slice(Math.max(0, this.head - this.pageSize));
    const { id, epoch, head, phase } = this;
    return { id, epoch, head, phase, participants: [...this.#participants.values()], resumed, events };
  }

  history(before: Cursor, limit: number): HistoryPage {
    if (before.epoch !== this.epoch) throw new AdapterError('epoch-stale');
    const end = Math.max(0, before.seq - 1);
    const start = Math.max(0, end - limit);
    return { events: this.events.slice(start, end), atStart: start === 0 };
  }

  /**
   * Stores a command once (L2): the new events and the ack, or no events and the first ack again.
   *
   * @throws AdapterError `message-empty`, `message-too-long`, `epoch-stale`, `id-conflict` or `forbidden`
   */
  execute(command: LogCommand, author: Author, now: () => number): { events: LogEvent[]; ack: Ack } {
    const key = `${author.id} ${command.id}`;
    const { id: _id, conversation: _conversation, epoch: _epoch, ...said } = command;
    const content = JSON.stringify(said);
    const earlier = this.#acks.get(key);
    if (earlier) {
      if (earlier.content !== content) throw new AdapterError('id-conflict');
      return { events: [], ack: earlier.ack };
    }
    if (command.epoch !== undefined && command.epoch !== this.epoch) throw new AdapterError('epoch-stale');
    const events = this.#store(command, author, now);
    const last = events.at(-1) ?? this.events.at(-1);
    const ack: Ack = {
      type: 'ack',
      id: command.id,
      conversation: this.id,
      epoch: this.epoch,
      seq: last?.seq ?? 0,
      time: last?.time ?? now(),
    };
    this.#acks.set(key, { content, ack });
    return { events, ack };
  }

  /** This conversation as a row of the agents' inbox. */
  summary(agent: Author): ConversationSummary {
    const last = this.events.findLast(isWritten);
    const ticket = this.events.findLast((event) => event.type === 'contact-submitted');
    const rated = this.events.findLast((event) => event.type === 'rating-given');
    const read = this.#participants.get(agent.id)?.read ?? 0;
    return {
      id: this.id,
      epoch: this.epoch,
      head: this.head,
      phase: this.phase,
      visitor: this.visitor,
      ...(this.phase === 'live' && { assignee: agent }),
      ...(rated?.type === 'rating-given' && { rating: rated.score }),
      startedAt: this.events[0]?.time ?? 0,
      ...(last && { lastMessage: { author: last.author, text: last.text.slice(0, 140), time: last.time } }),
      ...(last?.type === 'message-added' &&
        last.author.kind === 'visitor' &&
        this.phase !== 'ended' && { waitingSince: last.time }),
      ...(ticket && { ticket: { id: ticket.id, time: ticket.time, ...contactDetailsOf(ticket) } }),
      unread: this.events.filter((event) => event.seq > read && isWritten(event) && event.author.kind === 'visitor')
        .length,
    };
  }

  #store(command: LogCommand, author: Author, now: () => number): LogEvent[] {
    const events: LogEvent[] = [];
    switch (command.type) {
      case 'message-send':
      case 'contact-submit': {
        const text = storableText(command.text);
        if (text.trim() === '') throw new AdapterError('message-empty');
        if (text.length > MAX_TEXT_LENGTH) throw new AdapterError('message-too-long');
        const { card, answer } = command.type === 'message-send' ? command : {};
        if (author.kind === 'visitor' ? card : answer) throw new AdapterError('forbidden');
        if (answer && this.#isAnswered(answer)) break;
        if (this.phase === 'ended') {
          events.push(this.append({ type: 'conversation-reopened', author }, now()));
          this.phase = 'queued';
        }
        if (author.kind === 'agent') this.#claim(author, events, now);
        const written = { id: command.id, author, text };
        const draft =
          command.type === 'message-send'
            ? ({
                type: 'message-added',
                ...written,
                ...(card && { card }),
                ...(answer && { answer }),
                ...(command.offered && { offered: command.offered }),
              } as const)
            : ({ type: 'contact-submitted', ...written, ...contactDetailsOf(command) } as const);
        events.push(this.append(draft, now()));
        break;
      }
      case 'rating-give': {
        const ended = this.events.some(({ type }) => type === 'conversation-ended');
        if (author.kind !== 'visitor' || !ended) throw new AdapterError('forbidden');
        const { id, score, text } = command;
        events.push(this.append({ type: 'rating-given', id, author, score, text }, now()));
        break;
      }
      case 'conversation-claim':
        if (author.kind === 'visitor') throw new AdapterError('forbidden');
        this.#claim(author, events, now);
        break;
      case 'conversation-end':
        if (this.phase !== 'ended') events.push(this.append({ type: 'conversation-ended', author }, now()));
        this.phase = 'ended';
    }
    return events;
  }

  /** Whether the same answer is there already; another one is refused (P-K2). */
  #isAnswered(answer: CardAnswer): boolean {
    const messages = this.events.filter((event) => event.type === 'message-added');
    const card = messages.find(({ id }) => id === answer.to)?.card;
    if (!card || answerFault(card as Card, answer) !== null) throw new AdapterError('answer-invalid');
    const first = messages.find((message) => message.answer?.to === answer.to);
    if (first && JSON.stringify(first.answer) !== JSON.stringify(answer)) throw new AdapterError('already-answered');
    return first !== undefined;
  }

  #claim(author: Author, events: LogEvent[], now: () => number): void {
    if (this.phase === 'live' && this.has(author)) return;
    this.join(author);
    this.phase = 'live';
    events.push(this.append({ type: 'participant-joined', author }, now()));
  }
}
