import { describe, expect, it } from 'vitest';
import { judge } from '../../../scripts/audit.mjs';

const report = (vulnerabilities: Readonly<Record<string, number>>, names: readonly string[] = []): string =>
  JSON.stringify({
    metadata: { vulnerabilities: { low: 0, moderate: 0, high: 0, critical: 0, ...vulnerabilities } },
    vulnerabilities: Object.fromEntries(names.map((name) => [name, { name, severity: 'high' }])),
  });

describe('X10 the audit', () => {
  it('X10 passes when it ran and found nothing serious', () => {
    expect(judge(report({ moderate: 2 }))).toMatchObject({ passed: 1, failed: 0, skipped: 0 });
  });

  it('X10 fails for a high or critical hole, and names the package', () => {
    const verdict = judge(report({ high: 1 }, ['left-pad']));
    expect(verdict).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
    expect(verdict.reason).toContain('left-pad (high)');
  });

  it.each([
    ['no answer', ''],
    ['a refusal', '{"message":"405 Method Not Allowed - POST https://registry.example/-/npm/v1","headers":{}}'],
    ['another format', '{}'],
  ])('X10 is not run, and never green, after %s', (_what, output) => {
    const verdict = judge(output);
    expect(verdict).toMatchObject({ passed: 0, failed: 0, skipped: 1 });
    expect(verdict.reason).not.toContain('registry.example');
  });
});
