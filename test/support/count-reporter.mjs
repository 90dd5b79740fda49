/** Web Test Runner reporter that writes `{ passed, failed, skipped }` to a file, for scripts/test.mjs to add up. */
import { writeFileSync } from 'node:fs';

function* testsOf(suite) {
  yield* suite.tests;
  for (const child of suite.suites) yield* testsOf(child);
}

/**
 * @param {string} path where the counts go
 * @returns {import('@web/test-runner').Reporter}
 */
export function countReporter(path) {
  return {
    onTestRunFinished({ sessions }) {
      const counts = { passed: 0, failed: 0, skipped: 0 };
      for (const session of sessions) {
        const tests = session.testResults ? [...testsOf(session.testResults)] : [];
        for (const test of tests) counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
        // A file that does not load, or fails outside a test, is a failure although it holds no failed test.
        if (!session.passed && tests.every((test) => test.passed || test.skipped)) counts.failed += 1;
      }
      writeFileSync(path, JSON.stringify(counts));
    },
  };
}
