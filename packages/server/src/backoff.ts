/** How long to wait before something that failed is tried again. */

/** The first and the longest wait, in milliseconds. */
export interface Backoff {
  readonly first: number;
  readonly longest: number;
}

/**
 * Milliseconds before the next attempt: doubled each time, with jitter, so that a thousand that failed together do not come
 * back in the same second.
 *
 * @param failures - before this one
 * @param random - 0 to 1
 */
export function waitAfterFailure({ first, longest }: Backoff, failures: number, random = Math.random()): number {
  return Math.round(Math.min(longest, first * 2 ** failures) * (0.5 + random / 2));
}
