/** Web Test Runner reporter that writes `{ passed, failed, skipped, failures }` to a file, for scripts/test.mjs to add up. */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';

function* testsOf(suite, parents = '') {
  for (const test of suite.tests) yield { ...test, name: `${parents}${test.name}` };
  for (const child of suite.suites) yield* testsOf(child, `${parents}${child.name} › `);
}

const failureOf = ({ browser, testFile }, what, error) =>
  `${browser.name} ${basename(testFile ?? '')} › ${what}: ${error?.message ?? 'no message'}`;

/**
 * @param {string} path where the counts go
 * @returns {import('@web/test-runner').Reporter}
 */
export function countReporter(path) {
  return {
    onTestRunFinished({ sessions }) {
      const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
      for (const session of sessions) {
        const tests = session.testResults ? [...testsOf(session.testResults)] : [];
        for (const test of tests) counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
        const broken = tests.filter((test) => !test.passed && !test.skipped);
        counts.failures.push(...broken.map(({ name, error }) => failureOf(session, name, error)));
        // A file that does not load, or fails outside a test, is a failure although it holds no failed test.
        if (session.passed || broken.length > 0) continue;
        counts.failed += 1;
        counts.failures.push(failureOf(session, 'outside a test', session.errors[0]));
      }
      writeFileSync(path, JSON.stringify(counts));
    },
  };
}
