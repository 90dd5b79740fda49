/**
 * Asks the registry for known holes in what the packages install (X10): high and critical ones fail. An audit that could
 * not run is told as not run and counts as skipped, never as passed.
 *
 * `AUDIT_COUNTS_FILE` gets the counts for `npm test`.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * What the report of `npm audit --json` means.
 *
 * @param {string} output
 * @returns {{ passed: number, failed: number, skipped: number, reason: string }}
 */
export function judge(output) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let report;
  try {
    report = JSON.parse(output);
  } catch {
    return { ...counts, skipped: 1, reason: 'the registry did not answer' };
  }
  const found = report.metadata?.vulnerabilities;
  // The registry's own words name its address, so that only the status is told.
  if (!found) return { ...counts, skipped: 1, reason: `the registry refused${statusOf(report)}` };
  if (found.high + found.critical === 0) return { ...counts, passed: 1, reason: 'no high or critical hole is known' };
  const names = Object.values(report.vulnerabilities)
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity }) => `${name} (${severity})`);
  return { ...counts, failed: 1, reason: `known holes in ${names.join(', ')}` };
}

function statusOf({ message = '' }) {
  const status = /^\d{3} [A-Za-z ]+/.exec(message)?.[0].trim();
  return status ? `: ${status}` : '';
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', timeout: 120_000 });
  const verdict = judge(stdout ?? '');
  console.log(`audit ${verdict.skipped ? 'not run: ' : ''}${verdict.reason}`);
  if (process.env.AUDIT_COUNTS_FILE) writeFileSync(process.env.AUDIT_COUNTS_FILE, JSON.stringify(verdict));
  process.exitCode = verdict.failed;
}
