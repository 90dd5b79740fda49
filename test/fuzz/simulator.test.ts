/** The real core and the real conversation service in seeded worlds full of faults (reliability contract, section 6). */
import { openStore, type Store } from '@support-chat/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulate, type Outcome } from './simulator/simulate.js';

const BATCH = 100;
const one = process.env['FUZZ_SEED'];
const first = Number(one ?? process.env['FUZZ_FIRST'] ?? 1);
const count = one === undefined ? Number(process.env['FUZZ_SEEDS'] ?? 2000) : 1;
const whole = process.env['FUZZ_TRACE'] !== undefined;

let store: Store;
beforeAll(async () => {
  store = await openStore({ dataFolder: ':memory:' });
});
afterAll(() => store.close());

/** What a person needs to play a failure again. */
function report({ seed, violations, trace }: Outcome): string {
  return [`npm run simulate -- --seed ${seed} --trace`, ...violations, ...trace].join('\n');
}

describe('worlds', () => {
  it('are the same for the same seed', async () => {
    const seeds = [first, first + 1, first + 2];
    const run = async () => {
      const hashes: string[] = [];
      for (const seed of seeds) hashes.push((await simulate(store, seed)).hash);
      return hashes;
    };
    const hashes = await run();
    expect(await run()).toEqual(hashes);
    expect(new Set(hashes).size).toBe(seeds.length);
  });

  for (const several of process.env['FUZZ_SEVERAL'] ? [true] : [false, true])
    for (let from = first; from < first + count; from += BATCH) {
      const to = Math.min(from + BATCH, first + count) - 1;
      const what = several ? 'over several conversations (V18)' : 'every rule';
      it(`keep ${what}: seeds ${from} to ${to}`, async () => {
        for (let seed = from; seed <= to; seed++) {
          const outcome = await simulate(store, seed, { whole, several });
          if (whole) console.log(report(outcome));
          if (outcome.violations.length > 0) expect.fail(report(outcome));
        }
      });
    }
});
