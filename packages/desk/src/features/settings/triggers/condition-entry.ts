/**
 * Conditions of the rule language (docs/proactive.md) as they are entered: figures and lists are text, and 'not' is a mark
 * of what it turns round. Also says where in the written rule each field ends up, which is how the decoder names what is wrong.
 */
import type { NumberTest, TextTest, TriggerCondition } from '@support-chat/protocol';

/** How a field is entered. `lines`: one `name = value` each. `test`: which of the text tests. */
type FieldType = 'number' | 'text' | 'test' | 'lines';

/** A field of a condition. */
export interface ConditionField {
  readonly name: string;
  readonly type: FieldType;
  /** Below its condition, in dots. */
  readonly place: string;
}

const field = (name: string, type: FieldType, place: string): ConditionField => ({ name, type, place });
const bounds = (kind: string): ConditionField[] => [
  field('atLeast', 'number', `${kind}.atLeast`),
  field('atMost', 'number', `${kind}.atMost`),
];
const textTest = (kind: string): ConditionField[] => [field('test', 'test', ''), field('text', 'text', kind)];

/** What can be asked of a page and its visitor, with the fields of each; in the order in which it is offered. */
export const CONDITION_FIELDS = {
  timeOnPage: bounds('timeOnPage'),
  idle: bounds('idle'),
  scrollDepth: bounds('scrollDepth'),
  exitIntent: [],
  url: textTest('url'),
  referrer: textTest('referrer'),
  visits: bounds('visits'),
  cart: [
    field('valueAtLeast', 'number', 'cart.value.atLeast'),
    field('valueAtMost', 'number', 'cart.value.atMost'),
    field('itemsAtLeast', 'number', 'cart.items.atLeast'),
    field('itemsAtMost', 'number', 'cart.items.atMost'),
  ],
  language: [field('list', 'text', 'language')],
  country: [field('list', 'text', 'country')],
  event: [
    field('name', 'text', 'event.name'),
    field('times', 'number', 'event.times'),
    field('data', 'lines', 'event.data'),
  ],
} satisfies Readonly<Record<string, readonly ConditionField[]>>;
export type ConditionKind = keyof typeof CONDITION_FIELDS;
export const CONDITION_KINDS = Object.keys(CONDITION_FIELDS) as readonly ConditionKind[];

/** One question. */
export interface SingleEntry {
  readonly kind: ConditionKind;
  readonly not: boolean;
  readonly fields: Readonly<Record<string, string>>;
}

/** Several, of which all or any have to be true. */
export interface GroupEntry {
  readonly kind: 'all' | 'any';
  readonly not: boolean;
  readonly of: readonly ConditionEntry[];
}

export type ConditionEntry = SingleEntry | GroupEntry;

/** A question that was just chosen. */
export function emptyCondition(kind: ConditionKind): SingleEntry {
  const test = kind === 'url' || kind === 'referrer';
  return { kind, not: false, fields: test ? { test: 'contains' } : {} };
}

/** What is entered where `condition` is stored. The outermost one is a group, so that another one can be added. */
export function conditionsOf(condition: TriggerCondition): GroupEntry {
  let entry = entryOf(condition);
  // A group of one says no more than what is in it.
  while (isGroup(entry) && !entry.not && entry.of.length === 1 && entry.of[0]) entry = entry.of[0];
  return isGroup(entry) && !entry.not ? entry : { kind: 'all', not: false, of: [entry] };
}

/** Back. What was not entered well is written so that the decoder refuses it at its place. */
export function whenOf(group: GroupEntry): TriggerCondition {
  const [only, ...more] = group.of;
  return conditionOf(only && more.length === 0 ? only : group);
}

/** Where the conditions of the outermost group are written. @param place - of what `whenOf` gives */
export function placeInside(group: GroupEntry, index: number, place: string, outermost = false): string {
  return outermost && group.of.length === 1 ? place : `${ownPlace(group, place)}.${group.kind}.${index}`;
}

/** Where an entry itself is written: below its 'not'. */
export function ownPlace({ not }: ConditionEntry, place: string): string {
  return not ? `${place}.not` : place;
}

export function isGroup(entry: ConditionEntry): entry is GroupEntry {
  return entry.kind === 'all' || entry.kind === 'any';
}

function entryOf(condition: TriggerCondition, not = false): ConditionEntry {
  if ('not' in condition) return entryOf(condition.not, !not);
  if ('all' in condition) return { kind: 'all', not, of: condition.all.map((one) => entryOf(one)) };
  if ('any' in condition) return { kind: 'any', not, of: condition.any.map((one) => entryOf(one)) };
  const [kind] = Object.keys(condition) as [ConditionKind];
  return { kind, not, fields: fieldsOf(condition) };
}

