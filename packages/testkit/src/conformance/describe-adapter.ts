/** The rules as tests of whatever runner there is: what is needed of it is given, nothing of it is imported. */
import { judge, readCapabilities, ruleLimit, RULES, type RuleResult } from './conformance.js';
import { degradationsOf, type AdapterReport } from './check-adapter.js';
import type { AdapterHarness, HarnessBackEnd } from './harness.js';
import type { Capabilities } from '@support-chat/protocol';

/** What Vitest, Jest, Mocha (with `before` and `after` under these names) and `node:test` have in common. */
export interface TestRunner {
  describe(title: string, define: () => void): unknown;
  /** `timeout` is in milliseconds. */
  it(title: string, run: () => Promise<void>, timeout?: number): unknown;
  beforeAll(run: () => Promise<void>): unknown;
  afterAll(run: () => Promise<void>): unknown;
}

export interface DescribeOptions {
  /** The rules that take minutes as well. Default: false. */
  readonly long?: boolean;
  /** Only these rules. Default: all. */
  readonly only?: readonly string[];
  /** Called after the last rule, before the back end stops; not when the runner has left rules out. */
  onReport?(report: AdapterReport): void | Promise<void>;
}

/**
 * Defines a test for each rule. A rule that is broken fails its test; one that is not claimed, or cannot be judged, passes:
 * `onReport` tells them apart.
 *
 * @param harness - what {@link AdapterHarness.missing} it says is the caller's to ask, who knows how to skip
 */
export function describeAdapter(
  harness: AdapterHarness,
  { describe, it, beforeAll, afterAll }: TestRunner,
  { long = false, only, onReport }: DescribeOptions = {},
): void {
  const { title } = harness;
  const rules = RULES.filter((rule) => (long || !rule.long) && (only?.includes(rule.id) ?? true));
  describe(title, () => {
    let backEnd: HarnessBackEnd | undefined;
    let capabilities: Capabilities | undefined;
    const results: RuleResult[] = [];
    beforeAll(async () => {
      backEnd = await harness.start();
      capabilities = await readCapabilities(backEnd);
    });
    for (const rule of rules) {
      const run = async (): Promise<void> => {
        if (!backEnd || !capabilities) throw new Error('The back end has not started.');
        const outcome = await judge(rule, backEnd, capabilities);
        results.push({ id: rule.id, title: rule.title, ...outcome });
        if (outcome.result === 'broken') throw new Error(outcome.how);
      };
      // The rule's own limit says what it waited for; the runner's must not come before it.
      it(`${rule.id} ${rule.title}`, run, ruleLimit(rule) + 10_000);
    }
    afterAll(async () => {
      try {
        if (backEnd && capabilities && onReport && results.length === rules.length) {
          const degradations = degradationsOf(capabilities, backEnd);
          await onReport({ title, missing: null, capabilities, results, degradations });
        }
      } finally {
        await backEnd?.stop?.();
      }
    });
  });
}
