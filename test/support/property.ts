/** Property tests whose seed is printed and can be set: `SEED=123 npx vitest …` runs the same inputs again. */
import fc from 'fast-check';

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Checks a property; a failure prints the seed, the path and the shrunk input. */
export function seeded<Input>(property: fc.IAsyncProperty<Input>, runs?: number): Promise<void>;
export function seeded<Input>(property: fc.IProperty<Input>, runs?: number): void;
export function seeded<Input>(
  property: fc.IAsyncProperty<Input> | fc.IProperty<Input>,
  runs = 300,
): Promise<void> | void {
  return fc.assert(property, { seed, numRuns: runs });
}

/**
 * Text of any Unicode characters. Not `fc.string({ unit: 'binary' })`, which is the same and takes seconds to begin.
 */
export const anyText = (maxLength = 100) => fc.string({ unit: anyCharacter, maxLength });

const anyCharacter = fc
  .integer({ min: 0, max: 0x10ffff })
  .map((point) => String.fromCodePoint(point >= 0xd800 && point < 0xe000 ? 0xfffd : point));
