/** 50 cuts while 100 messages go each way, through every adapter that has a harness. */
import { describeAdapter } from '@support-chat/testkit';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { loadHarnesses } from '../../support/adapter-harnesses.js';

for (const { harness, missing } of await loadHarnesses()) {
  if (missing === null) describeAdapter(harness, { describe, it, beforeAll, afterAll }, { long: true, only: ['K90'] });
  else if (process.env['REQUIRE_EVERYTHING']) {
    it(`${harness.title} needs ${missing}`, () => Promise.reject(new Error(`${missing} is not installed.`)));
  } else it.skip(`${harness.title}: skipped, needs ${missing}`);
}
