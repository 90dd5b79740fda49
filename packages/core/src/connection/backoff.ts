/** How long to wait before trying again (C1). */

/** First bound of the wait, milliseconds. */
export const BACKOFF_FIRST = 500;
/** Highest bound of the wait, milliseconds. */
export const BACKOFF_MOST = 30_000;

/**
 * Full jitter: uniform between 0 and a bound that doubles with each failure, so that a thousand clients cut at once do
 * not come back at once.
 *
 * @param failures - failures before this one
 * @param random - uniform in [0, 1)
 * @returns milliseconds
 */
export function backoff(failures: number, random: number): number {
  return random * Math.min(BACKOFF_MOST, BACKOFF_FIRST * 2 ** failures);
}
