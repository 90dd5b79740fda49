/** The way up: each command one POST, answered in its response; one after the other, whatever becomes of each (L5). */
import {
  AdapterError,
  decodeServerFrame,
  withFacesAt,
  type Answer,
  type ClientFrame,
  type Problem,
  type Signal,
} from '@support-chat/protocol';
import { readProblem } from './read-problem.js';

interface CommandChannelOptions {
  readonly fetch: typeof fetch;
  readonly url: string;
  /** Where the pictures of agents are. */
  readonly faces: string;
  readonly credentials: RequestCredentials;
  /** Milliseconds. */
  readonly timeout: number;
  /** Aborts with the connection. */
  readonly life: AbortSignal;
  headers(): Record<string, string>;
  /** The server does not know the connection any more. */
  onGone(reason: Problem): void;
}

interface CommandChannel {
  /** @throws AdapterError with the server's problem, `connection-lost`, `request-timeout` or `network-failed` */
  ask<Type extends Answer['type']>(frame: ClientFrame, type: Type): Promise<Extract<Answer, { type: Type }>>;
  notify(signal: Signal): void;
}

/** Makes the way up for one connection. */
export function createCommandChannel(options: CommandChannelOptions): CommandChannel {
  const { fetch, url, faces, credentials, timeout, life, headers, onGone } = options;

  /** Resolves with the answer's text, empty for a signal. */
  const post = async (frame: ClientFrame): Promise<string> => {
    if (life.aborted) throw new AdapterError('connection-lost');
    const request = new AbortController();
    const stop = () => request.abort();
    const timer = setTimeout(stop, timeout);
    life.addEventListener('abort', stop);
    try {
      const body = JSON.stringify(frame);
      const response = await fetch(url, {
        method: 'POST',
        headers: headers(),
        credentials,
        body,
        signal: request.signal,
      });
      if (response.ok) return await response.text();
      const reason = await readProblem(response);
      if (reason.code === 'connection-unknown') onGone(reason);
      throw AdapterError.from(reason);
    } catch (cause) {
      if (cause instanceof AdapterError) throw cause;
      if (life.aborted) throw new AdapterError('connection-lost', { cause });
      throw new AdapterError(request.signal.aborted ? 'request-timeout' : 'network-failed', { cause });
    } finally {
      clearTimeout(timer);
      life.removeEventListener('abort', stop);
    }
  };

  const commands = serial();
  // Signals have an order of their own: a ping must not wait behind a slow command.
  const signals = serial();
  return {
    ask: (frame, type) => commands(async () => expectAnswer(withFacesAt(faces, await post(frame)), type)),
    notify(signal) {
      signals(() => post(signal)).catch(() => undefined); // may be lost (D5); a silent server is the heartbeat's to notice
    },
  };
}

/** Runs tasks one after the other. */
function serial(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined); // who asked hears of the failure; the next in line only goes on
    return result;
  };
}

function expectAnswer<Type extends Answer['type']>(text: string, type: Type): Extract<Answer, { type: Type }> {
  const frame = decodeServerFrame(text);
  if (frame?.type === 'refused') throw AdapterError.from(frame.problem);
  if (frame?.type !== type) throw new AdapterError('frame-invalid', { detail: `${frame?.type} instead of ${type}` });
  return frame as Extract<Answer, { type: Type }>;
}
