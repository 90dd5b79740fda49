/** One connection under test, and all that happened on it. */
import type {
  Ack,
  ChatAdapter,
  ChatConnection,
  CloseReason,
  ClientCommand,
  Identity,
  LogEvent,
  OpenOptions,
  ServerEvent,
  Welcome,
} from '@support-chat/protocol';
import { LogView } from './log-view.js';
import { assert } from './rule.js';

export interface SessionOptions {
  readonly identity?: Identity;
  readonly conversationId?: string;
  readonly resumeAfter?: OpenOptions['resumeAfter'];
  /** Milliseconds until a condition that does not come true is a failure. Default: 10,000. */
  readonly patience?: number;
}

let ids = 0;
const run = Date.now().toString(36);

/** A command id that was never used before. */
export function freshId(): string {
  return `conformance-${run}-${++ids}`;
}

/** A message for the visitor's own conversation, which it makes. */
export function message(text: string, id = freshId()): Extract<ClientCommand, { readonly type: 'message-send' }> {
  return { type: 'message-send', id, text };
}

/** A connection that is being opened. */
export type StartedSession = Session & { readonly opened: Promise<void> };

/** Opens a connection and records what it is told. */
export class Session {
  readonly events: ServerEvent[] = [];
  readonly closed: CloseReason[] = [];
  /** What the events tell of the conversation. */
  readonly view = new LogView();
  readonly #controller = new AbortController();
  readonly #waiting = new Set<() => void>();
  readonly #options: SessionOptions;
  #connection: ChatConnection | null = null;
  /** What had arrived when `open` resolved. */
  opening: readonly ServerEvent[] = [];

  private constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Begins an attempt. */
  static start(adapter: ChatAdapter, options: SessionOptions = {}): StartedSession {
    const session = new Session(options);
    const opened = session.#open(adapter);
    return Object.assign(session, { opened });
  }

  async #open(adapter: ChatAdapter): Promise<void> {
    const { identity = { kind: 'visitor' }, conversationId, resumeAfter } = this.#options;
    this.#connection = await adapter.open({
      identity,
      ...(conversationId !== undefined && { conversationId }),
      ...(resumeAfter && { resumeAfter }),
      signal: this.#controller.signal,
      onEvent: (event) =>
        this.#note(() => {
          this.events.push(event);
          this.view.take(event);
        }),
      onClose: (reason) => this.#note(() => this.closed.push(reason)),
    });
    this.opening = [...this.events];
  }

  #note(record: () => void): void {
    record();
    for (const check of [...this.#waiting]) check();
  }

  get connection(): ChatConnection {
    assert(this.#connection, 'The connection is not open.');
    return this.#connection;
  }

  get welcome(): Welcome {
    const welcome = this.events.find((event) => event.type === 'welcome');
    assert(welcome, 'There was no welcome.');
    return welcome;
  }

  /** The same visitor, for another connection. */
  get identity(): Identity {
    const given = this.#options.identity;
    const { session } = this.events.findLast((event) => event.type === 'session-changed') ?? this.welcome;
    const token = session?.token ?? (given?.kind === 'visitor' ? given.token : undefined);
    if (given?.kind === 'agent') return given;
    return { kind: 'visitor', ...(token !== undefined && { token }) };
  }

  /** Log events that came one by one, not in the welcome. */
  get log(): readonly LogEvent[] {
    return this.events.filter((event): event is LogEvent => 'seq' in event);
  }

  send(command: ClientCommand): Promise<Ack> {
    return this.connection.send(command);
  }

  /** Sends a message and waits until it came back in the log. */
  async say(text: string): Promise<Ack> {
    const command = message(text);
    const [ack] = await Promise.all([
      this.send(command),
      this.until(
        ({ view }) => view.events.some((event) => event.type === 'message-added' && event.id === command.id),
        `'${text.slice(0, 40)}' did not come back in the log under its id.`,
      ),
    ]);
    return ack;
  }

  /** Waits until these words are in the log. */
  sees(text: string): Promise<void> {
    return this.until(({ view }) => view.count(text) > 0, `'${text.slice(0, 40)}' did not come.`);
  }

  abort(): void {
    this.#controller.abort();
  }

  close(): void {
    this.#connection?.close();
  }

  /** Waits until something outside of the connection is true; asks again and again. */
  async happens(condition: () => Promise<boolean>, complaint: string): Promise<void> {
    const end = Date.now() + (this.#options.patience ?? 10_000);
    while (!(await condition())) {
      assert(Date.now() < end, complaint);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Waits until a condition on what was recorded is true. */
  until(condition: (session: this) => boolean, complaint: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(() => reject(new Error(complaint))), this.#options.patience ?? 10_000);
      const settle = (done: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        done();
      };
      const check = () => {
        if (condition(this)) settle(resolve);
      };
      this.#waiting.add(check);
      check();
    });
  }
}
