/**
 * Plays simulated worlds outside the test runner, as many as wanted: `npm run simulate -- --seed 42 --trace`, or
 * `npm run simulate -- --seeds 100000 --first 1`. Ends with 1 when a world broke a rule. See docs/simulator.md.
 */
import { build } from 'esbuild';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    first: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '2000' },
    mutant: { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
});

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'node_modules', '.cache', 'simulate');
await mkdir(folder, { recursive: true });
const outfile = join(folder, 'simulate.mjs');
const ours = /^(@support-chat\/|support-chat$|\.{0,2}\/)/;
await build({
  stdin: {
    contents: `
      export { openStore } from '@support-chat/server';
      export { simulate } from './test/fuzz/simulator/simulate.js';
      export { mutants } from './test/fuzz/simulator/mutants.js';`,
    resolveDir: root,
    sourcefile: 'simulate-entry.ts',
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  conditions: ['source'],
  outfile,
  plugins: [
    {
      name: 'third-party-stays-outside',
      setup: ({ onResolve }) =>
        onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === 'entry-point' || ours.test(path) ? undefined : { path, external: true },
        ),
    },
  ],
});

const { openStore, simulate, mutants } = await import(pathToFileURL(outfile).href);
const defect = values.mutant === undefined ? undefined : mutants[values.mutant];
if (values.mutant !== undefined && defect === undefined) {
  throw new Error(`Mutants are: ${Object.keys(mutants).join(', ')}`);
}
const store = await openStore({ dataFolder: ':memory:' });
const first = Number(values.seed ?? values.first);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const broken = [];
const began = performance.now();
for (let seed = first; seed < first + count; seed++) {
  const outcome = await simulate(store, seed, { whole: values.trace, ...(defect && { defect: defect() }) });
  const failed = outcome.violations.length > 0;
  if (values.trace || (failed && broken.length === 0)) console.log(outcome.trace.join('\n'));
  if (failed) {
    broken.push(seed);
    console.log(`seed ${seed}: ${outcome.violations.join(' | ')}`);
  }
}
await store.close();
const each = ((performance.now() - began) / count).toFixed(1);
console.log(`${count} worlds, ${each} ms each, ${broken.length} broken: ${broken.slice(0, 50).join(' ')}`);
process.exitCode = broken.length > 0 ? 1 : 0;
