/** The steps of `npm test`: what each runs, what it waits for, and how its results are counted. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFirefox, findWebKit } from './browsers.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number, reason?: string, failures?: string[] }} Counts `reason`: of
 *   what was skipped; `failures`: each failed test with what it said
 * @typedef {{ name: string, commands: string[][], needs?: string[], alone?: boolean, environment?: Record<string, string>,
 *   count?: () => Counts, missing?: string[] }} Step `alone`: nothing else runs meanwhile. `missing`: what the machine
 *   lacks, so that a group of tests is skipped. Without `count`, a step is one test.
 */

const bin = (name) => join('node_modules', '.bin', name);
const script = (name, ...argv) => [process.execPath, join('scripts', `${name}.mjs`), ...argv];
const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);
const nothing = { passed: 0, failed: 0, skipped: 0 };

function countVitest(file) {
  const report = readJson(file);
  if (!report) return nothing;
  // A file that does not load holds no tests, and is a failure all the same.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((it) => it.status !== 'failed'),
  );
  const failed = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...failed.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0]}`),
      ...broken.map(({ name, message }) => `${name}: ${message}`),
    ],
  };
}

function* specsOf({ suites = [], specs = [] }) {
  yield* specs;
  for (const suite of suites) yield* specsOf(suite);
}

function countPlaywright(file) {
  const report = readJson(file);
  if (!report) return nothing;
  const { expected, unexpected, flaky, skipped } = report.stats;
  // Flaky means broken (house rule 10). Errors outside a test, such as a file that does not load, count too.
  return {
    passed: expected,
    failed: unexpected + flaky + (unexpected + flaky === 0 ? report.errors.length : 0),
    skipped,
    failures: [
      ...[...specsOf(report)]
        .filter(({ ok }) => !ok)
        .map(({ file, title, tests }) => `${file} › ${title}: ${firstError(tests)}`),
      ...report.errors.map(({ message }) => message),
    ],
  };
}

const firstError = (tests) => tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors))[0]?.message ?? '';

function vitest(name, results, argv, options) {
  const file = join(results, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return {
    name,
    commands: [[bin('vitest'), 'run', ...argv, ...reporters]],
    count: () => countVitest(file),
    ...options,
  };
}

function playwright(name, results, options, ...argv) {
  const file = join(results, `${name}.json`);
  return {
    name,
    commands: [[bin('playwright'), 'test', '--reporter=list,json', ...argv]],
    count: () => countPlaywright(file),
    environment: { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    needs: ['build'],
    ...options,
  };
}

/**
 * All steps in the order they start, when a lane is free and what they need is done.
 *
 * @param {string} results folder for logs and reports
 * @returns {Promise<Step[]>}
 */
export async function testSteps(results) {
  const firefox = await findFirefox();
  const webkit = findWebKit();
  const browserCounts = join(results, 'browser.json');
  const auditCounts = join(results, 'audit.json');
  const missingEngines = [...(firefox ? [] : ['firefox']), ...(webkit ? [] : ['webkit'])];
  const node = ['unit', 'contract', 'integration'].flatMap((name) => ['--project', name]);
  return [
    { name: 'types', commands: [[bin('tsc'), '-b']] },
    { name: 'lint', commands: [[bin('eslint'), '.'], script('check-boundaries')] },
    { name: 'build', commands: [script('build')], needs: ['types'] },
    { name: 'format', commands: [[bin('prettier'), '--check', '.']] },
    {
      name: 'manifest',
      commands: [script('manifest', '--check'), script('readme-tables', '--check'), script('asyncapi', '--check')],
    },
    { name: 'size', commands: [script('size')], needs: ['build'] },
    { name: 'packages', commands: [script('check-packages')], needs: ['build'] },
    { name: 'knip', commands: [[bin('knip')]] },
    {
      name: 'audit',
      commands: [script('audit')],
      environment: { AUDIT_COUNTS_FILE: auditCounts },
      count: () => readJson(auditCounts) ?? nothing,
    },
    // One worker: beside it two browsers run, and a machine of two cores that does four things at once does none in time.
    vitest('node', results, [...node, '--maxWorkers=1'], { needs: ['build'] }),
    vitest('fuzz', results, ['--project', 'fuzz', '--project', 'leak']),
    {
      name: 'browser',
      commands: [[bin('wtr')]],
      environment: { WTR_COUNTS_FILE: browserCounts },
      count: () => readJson(browserCounts) ?? nothing,
      missing: missingEngines,
    },
    vitest('stories', results, ['--config', 'vitest.stories.config.ts']),
    playwright('leak', results, {}, '--project=leak'),
    vitest('examples', results, ['--project', 'examples'], { needs: ['build'] }),
    playwright('example-pages', results, { needs: ['examples'] }, '--project=examples'),
    // Hundreds of cuts, counted: before the browsers of all the others, and nothing beside.
    playwright('faults', results, { alone: true }, '--project=faults'),
    // Two at once, and nothing beside: both wait for the network and for frames more than they compute.
    playwright('e2e', results, { alone: true }, '--project=e2e', '--workers=2'),
    firefox
      ? playwright('e2e-firefox', results, { alone: true }, '--project=e2e-firefox')
      : { name: 'e2e-firefox', commands: [], count: () => ({ ...nothing }), missing: ['firefox'] },
  ];
}
