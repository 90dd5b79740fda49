/**
 * C4: one conformance suite for every adapter that has a harness here, and what the table of docs/adapters.md says of it. A
 * new adapter adds a file to `harnesses/`. `npm run adapters:table` runs this and writes the table.
 */
import { describeAdapter, overviewRow } from '@support-chat/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadHarnesses } from '../../support/adapter-harnesses.js';
import { readAdaptersTable, writeAdaptersTable } from '../../support/adapters-table.js';

const found = await loadHarnesses();
const titles = found.map(({ harness }) => harness.title);

for (const { harness, missing } of found) {
  if (missing === null) {
    describeAdapter(
      harness,
      { describe, it, beforeAll, afterAll },
      {
        onReport(report) {
          const row = overviewRow(report);
          if (process.env['ADAPTERS_TABLE'] === 'write') writeAdaptersTable([row], titles);
          const written = readAdaptersTable().rows.find(([title]) => title === report.title);
          expect(written, 'docs/adapters.md is out of date: npm run adapters:table').toEqual(row);
        },
      },
    );
  } else if (process.env['REQUIRE_EVERYTHING']) {
    it(`${harness.title} needs ${missing}`, () => Promise.reject(new Error(`${missing} is not installed.`)));
  } else it.skip(`${harness.title}: skipped, needs ${missing}`);
}
