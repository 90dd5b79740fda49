/** One connection under test, and all that happened on it. */
import {
  AdapterError,
  type Ack,
  type ChatAdapter,
  type ChatConnection,
  type CloseReason,
  type ClientCommand,
  type ErrorCode,
  type Identity,
  type LogEvent,
  type OpenOptions,
  type ServerEvent,
  type Welcome,
} from '@support-chat/protocol';

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
export function message(text: string, id = freshId()): ClientCommand {
  return { type: 'message-send', id, text };
}

/** Fails the rule. */
export function assert(condition: unknown, complaint: string): asserts condition {
  if (!condition) throw new Error(complaint);
}

/** The code a promise is rejected with; fails the rule when it is not, or not by an `AdapterError`. */
export async function codeOf(promise: Promise<unknown>): Promise<ErrorCode> {
  const error: unknown = await promise.then(
    () => assert(false, 'It was not refused.'),
    (reason: unknown) => reason,
  );
  assert(error instanceof AdapterError, `Rejected with ${String(error)}, which is no AdapterError.`);
  return error.code;
}

/** Opens a connection and records what it is told. */
export class Session {
  readonly events: ServerEvent[] = [];
  readonly closed: CloseReason[] = [];
  readonly #controller = new AbortController();
  readonly #waiting = new Set<() => void>();
  readonly #options: SessionOptions;
  #connection: ChatConnection | null = null;
  /** What had arrived when `open` resolved. */
  opening: readonly ServerEvent[] = [];

  private constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Opens and waits for the welcome. @throws what the adapter rejects with */
  static async open(adapter: ChatAdapter, options: SessionOptions = {}): Promise<Session> {
    const session = Session.start(adapter, options);
    await session.opened;
    return session;
  }

  /** Begins an attempt. */
  static start(adapter: ChatAdapter, options: SessionOptions = {}): Session & { readonly opened: Promise<void> } {
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
      onEvent: (event) => this.#note(() => this.events.push(event)),
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
    const token = this.welcome.session?.token ?? (given?.kind === 'visitor' ? given.token : undefined);
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

  abort(): void {
    this.#controller.abort();
  }

  close(): void {
    this.#connection?.close();
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
