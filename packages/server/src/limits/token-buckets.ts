/**
 * Token buckets, one per key: the one way this server counts rates (X5). Memory is bounded: full buckets are dropped
 * by `sweep`, and at the cap the oldest go. Owns no timer and no clock.
 */
import type { Rate } from './rate.js';

/** Buckets kept at most; a flood of distinct keys then loses its oldest counts, never the server's memory. */
const MAX_BUCKETS = 100_000;

interface Bucket {
  tokens: number;
  /** When `tokens` was true, monotonic ms. */
  at: number;
}

/** Counts events per key against one {@link Rate}. */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #capacity: number;
  readonly #perMillisecond: number;

  constructor(rate: Rate) {
    this.#capacity = rate.count;
    this.#perMillisecond = rate.count / (rate.seconds * 1000);
  }

  /**
   * Takes one token.
   *
   * @param now - monotonic milliseconds
   * @returns 0 when there was one, else the whole seconds until there is
   */
  take(key: string, now: number): number {
    const wait = this.wait(key, now);
    if (wait > 0) return wait;
    const bucket = this.#buckets.get(key);
    if (bucket !== undefined) bucket.tokens -= 1;
    else this.#add(key, { tokens: this.#capacity - 1, at: now });
    return 0;
  }

  /** What {@link take} would say, without taking. */
  wait(key: string, now: number): number {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return 0;
    this.#refill(bucket, now);
    return bucket.tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - bucket.tokens) / this.#perMillisecond / 1000));
  }

  /** Puts back a token that was taken for something that turned out not to count. */
  giveBack(key: string, now: number): void {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return;
    this.#refill(bucket, now);
    bucket.tokens = Math.min(this.#capacity, bucket.tokens + 1);
  }

  /** Drops the buckets that are full again: they say nothing. */
  sweep(now: number): void {
    for (const [key, bucket] of this.#buckets) {
      this.#refill(bucket, now);
      if (bucket.tokens >= this.#capacity) this.#buckets.delete(key);
    }
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  #refill(bucket: Bucket, now: number): void {
    bucket.tokens = Math.min(this.#capacity, bucket.tokens + (now - bucket.at) * this.#perMillisecond);
    bucket.at = now;
  }

  #add(key: string, bucket: Bucket): void {
    if (this.#buckets.size >= MAX_BUCKETS) {
      const oldest = this.#buckets.keys().next();
      if (oldest.done !== true) this.#buckets.delete(oldest.value);
    }
    this.#buckets.set(key, bucket);
  }
}
