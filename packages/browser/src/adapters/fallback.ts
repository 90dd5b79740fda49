/**
 * Several ways to a chat: the next is tried when one cannot open. Each attempt begins with the preferred one, since the
 * connection was lost and the network may be another now. A refusal in a back end's own words is believed of all ways to
 * it: another way would only hear it again. Another back end is asked none the less.
 */
import { nameOf, SessionsByBackEnd } from './sessions-by-back-end.js';
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
 * Ways to one back end lead to one conversation. Of several back ends each has its own: the visitor sees the one of the
 * back end that answers, and goes on with the other one when that is back. What a lost connection left unanswered is sent to the
 * next back end as well. As one back end they believe no site, and neither mail nor hand out what they keep.
 *
 * @param adapters - at least one
 */
export function fallback(
  adapters: readonly [ChatAdapter, ...ChatAdapter[]],
  options: FallbackOptions = {},
): ChatAdapter {
  const { avoidSilentFor = 300_000, silent = [], now = () => performance.now() } = options;
  const avoidedUntil = new Map(silent.map((adapter) => [adapter, now() + avoidSilentFor]));
  const [first] = adapters;
  const backEnds = new Set(adapters.map(nameOf));
  const several = adapters.some(({ backEnd }) => backEnd !== first.backEnd);
  const sessions = new SessionsByBackEnd();
  const { loadSite, help } = first;

  return {
    name: `fallback(${adapters.map(({ name }) => name).join(', ')})`,
    ...(several
      ? { backEnd: [...backEnds].join(' | '), ...(loadSite && { loadSite }), ...(help && { help }) }
      : { backEnd: first.backEnd, ...publicParts(first) }),
    async open(openOptions) {
      const avoided = (adapter: ChatAdapter): number => Number(now() < (avoidedUntil.get(adapter) ?? 0));
      const refusedBy = new Set<string>();
      let failure: unknown;
      for (const adapter of [...adapters].sort((one, other) => avoided(one) - avoided(other))) {
        if (refusedBy.has(several ? nameOf(adapter) : '')) continue;
        try {
          return await (several ? sessions.open(adapter, openOptions) : adapter.open(openOptions));
        } catch (error) {
          // As long as one of them may come back, it is waited for.
          failure = several && isHopeless(error) ? (failure ?? error) : error;
          if (openOptions.signal.aborted || !(error instanceof AdapterError)) break;
          if (error.problem.status !== 0) refusedBy.add(several ? nameOf(adapter) : '');
          if (error.code === 'request-timeout') avoidedUntil.set(adapter, now() + avoidSilentFor);
        }
      }
      throw failure;
    },
  };
}

function isHopeless(error: unknown): boolean {
  return error instanceof AdapterError && error.verdict === 'never';
}
