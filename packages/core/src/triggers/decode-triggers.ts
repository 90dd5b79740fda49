/**
 * From what an owner or a page wrote to rules that can be followed. One rule at a time: a wrong one is reported by the name
 * of its field, the others go on. Reads nothing but its argument and needs no other module, for it runs in pages that may
 * never open the chat. The schema in `protocol/src/triggers.ts` says the same to the server; a test holds them together.
 */
import type { TriggerCondition, TriggerRule } from '@support-chat/protocol';

/** What is wrong with a rule. */
export interface TriggerFault {
  /** Such as `triggers[2].when.all[0].url`. */
  readonly field: string;
  readonly expected: string;
}

/** The rules that can be followed, in the order they were written, and what is wrong with the others. */
export interface DecodedTriggers {
  readonly rules: readonly TriggerRule[];
  readonly faults: readonly TriggerFault[];
}

const MOST = 50;
const DEEPEST = 8;

class Fault extends Error {
  readonly fault: TriggerFault;

  constructor(field: string, expected: string) {
    super(`${field}: expected ${expected}`);
    this.fault = { field, expected };
  }
}

/** Reads a list of rules. Never throws. */
export function decodeTriggers(raw: unknown): DecodedTriggers {
  const faults: TriggerFault[] = [];
  const rules: TriggerRule[] = [];
  if (!Array.isArray(raw) || raw.length > MOST) {
    return { rules, faults: [{ field: 'triggers', expected: `a list of at most ${MOST} rules` }] };
  }
  raw.forEach((one: unknown, index) => {
    const field = `triggers[${index}]`;
    try {
      const rule = readRule(one, field);
      if (rules.some(({ id }) => id === rule.id)) throw new Fault(`${field}.id`, 'an id that no other rule has');
      rules.push(rule);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push(error.fault);
    }
  });
  return { rules, faults };
}

type Fields = Readonly<Record<string, unknown>>;
type Read = (raw: unknown, field: string) => void;

/** An object with these fields and no others; the checks see the present ones only, `needed` have to be there. */
function check(raw: unknown, field: string, needed: readonly string[], checks: Readonly<Record<string, Read>>): Fields {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new Fault(field, 'an object');
  const fields = raw as Fields;
  for (const key of needed) if (fields[key] === undefined) throw new Fault(`${field}.${key}`, 'a value');
  for (const key of Object.keys(fields)) {
    if (!Object.hasOwn(checks, key)) throw new Fault(`${field}.${key}`, `one of ${Object.keys(checks).join(', ')}`);
    checks[key]?.(fields[key], `${field}.${key}`);
  }
  return fields;
}

function readRule(raw: unknown, field: string): TriggerRule {
  check(raw, field, ['id', 'when', 'text'], {
    id: pattern(/^[\w-]{1,64}$/u, '1 to 64 of A-Z a-z 0-9 _ -'),
    when: (value, path) => condition(value, path, 1),
    text: (value, path) => {
      words(1000)(value, path);
      if ((value as string).trim() === '') throw new Fault(path, 'words');
    },
    author: (value, path) => void check(value, path, ['name'], { name: words(256), avatarUrl: words(2048) }),
    limit: (value, path) => void check(value, path, [], { perVisit: count, total: count, days: amount }),
  });
  return raw as TriggerRule;
}

function condition(raw: unknown, field: string, depth: number): void {
  if (depth > DEEPEST) throw new Fault(field, `at most ${DEEPEST} levels`);
  const inner: Read = (value, path) => condition(value, path, depth + 1);
  const several: Read = (value, path) => list(value, path, inner);
  const known = { ...CONDITIONS, all: several, any: several, not: inner };
  const keys = Object.keys(check(raw, field, [], known));
  if (keys.length !== 1) throw new Fault(field, 'exactly one condition');
}

const CONDITIONS: Readonly<Record<Exclude<KeysOf<TriggerCondition>, 'all' | 'any' | 'not'>, Read>> = {
  timeOnPage: range,
  scrollDepth: range,
  idle: range,
  visits: range,
  url: textTest,
  referrer: textTest,
  cart: (raw, field) => {
    if (Object.keys(check(raw, field, [], { value: range, items: range })).length === 0)
      throw new Fault(field, 'value or items');
  },
  exitIntent: (raw, field) => {
    if (raw !== true) throw new Fault(field, 'true');
  },
  language: (raw, field) => list(raw, field, words(256)),
  country: (raw, field) => list(raw, field, words(256)),
  event: (raw, field) => {
    check(raw, field, ['name'], {
      name: words(256),
      times: count,
      data: (data, path) => {
        if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new Fault(path, 'an object');
        for (const [key, value] of Object.entries(data)) {
          const fine = typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number';
          if (!fine || Number.isNaN(value)) throw new Fault(`${path}.${key}`, 'a text, a number, true or false');
        }
      },
    });
  },
};

type KeysOf<Union> = Union extends unknown ? keyof Union : never;

function range(raw: unknown, field: string): void {
  if (Object.keys(check(raw, field, [], { atLeast: amount, atMost: amount })).length === 0)
    throw new Fault(field, 'atLeast or atMost');
}

function textTest(raw: unknown, field: string): void {
  const any: Read = (value, path) => {
    if (value !== '') words(2048)(value, path);
  };
  if (Object.keys(check(raw, field, [], { is: any, contains: words(2048), matches: words(2048) })).length !== 1)
    throw new Fault(field, 'one of is, contains, matches');
}

function list(raw: unknown, field: string, item: Read): void {
  if (!Array.isArray(raw) || raw.length === 0 || raw.length > MOST) throw new Fault(field, `a list of 1 to ${MOST}`);
  raw.forEach((one, index) => item(one, `${field}[${index}]`));
}

function words(most: number): Read {
  return (raw, field) => {
    if (typeof raw !== 'string' || raw === '' || raw.length > most) throw new Fault(field, `a text of 1 to ${most}`);
  };
}

function pattern(shape: RegExp, expected: string): Read {
  return (raw, field) => {
    if (typeof raw !== 'string' || !shape.test(raw)) throw new Fault(field, expected);
  };
}

function amount(raw: unknown, field: string): void {
  if (typeof raw !== 'number' || !Number.isFinite(raw) || raw < 0) throw new Fault(field, 'a number from 0');
}

function count(raw: unknown, field: string): void {
  if (!Number.isSafeInteger(raw) || (raw as number) < 1) throw new Fault(field, 'a whole number from 1');
}
