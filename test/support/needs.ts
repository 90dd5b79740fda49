/** Tests that need something of the machine: left out, and said so, where it is not there; a failure where all is required. */
import { describe } from 'vitest';

/** `describe`, or its `skip` under a title that says what is missing. @param lacks - null when nothing is */
export function describeWith(lacks: string | null, title: string, tests: () => void): void {
  if (lacks === null) return void describe(title, tests);
  if (process.env['REQUIRE_EVERYTHING']) throw new Error(`${title} needs ${lacks}`);
  describe.skip(`${title} (skipped: needs ${lacks})`, tests);
}
