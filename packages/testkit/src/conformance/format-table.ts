/** Reports as tables that read well in a terminal and in Markdown. */
import type { AdapterReport } from './check-adapter.js';
import type { RuleResult } from './conformance.js';
import { CAPABILITIES } from './degradations.js';

/** A rule's outcome in words. */
export function describeResult(result: RuleResult): string {
  switch (result.result) {
    case 'kept':
      return 'kept';
    case 'broken':
      return `BROKEN: ${result.how}`;
    case 'not-claimed':
      return `not claimed (${result.lacks})`;
    case 'not-judged':
      return `not judged (the harness has no ${result.lacks})`;
  }
}

/** Rule by rule, and what the visitor will notice. */
export function formatTable({ title, missing, results, degradations }: AdapterReport): string {
  if (missing !== null) return `${title}: skipped, needs ${missing}`;
  const rows = results.map((result) => [result.id, result.title, describeResult(result)]);
  const notices = degradations.map(({ lacks, notice }) => `- no ${lacks}: ${notice}`);
  return [
    table(['rule', title, 'result'], rows),
    ...(notices.length > 0 ? ['', 'What the visitor will notice:', '', ...notices] : []),
    '',
    formatSummary(results),
  ].join('\n');
}

/** `30 kept, 0 broken, 3 not claimed, 1 not judged` */
export function formatSummary(results: readonly RuleResult[]): string {
  const count = (result: RuleResult['result']): number => results.filter((one) => one.result === result).length;
  return `${count('kept')} kept, ${count('broken')} broken, ${count('not-claimed')} not claimed, ${count('not-judged')} not judged`;
}

/** Head of the table of all adapters. */
export const OVERVIEW_HEAD: readonly string[] = ['adapter', 'rules', ...CAPABILITIES, 'not judged'];

/** One adapter in the table of all of them: cells for {@link OVERVIEW_HEAD}. */
export function overviewRow({ title, capabilities, results }: AdapterReport): readonly string[] {
  const broken = results.filter(({ result }) => result === 'broken');
  const kept = `${results.filter(({ result }) => result === 'kept').length} kept`;
  const unjudged = results.filter(({ result }) => result === 'not-judged').map(({ id }) => id);
  return [
    title,
    broken.length > 0 ? `${kept}, broken: ${broken.map(({ id }) => id).join(' ')}` : kept,
    ...CAPABILITIES.map((capability) => (capabilities?.[capability] === true ? 'yes' : '–')),
    unjudged.join(' '),
  ];
}

/** A Markdown table with columns as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) =>
    row.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim()),
  );
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [first = [], ...rest] = cells;
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
}
