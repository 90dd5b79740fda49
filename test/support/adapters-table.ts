/** The table of all adapters in docs/adapters.md, between its two marks. */
import { OVERVIEW_HEAD, table } from '@support-chat/testkit';
import type { Capabilities } from '@support-chat/protocol';
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../../docs/adapters.md', import.meta.url);
const marks = /(<!-- adapters:start -->\n)([^]*?)(<!-- adapters:end -->)/;

type Row = readonly string[];

/** Head and rows as they stand. */
export function readAdaptersTable(): { readonly head: Row; readonly rows: readonly Row[] } {
  const [, , text = ''] = marks.exec(readFileSync(file, 'utf8')) ?? [];
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  const [head = [], , ...rows] = lines.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
  return { head, rows };
}

/** What an adapter declares, as the kit has found it. */
export function declaredBy(title: string): readonly (keyof Capabilities)[] {
  const { head, rows } = readAdaptersTable();
  const row = rows.find(([first]) => first === title);
  if (!row) throw new Error(`docs/adapters.md has no row for ${title}`);
  return head.filter((_name, column) => row[column] === 'yes') as (keyof Capabilities)[];
}

/** Puts rows into the table, each in the place of the one with its title; those that are there and not named stay. */
export function writeAdaptersTable(changed: readonly Row[], titles: readonly string[]): void {
  const known = new Map([...readAdaptersTable().rows, ...changed].map((row) => [row[0] ?? '', row]));
  const rows = titles.flatMap((title) => {
    const row = known.get(title);
    return row ? [row] : [];
  });
  const text = `\n<!-- prettier-ignore-start -->\n\n${table(OVERVIEW_HEAD, rows)}\n\n<!-- prettier-ignore-end -->\n\n`;
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(marks, (_all, start: string, _old, end: string) => `${start}${text}${end}`),
  );
}
