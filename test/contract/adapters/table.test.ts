/**
 * The table in docs/adapters.md has one row for every harness and no other. What is in a row is compared by
 * `conformance.test.ts`, which has just judged the adapter; the row of an absent server stays as it is.
 */
import { OVERVIEW_HEAD } from '@support-chat/testkit';
import { expect, it } from 'vitest';
import { loadHarnesses } from '../../support/adapter-harnesses.js';
import { readAdaptersTable } from '../../support/adapters-table.js';

it('has a row for every adapter, and nothing is broken in it', async () => {
  const found = await loadHarnesses();
  const { head, rows } = readAdaptersTable();
  expect(head).toEqual(OVERVIEW_HEAD);
  expect(rows.map(([title]) => title)).toEqual(found.map(({ harness }) => harness.title));
  for (const [title, rules] of rows) expect(rules, title).toMatch(/^\d+ kept$/);
  for (const { harness, missing } of found) {
    if (missing !== null) console.log(`skipped: the row of ${harness.title} needs ${missing}`);
  }
});
