/** One adapter judged by all rules: the report that tells its author what holds, what does not, and what is missing. */
import type { Capabilities } from '@support-chat/protocol';
import { judge, readCapabilities, RULES, type RuleResult } from './conformance.js';
import { CAPABILITIES, CONNECTIONLESS, DEGRADATIONS } from './degradations.js';
import type { AdapterHarness, HarnessBackEnd } from './harness.js';

export interface CheckOptions {
  /** Run the rules that take minutes as well. Default: false. */
  readonly long?: boolean;
  /** Only these rules. Default: all. */
  readonly only?: readonly string[];
  /** Called after each rule. */
  onResult?(result: RuleResult): void;
}

/** Something the back end cannot do. */
export interface Degradation {
  readonly lacks: keyof Capabilities | 'connection';
  /** What the visitor will notice, a sentence. */
  readonly notice: string;
}

/** What the kit has found. */
export interface AdapterReport {
  readonly title: string;
  /** What this machine lacks, so that nothing could be judged; null otherwise. */
  readonly missing: string | null;
  /** Null when no connection could be opened. */
  readonly capabilities: Capabilities | null;
  readonly results: readonly RuleResult[];
  readonly degradations: readonly Degradation[];
}

/**
 * Starts the back end of a harness, runs the rules one after the other and stops it.
 *
 * @throws what the harness throws when it cannot start or play; what the adapter does wrong is in the report
 */
export async function checkAdapter(harness: AdapterHarness, options: CheckOptions = {}): Promise<AdapterReport> {
  const { title } = harness;
  const missing = (await harness.missing?.()) ?? null;
  if (missing !== null) return { title, missing, capabilities: null, results: [], degradations: [] };
  const backEnd = await harness.start();
  try {
    return await checkBackEnd(title, backEnd, options);
  } finally {
    await backEnd.stop?.();
  }
}

async function checkBackEnd(title: string, backEnd: HarnessBackEnd, options: CheckOptions): Promise<AdapterReport> {
  const { long = false, only, onResult } = options;
  const results: RuleResult[] = [];
  const note = (result: RuleResult): void => {
    results.push(result);
    onResult?.(result);
  };
  const rules = RULES.filter((rule) => (long || !rule.long) && (only?.includes(rule.id) ?? true));
  let capabilities: Capabilities;
  try {
    capabilities = await readCapabilities(backEnd);
  } catch (error) {
    const [first] = RULES;
    if (first) note({ id: first.id, title: first.title, result: 'broken', how: `It does not open: ${String(error)}` });
    return { title, missing: null, capabilities: null, results, degradations: [] };
  }
  for (const rule of rules) {
    note({ id: rule.id, title: rule.title, ...(await judge(rule, backEnd, capabilities)) });
  }
  return { title, missing: null, capabilities, results, degradations: degradationsOf(capabilities, backEnd) };
}

/** What a visitor notices of what a back end cannot do. */
export function degradationsOf(capabilities: Capabilities, backEnd: HarnessBackEnd): readonly Degradation[] {
  const lacking = CAPABILITIES.filter((capability) => capabilities[capability] !== true);
  return [
    ...lacking.map((lacks) => ({ lacks, notice: DEGRADATIONS[lacks] })),
    ...(backEnd.connectionless ? [{ lacks: 'connection' as const, notice: CONNECTIONLESS }] : []),
  ];
}
