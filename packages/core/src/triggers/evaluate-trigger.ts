/** Whether a condition of the rule language holds, and when time alone may change that. Pure; facts come from outside. */
import {
  isOneOf,
  isWithin,
  passes,
  regionOf,
  speaksOneOf,
  type NumberTest,
  type TriggerCondition,
  type TriggerRule,
} from '@support-chat/protocol';

/** What was tracked under one name. */
export interface TrackedEvent {
  readonly times: number;
  /** Of the newest one, as the page gave it. */
  readonly data: unknown;
}

/** What is known of page and visitor at one moment. Durations in seconds. */
export interface PageFacts {
  readonly timeOnPage: number;
  /** 0 to 100. */
  readonly scrollDepth: number;
  readonly idle: number;
  readonly exitIntent: boolean;
  readonly url: string;
  readonly referrer: string;
  /** BCP 47. */
  readonly language: string;
  /** 1 is the first visit. */
  readonly visits: number;
  /** What the page tracked, by name; `cart` and `country` are among them. */
  readonly events: ReadonlyMap<string, TrackedEvent>;
}

/** Whether `condition` holds. */
export function holds(condition: TriggerCondition, facts: PageFacts): boolean {
  if ('all' in condition) return condition.all.every((one) => holds(one, facts));
  if ('any' in condition) return condition.any.some((one) => holds(one, facts));
  if ('not' in condition) return !holds(condition.not, facts);
  if ('timeOnPage' in condition) return isWithin(facts.timeOnPage, condition.timeOnPage);
  if ('scrollDepth' in condition) return isWithin(facts.scrollDepth, condition.scrollDepth);
  if ('idle' in condition) return isWithin(facts.idle, condition.idle);
  if ('visits' in condition) return isWithin(facts.visits, condition.visits);
  if ('url' in condition) return passes(facts.url, condition.url);
  if ('referrer' in condition) return passes(facts.referrer, condition.referrer);
  if ('exitIntent' in condition) return facts.exitIntent;
  if ('language' in condition) return speaksOneOf(facts.language, condition.language);
  if ('country' in condition) return isOneOf(countryOf(facts), condition.country);
  if ('cart' in condition) {
    const { value, items } = condition.cart;
    const data = facts.events.get('cart')?.data;
    return (!value || isWithin(numberIn(data, 'value'), value)) && (!items || isWithin(numberIn(data, 'items'), items));
  }
  const { name, times = 1, data = {} } = condition.event;
  const tracked = facts.events.get(name);
  if (!tracked || tracked.times < times) return false;
  return Object.entries(data).every(([key, value]) => fieldOf(tracked.data, key) === value);
}

/**
 * Seconds until the passing of time alone may make one of these rules hold; null when it cannot. Everything else is told
 * by an event of the page.
 */
export function nextCheck(rules: readonly TriggerRule[], facts: PageFacts): number | null {
  let next = Infinity;
  const look = (test: NumberTest, now: number): void => {
    for (const bound of [test.atLeast, test.atMost])
      if (bound !== undefined && bound >= now) next = Math.min(next, bound - now);
  };
  const walk = (condition: TriggerCondition): void => {
    if ('all' in condition) condition.all.forEach(walk);
    else if ('any' in condition) condition.any.forEach(walk);
    else if ('not' in condition) walk(condition.not);
    else if ('timeOnPage' in condition) look(condition.timeOnPage, facts.timeOnPage);
    else if ('idle' in condition) look(condition.idle, facts.idle);
  };
  for (const { when } of rules) walk(when);
  return next === Infinity ? null : next;
}

/** What the page said, else the region of the language; empty when neither tells. */
function countryOf({ events, language }: PageFacts): string {
  const told = fieldOf(events.get('country')?.data, 'code');
  return typeof told === 'string' ? told : regionOf(language);
}

function numberIn(data: unknown, key: string): number {
  const value = fieldOf(data, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function fieldOf(data: unknown, key: string): unknown {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, key)
    ? (data as Record<string, unknown>)[key]
    : undefined;
}
