/** C2: time goes on while the machine sleeps, and only then. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBrowserClock } from '../../../packages/browser/src/browser-clock.js';

let monotonic = 0;
let wall = 0;

beforeEach(() => {
  [monotonic, wall] = [1_000, 1_800_000_000_000];
  vi.spyOn(performance, 'now').mockImplementation(() => monotonic);
  vi.spyOn(Date, 'now').mockImplementation(() => wall);
});
afterEach(() => {
  vi.restoreAllMocks();
});

function pass(milliseconds: number): void {
  monotonic += milliseconds;
  wall += milliseconds;
}

describe('the clock of a browser', () => {
  it('follows the monotonic clock', () => {
    const clock = createBrowserClock();
    const start = clock.now();
    pass(500);
    expect(clock.now() - start).toBe(500);
  });

  it('counts a night in which the monotonic clock stood still', () => {
    const clock = createBrowserClock();
    const start = clock.now();
    pass(500);
    wall += 8 * 3_600_000;
    expect(clock.now() - start).toBe(500 + 8 * 3_600_000);
    pass(500);
    expect(clock.now() - start).toBe(1_000 + 8 * 3_600_000);
  });

  it('S1 never goes back, and takes drift and a wall clock set back for nothing', () => {
    const clock = createBrowserClock();
    const start = clock.now();
    wall -= 86_400_000;
    pass(100);
    expect(clock.now() - start).toBe(100);
    wall += 1_500;
    pass(100);
    expect(clock.now() - start).toBe(200);
  });

  it('takes a delay of a month for a long time, not for none', () => {
    vi.useFakeTimers();
    const callback = vi.fn();
    const cancel = createBrowserClock().setTimer(2 ** 32, callback);
    vi.advanceTimersByTime(1_000);
    expect(callback).not.toHaveBeenCalled();
    cancel();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});
