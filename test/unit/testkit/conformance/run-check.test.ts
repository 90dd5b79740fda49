/** The command of the kit: what it prints and how it ends. */
import { runCheck } from '@support-chat/testkit';
import { expect, it } from 'vitest';
import { spoiltHarness } from './spoilt-adapter.js';

async function run(args: readonly string[], load: () => Promise<unknown> = () => Promise.resolve({})) {
  const printed: string[] = [];
  const told: string[] = [];
  const code = await runCheck(args, { load, print: (line) => printed.push(line), tell: (line) => told.push(line) });
  return { code, printed, told };
}

const sound = () => Promise.resolve({ default: spoiltHarness() });
const deaf = () => Promise.resolve({ harness: spoiltHarness({ open: (o) => ({ ...o, onClose: () => undefined }) }) });

it('prints rule by rule, then the sum, and ends with 0 when nothing is broken', async () => {
  const { code, printed, told } = await run(['check', 'mine.js'], sound);
  expect(code).toBe(0);
  expect(printed[0]).toMatch(/^K1 {3}kept · open resolves/);
  expect(printed.some((line) => line.startsWith('K58  not claimed (upload)'))).toBe(true);
  expect(printed.some((line) => line.startsWith('no upload: No files'))).toBe(true);
  expect(printed.at(-1)).toMatch(/^spoilt: \d+ kept, 0 broken, \d+ not claimed, \d+ not judged$/);
  expect(told).toEqual([]);
});

it('ends with 1 and says how when a rule is broken', async () => {
  const { code, printed } = await run(['check', 'mine.js', '--only', 'K4'], deaf);
  expect(code).toBe(1);
  expect(printed[0]).toMatch(/^K4 {3}BROKEN: onClose was not called/);
});

it('gives the report as JSON alone, with the progress beside it', async () => {
  const { code, printed, told } = await run(['check', 'mine.js', '--json', '--only', 'K1,K70'], sound);
  expect(code).toBe(0);
  const report = JSON.parse(printed.join('\n')) as { results: unknown[] };
  expect(report.results).toMatchObject([
    { id: 'K1', result: 'kept' },
    { id: 'K70', result: 'not-judged' },
  ]);
  expect(told).toHaveLength(2);
});

it.each([
  ['usage', [], undefined],
  ['usage', ['judge', 'mine.js'], undefined],
  ['usage', ['check'], undefined],
  ['usage', ['check', 'mine.js', '--fast'], undefined],
  ['usage', ['check', 'mine.js', 'yours.js'], undefined],
  ['module-not-loaded', ['check', 'mine.js'], () => Promise.reject(new Error('no such file'))],
  ['harness-missing', ['check', 'mine.js'], () => Promise.resolve({ default: { title: 'no start' } })],
  ['harness-missing', ['check', 'mine.js'], () => Promise.resolve({ default: null })],
  ['harness-failed', ['check', 'mine.js'], () => Promise.resolve({ default: broken })],
  [
    'harness-needs',
    ['check', 'mine.js'],
    () => Promise.resolve({ default: { ...broken, missing: () => 'mosquitto' } }),
  ],
  ['rule-unknown', ['check', 'mine.js', '--only', 'K999'], sound],
] as const)('ends with 2 and %s for %j', async (code, args, load) => {
  const ended = await run(args, load);
  expect(ended.code).toBe(2);
  expect(ended.told.at(-1)).toMatch(new RegExp(`^${code}: `));
});

const broken = { title: 'broken', start: () => Promise.reject(new Error('The port is taken.')) };
