/** A simulator that finds no bugs proves nothing: every mutant has to be killed, in one run and for the right reason. */
import { openStore, type Store } from '@support-chat/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutants } from './simulator/mutants.js';
import { simulate } from './simulator/simulate.js';

/** Seeds a mutant may survive: as many as one run of the simulator plays, so that it would find the bug. */
const LIMIT = 2000;

let store: Store;
beforeAll(async () => {
  store = await openStore({ dataFolder: ':memory:' });
});
afterAll(() => store.close());

describe('the simulator kills', () => {
  for (const [name, mutant] of Object.entries(mutants)) {
    it(name, async () => {
      for (let seed = 1; seed <= LIMIT; seed++) {
        const { violations } = await simulate(store, seed, { defect: mutant() });
        const [first] = violations;
        if (first === undefined) continue;
        console.log(`${name}: killed by seed ${seed}: ${first.slice(0, 120)}`);
        return;
      }
      expect.fail(`${name} survived ${LIMIT} seeds`);
    });
  }
});
