/** Property tests whose seed is printed and can be set: `SEED=123 npx vitest …` runs the same inputs again. */
import fc from 'fast-check';

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Checks a property; a failure prints the seed, the path and the shrunk input. */
export function seeded(property: fc.IRawProperty<unknown>, runs = 300): void {
  fc.assert(property as fc.IProperty<unknown>, { seed, numRuns: runs });
}
