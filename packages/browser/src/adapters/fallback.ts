/**
 * Several ways to one back end: the next is tried when one cannot open. Each attempt begins with the preferred one, since
 * the connection was lost and the network may be another now. A refusal in the server's own words is passed on: another
 * way would only hear it again.
 */
import { publicParts } from './public-parts.js';
import { AdapterError, type ChatAdapter } from '@support-chat/protocol';

export interface FallbackOptions {
  /** Milliseconds for which an adapter that gave no answer at all is tried last, so that its time-out is not waited for again. Default: 300,000. */
  readonly avoidSilentFor?: number;
  /** Those that have given no answer just now. */
  readonly silent?: readonly ChatAdapter[];
  /** Monotonic milliseconds. Default: `performance.now()`. */
  readonly now?: () => number;
}

/**
 * Makes one adapter of several, the preferred one first.
 *
 * @param adapters - at least one
 */
export function fallback(
  adapters: readonly [ChatAdapter, ...ChatAdapter[]],
  options: FallbackOptions = {},
): ChatAdapter {
  const { avoidSilentFor = 300_000, silent = [], now = () => performance.now() } = options;
  const avoidedUntil = new Map(silent.map((adapter) => [adapter, now() + avoidSilentFor]));

  return {
    name: `fallback(${adapters.map(({ name }) => name).join(', ')})`,
    backEnd: adapters[0].backEnd,
    ...publicParts(adapters[0]),
    async open(openOptions) {
      const avoided = (adapter: ChatAdapter): number => Number(now() < (avoidedUntil.get(adapter) ?? 0));
      let failure: unknown;
      for (const adapter of [...adapters].sort((one, other) => avoided(one) - avoided(other))) {
        try {
          return await adapter.open(openOptions);
        } catch (error) {
          failure = error;
          if (openOptions.signal.aborted || !(error instanceof AdapterError) || error.problem.status !== 0) break;
          if (error.code === 'request-timeout') avoidedUntil.set(adapter, now() + avoidSilentFor);
        }
      }
      throw failure;
    },
  };
}
