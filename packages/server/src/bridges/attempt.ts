/** One attempt at somebody else's system: ends in time whatever they do, and says what went wrong. */
import { BridgeError } from './bridge.js';

/** Milliseconds one attempt may take, by default: well below what a place is held for. */
export const PATIENCE = 10_000;

interface AttemptOptions {
  /** Milliseconds. Default {@link PATIENCE}. */
  readonly patience?: number | undefined;
  /** Ends it early. */
  readonly end?: AbortSignal;
  /** What was thrown that no bridge throws. */
  readonly onFault: (error: unknown) => void;
}

/** @returns what went wrong; null: nothing */
export async function attempt(
  work: (signal: AbortSignal) => Promise<void>,
  { patience = PATIENCE, end, onFault }: AttemptOptions,
): Promise<BridgeError | null> {
  // By hand: a signal that `AbortSignal.any` makes of a timeout may be collected in Node 20 before it fires.
  const attempted = new AbortController();
  const late = new BridgeError(`It took longer than ${patience / 1000} s.`, { failure: 'too-slow' });
  const expire = (): void => attempted.abort(late);
  const timer = setTimeout(expire, patience);
  end?.addEventListener('abort', expire, { once: true });
  const expired = new Promise<never>((_, fail) => {
    attempted.signal.addEventListener('abort', () => fail(late), { once: true });
  });
  try {
    await Promise.race([work(attempted.signal), expired]);
    return null;
  } catch (error) {
    if (attempted.signal.aborted) return late;
    if (error instanceof BridgeError) return error;
    onFault(error);
    return new BridgeError('The bridge failed; the log of the server says how.', { failure: 'faulty' });
  } finally {
    clearTimeout(timer);
    end?.removeEventListener('abort', expire);
  }
}
