import { describe, expect, it } from 'vitest';
import { BridgeError } from '../../../packages/server/src/bridges/bridge.js';
import { waitAfter } from '../../../packages/server/src/bridges/log-reader.js';

describe('A19 the wait before a bridge is tried again', () => {
  const refused = new BridgeError('It answered HTTP 500.');
  const busy = (retryAfter: number) => new BridgeError('It answered HTTP 429.', { retryAfter });

  it('doubles from two seconds to an hour, and never ends', () => {
    const waits = [0, 1, 2, 10, 11, 500].map((attempts) => waitAfter(attempts, refused, 1));
    expect(waits).toEqual([2_000, 4_000, 8_000, 2_048_000, 3_600_000, 3_600_000]);
  });

  it('is spread over half of itself', () => {
    expect([0, 0.5, 1].map((random) => waitAfter(3, refused, random))).toEqual([8_000, 12_000, 16_000]);
  });

  it('is never shorter than the other side asks for, which gets a day at most', () => {
    expect(waitAfter(0, busy(90), 0)).toBe(90_000);
    expect(waitAfter(11, busy(90), 1)).toBe(3_600_000);
    expect(waitAfter(0, busy(1e12), 0)).toBe(86_400_000);
  });
});
