/** Time on the web platform. */
import type { Clock } from '@support-chat/core';

/** A gap between the two clocks beyond this many milliseconds is a sleep, not drift. */
const SLEEP_GAP = 2_000;

/** The longest delay `setTimeout` does not take for none. */
const LONGEST_DELAY = 2 ** 31 - 1;

/**
 * A clock that goes on while the machine sleeps. `performance.now()` stands still during sleep on some systems, so a
 * connection that died overnight would look seconds old: what the wall clock went ahead by is added. A wall clock that
 * is set forward therefore looks like a sleep and costs one check of the connection; set back it changes nothing.
 */
export function createBrowserClock(): Clock {
  let monotonic = performance.now();
  let wall = Date.now();
  let asleep = 0;

  function now(): number {
    const [monotonicNow, wallNow] = [performance.now(), Date.now()];
    const gap = wallNow - wall - (monotonicNow - monotonic);
    if (gap > SLEEP_GAP) asleep += gap;
    [monotonic, wall] = [monotonicNow, wallNow];
    return monotonicNow + asleep;
  }

  return {
    now,
    wallTime: () => Date.now(),
    setTimer(delay, callback) {
      const timer = setTimeout(callback, Math.min(delay, LONGEST_DELAY));
      return () => clearTimeout(timer);
    },
  };
}
