/** The harnesses of all adapters, one module each in `test/contract/adapters/harnesses/`. */
import type { AdapterHarness } from '@support-chat/testkit';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface FoundHarness {
  /** Its file's name without ending. */
  readonly name: string;
  readonly harness: AdapterHarness;
  /** What this machine lacks. */
  readonly missing: string | null;
}

const folder = new URL('../contract/adapters/harnesses/', import.meta.url);

/** All of them, by the names of their files. */
export async function loadHarnesses(): Promise<readonly FoundHarness[]> {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const path = fileURLToPath(new URL(`${name}.ts`, folder));
      const { default: harness } = (await import(/* @vite-ignore */ path)) as { default: AdapterHarness };
      return { name, harness, missing: (await harness.missing?.()) ?? null };
    }),
  );
}