function fieldsOf(condition: Exclude<TriggerCondition, { all: unknown } | { any: unknown } | { not: unknown }>) {
  if ('timeOnPage' in condition) return numbers(condition.timeOnPage);
  if ('idle' in condition) return numbers(condition.idle);
  if ('scrollDepth' in condition) return numbers(condition.scrollDepth);
  if ('visits' in condition) return numbers(condition.visits);
  if ('url' in condition) return texts(condition.url);
  if ('referrer' in condition) return texts(condition.referrer);
  if ('language' in condition) return { list: condition.language.join(', ') };
  if ('country' in condition) return { list: condition.country.join(', ') };
  if ('exitIntent' in condition) return {};
  if ('cart' in condition) {
    const { value = {}, items = {} } = condition.cart;
    return present({
      ...{ valueAtLeast: value.atLeast, valueAtMost: value.atMost },
      ...{ itemsAtLeast: items.atLeast, itemsAtMost: items.atMost },
    });
  }
  const { name, times, data } = condition.event;
  return { ...present({ name, times }), ...(data && { data: Object.entries(data).map(lineOf).join('\n') }) };
}

const numbers = ({ atLeast, atMost }: NumberTest): Record<string, string> => present({ atLeast, atMost });

function texts(test: TextTest): Record<string, string> {
  const [[name = '', text = ''] = []] = Object.entries<string>(test);
  return { test: name, text };
}

function present(values: Readonly<Record<string, string | number | undefined>>): Record<string, string> {
  const set = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]));
}

function conditionOf(entry: ConditionEntry): TriggerCondition {
  const written = isGroup(entry) ? { [entry.kind]: entry.of.map(conditionOf) } : singleOf(entry);
  return (entry.not ? { not: written } : written) as TriggerCondition;
}

function singleOf({ kind, fields }: SingleEntry): unknown {
  const number = (name: string): number | undefined => numberOf(fields[name]);
  const range = (atLeast: string, atMost: string) => set({ atLeast: number(atLeast), atMost: number(atMost) });
  const filled = (...names: string[]): boolean => names.some((name) => (fields[name] ?? '').trim() !== '');
  switch (kind) {
    case 'exitIntent':
      return { exitIntent: true };
    case 'url':
    case 'referrer':
      return { [kind]: { [fields['test'] ?? 'contains']: (fields['text'] ?? '').trim() } };
    case 'language':
    case 'country':
      return { [kind]: listOf(fields['list'] ?? '') };
    case 'cart':
      return {
        cart: {
          ...(filled('valueAtLeast', 'valueAtMost') && { value: range('valueAtLeast', 'valueAtMost') }),
          ...(filled('itemsAtLeast', 'itemsAtMost') && { items: range('itemsAtLeast', 'itemsAtMost') }),
        },
      };
    case 'event': {
      const data = dataOf(fields['data'] ?? '');
      return { event: { name: (fields['name'] ?? '').trim(), ...set({ times: number('times'), data }) } };
    }
    default:
      return { [kind]: range('atLeast', 'atMost') };
  }
}

/** Undefined for an empty field; what is none becomes NaN, which no decoder takes. */
export function numberOf(text = ''): number | undefined {
  return text.trim() === '' ? undefined : Number(text.trim());
}

function set(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

const QUOTED = /^("(?:[^"\\]|\\.)*")\s*=(.*)$/s;

/** In quotes only what would not be read back as it is. */
function lineOf([name, value]: [string, string | number | boolean]): string {
  const plain = name !== '' && name === name.trim() && !/[="\n\r]/.test(name);
  const bare =
    typeof value !== 'string' || (value === value.trim() && !/[\n\r]/.test(value) && parsed(value) === value);
  return `${plain ? name : JSON.stringify(name)} = ${bare ? String(value) : JSON.stringify(value)}`;
}

function dataOf(text: string): Record<string, unknown> | undefined {
  const lines = text.split(/[\n\r]+/).filter((line) => line.trim() !== '');
  if (lines.length === 0) return undefined;
  return Object.fromEntries(
    lines.map((line) => {
      const [, quoted, rest = ''] = QUOTED.exec(line.trim()) ?? [];
      if (quoted !== undefined) return [String(parsed(quoted)), parsed(rest.trim())];
      const at = line.indexOf('=');
      // Without a value: the decoder says so.
      return at < 0 ? [line.trim(), null] : [line.slice(0, at).trim(), parsed(line.slice(at + 1).trim())];
    }),
  );
}

/** What a value stands for: `7`, `true`, a text, or in quotes a text that looks like another one of them. */
function parsed(value: string): unknown {
  try {
    const read: unknown = JSON.parse(value);
    return typeof read === 'object' || read === Infinity || read === -Infinity ? value : read;
  } catch {
    return value; // a text without quotes
  }
}
