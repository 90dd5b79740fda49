/**
 * `npm run bench [-- --only widget|server] [--runs N] [--quick]`: measures, and writes `results.md`. With `--only` the
 * other half of the file is written again from the raw numbers of its last run here, or left out.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadNow, machine, table } from './report.mjs';
import { measureServers } from './server/measure.mjs';
import { serverSide } from './server/side.mjs';
import { measureWidgets } from './widget/measure.mjs';
import { widgetSide } from './widget/side.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
  },
});
const SIDES = {
  widget: { side: widgetSide, measure: measureWidgets },
  server: { side: serverSide, measure: measureServers },
};
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new TypeError(`--runs ${values.runs}: a whole number from 1.`);
if (values.only !== undefined && !Object.hasOwn(SIDES, values.only))
  throw new TypeError(`--only ${values.only}: widget or server.`);

const inBench = (path) => new URL(path, import.meta.url);
const rawFile = (name) => inBench(`results/raw/${name}.json`);
const note = (text) => process.stderr.write(`${text}\n`);

/** Writes raw numbers and the tables; after every run, so that a bench that is cut short is not lost. */
function write(name, record) {
  mkdirSync(inBench('results/raw/'), { recursive: true });
  writeFileSync(rawFile(name), `${JSON.stringify(record, null, 1)}\n`);
  const records = Object.keys(SIDES)
    .filter((side) => existsSync(rawFile(side)))
    .map((side) => [SIDES[side].side, JSON.parse(readFileSync(rawFile(side), 'utf8'))]);
  const browser = records.map(([, { facts }]) => facts).find(Boolean);
  const text = [
    '# Bench',
    '',
    'Written by `npm run bench`; what is measured and how: [README.md](README.md).',
    '',
    machine(browser),
    '',
    ...records.map(([side, numbers]) => table(side, numbers)),
  ].join('\n');
  writeFileSync(inBench('results.md'), text);
  return text;
}

let text = '';
for (const [name, { measure }] of Object.entries(SIDES)) {
  if (values.only !== undefined && values.only !== name) continue;
  const record = {
    runs: [],
    load: [loadNow()],
    mode: values.quick ? ' (`--quick`: smaller amounts)' : '',
    facts: null,
  };
  for await (const { result, facts } of measure({ runs, quick: values.quick, note })) {
    record.runs.push(result);
    record.load = [record.load[0], loadNow()];
    record.facts = facts ?? null;
    text = write(name, record);
  }
}
process.stdout.write(text);
