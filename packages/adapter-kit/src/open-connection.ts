/**
 * The life of a connection, which is the same whatever it goes over: one attempt, a time-out, an abort at any moment,
 * `onClose` exactly once, and nothing said to anybody afterwards (K2 to K7). An adapter fills in how it connects.
 */
import {
  AdapterError,
  ProtocolError,
  problem,
  type Ack,
  type ChatConnection,
  type OpenOptions,
  type Problem,
  type ServerEvent,
} from '@support-chat/protocol';

/** What an adapter sees of its connection's life. */
export interface ConnectionLife {
  /** Aborts when the connection ends, whoever ends it: requests, sockets and timers hang on it. */
  readonly signal: AbortSignal;
  /** Passes an event on; after the end it is dropped. */
  emit(event: ServerEvent): void;
  /** The back end or the network has ended it. Only the first reason counts. */
  end(reason: Problem): void;
}

/** A connection without what the life does by itself. */
export type ConnectionParts = Omit<ChatConnection, 'close'>;

export interface LifeOptions {
  /** Milliseconds until an attempt without a welcome is given up. Default: 10,000. */
  readonly openTimeout?: number;
  /** Milliseconds until a command without an answer fails with `request-timeout`. Default: 30,000. */
  readonly answerTimeout?: number;
}

/**
 * Makes one connection attempt.
 *
 * @param connect - connects, emits the welcome, and resolves with the rest; may throw anything: what is no coded error
 *   becomes `network-failed`. What its parts throw after the end becomes `connection-lost`
 * @throws AdapterError
 */
export function openConnection(
  { signal, onEvent, onClose }: OpenOptions,
  connect: (life: ConnectionLife) => Promise<ConnectionParts>,
  { openTimeout = 10_000, answerTimeout = 30_000 }: LifeOptions = {},
): Promise<ChatConnection> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new AdapterError('connection-lost', { cause: signal.reason }));
    const over = new AbortController();
    let phase: 'opening' | 'open' | 'ended' = 'opening';

    /** `reason` is null when our own side asked for it and wants to hear nothing. */
    const end = (reason: Problem | null): void => {
      if (phase === 'ended') return;
      const opening = phase === 'opening';
      phase = 'ended';
      clearTimeout(timer);
      signal.removeEventListener('abort', abandon);
      over.abort();
      if (opening) reject(AdapterError.from(reason ?? problem('connection-lost')));
      else if (reason) onClose({ problem: reason });
    };
    const abandon = (): void => end(null);
    const timer = setTimeout(() => end(problem('request-timeout')), openTimeout);
    signal.addEventListener('abort', abandon, { once: true });

    const life: ConnectionLife = {
      signal: over.signal,
      emit(event) {
        if (phase !== 'ended') onEvent(event);
      },
      end,
    };
    connect(life).then(
      (parts) => {
        if (phase === 'ended') return;
        phase = 'open';
        clearTimeout(timer);
        resolve({ ...guarded(parts, over.signal, answerTimeout), close: abandon });
      },
      (cause: unknown) => end(coded(cause).problem),
    );
  });
}

/** Every question ends with the connection, and signals never throw. */
function guarded(parts: ConnectionParts, over: AbortSignal, timeout: number): ConnectionParts {
  const { loadHistory, resume, listConversations } = parts;
  return {
    ...parts,
    send: (command) => within<Ack>(() => parts.send(command), over, timeout),
    notify(signal) {
      if (!over.aborted) parts.notify(signal);
    },
    ...(loadHistory && { loadHistory: (...of) => within(() => loadHistory(...of), over, timeout) }),
    ...(resume && { resume: (...of) => within(() => resume(...of), over, timeout) }),
    ...(listConversations && { listConversations: (query) => within(() => listConversations(query), over, timeout) }),
  };
}

/** The result of `task`, unless the connection ends first or it takes too long. */
function within<Result>(task: () => Promise<Result>, over: AbortSignal, timeout: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const lost = (): void => settle(() => reject(new AdapterError('connection-lost')));
    const timer = setTimeout(() => settle(() => reject(new AdapterError('request-timeout'))), timeout);
    const settle = (what: () => void): void => {
      clearTimeout(timer);
      over.removeEventListener('abort', lost);
      what();
    };
    if (over.aborted) return lost();
    over.addEventListener('abort', lost, { once: true });
    task().then(
      (result) => settle(() => resolve(result)),
      (cause: unknown) => settle(() => reject(coded(cause))),
    );
  });
}

function coded(cause: unknown): AdapterError {
  if (cause instanceof AdapterError) return cause;
  if (cause instanceof ProtocolError) return AdapterError.from(cause.problem);
  return new AdapterError('network-failed', { detail: String(cause), cause });
}
