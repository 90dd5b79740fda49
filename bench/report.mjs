/** Numbers → Markdown, ratios first. */
import { cpus, loadavg, totalmem } from 'node:os';
import { mediansOf } from './statistics.mjs';

const number = (value, digits = 0) =>
  value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
const cell = (value, { digits }) => (typeof value === 'number' ? number(value, digits) : '–');
const ratio = (value, base) =>
  typeof value === 'number' && typeof base === 'number' && base > 0 ? `${number(value / base, 2)} ×` : '–';
const row = (cells) => `| ${cells.join(' | ')} |`;

/**
 * One table.
 *
 * @param side - `title`, `subjects` (the first is ours), `measures` (`key`, `label`, `limit` = the subject it is held
 *   against, `aim`, `digits`), and `notes` below the table
 * @param record - what was measured: `runs`, `sizes`, `load`
 */
export function table({ title, subjects, measures, notes }, { runs, load, mode }) {
  const medians = mediansOf(runs);
  const [own] = subjects;
  const lines = measures
    .filter(({ key }) => subjects.some((subject) => typeof medians[subject]?.[key] === 'number'))
    .map((measure) => {
      const value = (subject) => medians[subject]?.[measure.key];
      return row([
        measure.label,
        measure.limit ? `${ratio(value(own), value(measure.limit))} ${measure.limit}` : '–',
        measure.aim,
        ...subjects.map((subject) => cell(value(subject), measure)),
      ]);
    });
  return [
    `## ${title}`,
    '',
    `Medians of ${runs.length} alternating runs${mode}. Load average while measuring: ${load.join(' … ')}.`,
    '',
    row(['', `${own} ÷ limit`, 'aim', ...subjects]),
    row(['---', '---:', '---', ...subjects.map(() => '---:')]),
    ...lines,
    '',
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}

/** What the figures were taken on. */
export function machine(browser) {
  const [first] = cpus();
  const parts = [
    `${cpus().length} cores (${first?.model.trim() ?? 'unknown'})`,
    `${number(totalmem() / 2 ** 30)} GiB`,
    `${process.platform} ${process.arch}`,
    `Node ${process.versions.node}`,
    ...(browser ? [browser] : []),
  ];
  return `Measured on ${parts.join(', ')}.`;
}

/** The load average of the last minute, as text. */
export const loadNow = () => number(loadavg()[0], 1);
