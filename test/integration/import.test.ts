import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { boundaries } from '../../scripts/check-boundaries.mjs';

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

const packages = new URL('../../packages/', import.meta.url);
const names = readdirSync(packages).map(
  (folder) => (JSON.parse(readFileSync(new URL(`${folder}/package.json`, packages), 'utf8')) as Manifest).name,
);

describe('house rule 7: importing is free of side effects and works in Node without a window', () => {
  // Lit leaves marks of its own; what is counted below is ours.
  beforeAll(() => import('lit'));

  it('finds every package', () => {
    expect(names).toHaveLength(Object.keys(boundaries).length);
  });

  it.each(names)('%s', async (name) => {
    const before = Object.keys(globalThis);
    await expect(import(/* @vite-ignore */ name)).resolves.toBeDefined();
    expect(Object.keys(globalThis)).toEqual(before);
    expect('window' in globalThis).toBe(false);
  });
});
