/**
 * Time and randomness as the domain sees them. Injected everywhere, so that the real conversation service also runs
 * under a seeded simulator; nothing below `service.ts` touches a clock, a timer or `crypto.random*` by itself.
 */
import { randomBytes, randomUUID } from 'node:crypto';

/** Time. */
export interface Clock {
  /** Monotonic milliseconds since an arbitrary start: for durations. */
  now(): number;
  /** Milliseconds since 1970 UTC: for display and expiry, may jump (S1). */
  wallTime(): number;
}

/** Randomness. */
export interface Random {
  /** A new identifier of 128 random bits or more, as the protocol's `IdSchema` wants it. */
  id(): string;
  /** A new secret of 256 random bits, base64url. */
  token(): string;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => performance.now(), wallTime: () => Date.now() };

/** The machine's secure random source. */
export const systemRandom: Random = {
  id: () => randomUUID(),
  token: () => randomBytes(32).toString('base64url'),
};
