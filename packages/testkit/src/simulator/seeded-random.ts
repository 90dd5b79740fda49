/** Chance of a simulated world: the same seed, the same draws. Fits the core's `Random` and the server's. */
import type { Random } from '@support-chat/core';

/** Randomness from one seed. Not for secrets. */
export class SeededRandom implements Random {
  #state: number;

  constructor(seed: number) {
    // Neighbouring seeds must not give neighbouring worlds.
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  }

  /** Uniform in [0, 1) (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    const state = this.#state;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** 128 bits, hexadecimal. */
  id(): string {
    const word = () => (this.next() * 2 ** 32).toString(16).padStart(8, '0').slice(0, 8);
    return `${word()}${word()}${word()}${word()}`.replaceAll('.', '0');
  }

  /** A made-up secret, for servers. */
  token(): string {
    return `${this.id()}${this.id()}`;
  }

  /** True with that probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Uniform whole number in [from, to]. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** One of them; undefined when there is none. */
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.next() * items.length)];
  }
}
