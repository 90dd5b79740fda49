/**
 * Several ways to one back end: the next is tried when one cannot open. Owns the memory of what worked; a refusal in
 * the server's own words is passed on, since another way would only hear it again.
 */
import { AdapterError, type ChatAdapter } from '@support-chat/protocol';
import { withClose } from './with-close.js';

export interface FallbackOptions {
  /** Milliseconds after which the first adapter is tried again. Default: 300,000. */
  readonly retryFirstAfter?: number;
  /** Monotonic milliseconds. Default: `performance.now()`. */
  readonly now?: () => number;
}

/**
 * Makes one adapter of several, the preferred one first. What worked is used first for a while; then, or when the
 * network changes, the preferred one has its turn again with the next attempt.
 *
 * @param adapters - at least one
 */
export function fallback(
  adapters: readonly [ChatAdapter, ...ChatAdapter[]],
  options: FallbackOptions = {},
): ChatAdapter {
  const { retryFirstAfter = 300_000, now = () => performance.now() } = options;
  let preferred: ChatAdapter = adapters[0];
  let until = 0;

  const forget = () => {
    preferred = adapters[0];
  };

  return {
    name: `fallback(${adapters.map(({ name }) => name).join(', ')})`,
    async open(openOptions) {
      const { signal } = openOptions;
      if (now() >= until) forget();
      const stop = onNetworkChange(forget);
      signal.addEventListener('abort', stop, { once: true });
      let failure: unknown;
      for (const adapter of [preferred, ...adapters.filter((other) => other !== preferred)]) {
        try {
          const connection = await adapter.open({
            ...openOptions,
            onClose(reason) {
              stop();
              openOptions.onClose(reason);
            },
          });
          if (adapter !== preferred) until = now() + retryFirstAfter;
          preferred = adapter;
          return withClose(connection, () => {
            stop();
            connection.close();
          });
        } catch (error) {
          failure = error;
          if (signal.aborted || !isUnreachable(error)) break;
        }
      }
      stop();
      throw failure;
    },
  };
}

/** No server has answered. A status says that one has. */
function isUnreachable(error: unknown): boolean {
  return error instanceof AdapterError && error.problem.status === 0;
}

function onNetworkChange(listener: () => void): () => void {
  if (typeof addEventListener !== 'function') return () => undefined; // Node knows no such event
  addEventListener('online', listener);
  return () => removeEventListener('online', listener);
}
