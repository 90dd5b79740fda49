/**
 * What a device remembers of the messages it was offered, so that a visitor is not asked too often and a 'no' is kept.
 * Pure: every function gives the memory as it is afterwards. Where it is kept is the caller's.
 */
import type { TriggerRule } from '@support-chat/protocol';
import { holds, type PageFacts } from './evaluate-trigger.js';

/** A visit ends when no page was open for this long, milliseconds. */
export const VISIT_PAUSE = 30 * 60_000;
const DAY = 24 * 60 * 60_000;

/** What is remembered of one rule. */
export interface OfferedRule {
  readonly times: number;
  readonly inVisit: number;
  /** Wall time of the last one. */
  readonly at: number;
  /** The visitor waved it away: it does not come again. */
  readonly dismissed: boolean;
}

/** What is remembered. */
export interface TriggerMemory {
  readonly visits: number;
  /** Wall time when a page was last open. */
  readonly seenAt: number;
  /** Something was waved away in this visit: nothing else comes in it. */
  readonly quiet: boolean;
  readonly rules: Readonly<Record<string, OfferedRule>>;
}

const NOTHING: TriggerMemory = { visits: 0, seenAt: 0, quiet: false, rules: {} };
const NEVER: OfferedRule = { times: 0, inVisit: 0, at: 0, dismissed: false };

/** Reads what was kept. What cannot be read was written by something else: it is as good as nothing. */
export function decodeTriggerMemory(raw: unknown): TriggerMemory {
  if (!isRecord(raw) || !isRecord(raw['rules'])) return NOTHING;
  const { visits, seenAt, quiet } = raw;
  if (!isCount(visits) || !isCount(seenAt)) return NOTHING;
  const rules = Object.entries(raw['rules']).flatMap(([id, rule]): [string, OfferedRule][] => {
    if (!isRecord(rule) || !isCount(rule['times']) || !isCount(rule['inVisit']) || !isCount(rule['at'])) return [];
    const { times, inVisit, at } = rule;
    return [[id, { times, inVisit, at, dismissed: rule['dismissed'] === true }]];
  });
  return { visits, seenAt, quiet: quiet === true, rules: Object.fromEntries(rules) };
}

/** A page is open now. After a pause it is a new visit. @param now - wall time, milliseconds */
export function pageSeen(memory: TriggerMemory, now: number): TriggerMemory {
  if (memory.visits > 0 && Math.abs(now - memory.seenAt) <= VISIT_PAUSE) return { ...memory, seenAt: now };
  const rules = Object.entries(memory.rules).map(([id, rule]) => [id, { ...rule, inVisit: 0 }] as const);
  return { visits: memory.visits + 1, seenAt: now, quiet: false, rules: Object.fromEntries(rules) };
}

/** A rule's message was offered. */
export function ruleOffered(memory: TriggerMemory, id: string, now: number): TriggerMemory {
  const { times, inVisit, dismissed } = memory.rules[id] ?? NEVER;
  return withRule(memory, id, { times: times + 1, inVisit: inVisit + 1, at: now, dismissed });
}

/** The visitor waved it away. */
export function ruleDismissed(memory: TriggerMemory, id: string): TriggerMemory {
  return { ...withRule(memory, id, { ...(memory.rules[id] ?? NEVER), dismissed: true }), quiet: true };
}

/** The rules that this device may still be offered. */
export function rulesLeft(rules: readonly TriggerRule[], memory: TriggerMemory, now: number): readonly TriggerRule[] {
  if (memory.quiet) return [];
  return rules.filter(({ id, limit = {} }) => {
    const { perVisit = 1, total = Infinity, days = 0 } = limit;
    const before = memory.rules[id] ?? NEVER;
    if (before.dismissed || before.times >= total || before.inVisit >= perVisit) return false;
    return before.times === 0 || now - before.at >= days * DAY;
  });
}

/** The first rule, as they were written, whose message is to be offered now. */
export function chooseTrigger(
  rules: readonly TriggerRule[],
  facts: PageFacts,
  memory: TriggerMemory,
  now: number,
): TriggerRule | undefined {
  return rulesLeft(rules, memory, now).find(({ when }) => holds(when, facts));
}

function withRule(memory: TriggerMemory, id: string, rule: OfferedRule): TriggerMemory {
  return { ...memory, rules: { ...memory.rules, [id]: rule } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
