/**
 * The rule language of proactive messages (docs/proactive.md): what an owner may write. The schema is what the server
 * checks; pages read rules with `core`'s `decodeTriggers`, one by one, so that a wrong rule does not take the others along.
 */
import * as v from 'valibot';
import { MAX_LABEL_LENGTH, MAX_TRIGGER_TEXT, MAX_URL_LENGTH } from './limits.js';

/** Most rules of one site. */
export const MAX_TRIGGERS = 50;
/** Deepest nesting of conditions. */
export const MAX_TRIGGER_DEPTH = 8;

/** A number within bounds, both included. At least one of them is given. */
export interface NumberTest {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A text that is this one, contains it, or matches it as a whole with `*` for any run of characters. Without case. */
export type TextTest = { readonly is: string } | { readonly contains: string } | { readonly matches: string };

/** What has to be true; exactly one key each. */
export type TriggerCondition =
  | { readonly all: readonly TriggerCondition[] }
  | { readonly any: readonly TriggerCondition[] }
  | { readonly not: TriggerCondition }
  /** Seconds since the page, or the view of a single-page application, was opened. */
  | { readonly timeOnPage: NumberTest }
  /** The furthest the visitor scrolled, percent of the way down; 0 where there is nothing to scroll. */
  | { readonly scrollDepth: NumberTest }
  /** Seconds since the visitor last moved, typed, touched or scrolled. */
  | { readonly idle: NumberTest }
  /** Which visit this is: 1 is the first. A visit ends after half an hour without a page. */
  | { readonly visits: NumberTest }
  | { readonly url: TextTest }
  /** Address of the page that led here; empty without one. */
  | { readonly referrer: TextTest }
  /** What `track('cart', { value, items })` said last; an unknown cart is empty. */
  | { readonly cart: { readonly value?: NumberTest; readonly items?: NumberTest } }
  /** The pointer left the page at its top, as towards the tab's close button. */
  | { readonly exitIntent: true }
  /** BCP 47 tags; 'de' includes 'de-AT'. */
  | { readonly language: readonly string[] }
  /** ISO 3166 codes: what `track('country', { code })` said, else the region of the browser's language. */
  | { readonly country: readonly string[] }
  /** What `track(name, data)` said: that often at least (1), with these values in its newest `data`. */
  | {
      readonly event: {
        readonly name: string;
        readonly times?: number;
        readonly data?: Readonly<Record<string, string | number | boolean>>;
      };
    };

/** One message and when it is offered. */
export interface TriggerRule {
  /** Names it to the device's memory, to events and to agents: 1 to 64 of `A-Z a-z 0-9 _ -`, unique. */
  readonly id: string;
  readonly when: TriggerCondition;
  readonly text: string;
  /** Whose words they are. Default: the team's. `avatarUrl` is absolute, http or https. */
  readonly author?: { readonly name: string; readonly avatarUrl?: string };
  /** How often one device gets it. */
  readonly limit?: {
    /** In one visit. Default: 1. */
    readonly perVisit?: number;
    /** At all. Default: no bound. */
    readonly total?: number;
    /** Days that lie at least between two. Default: 0. */
    readonly days?: number;
  };
}

const finite = v.pipe(v.number(), v.finite(), v.minValue(0));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));

/** See {@link NumberTest}. */
export const NumberTestSchema = v.pipe(
  v.strictObject({ atLeast: v.exactOptional(finite), atMost: v.exactOptional(finite) }),
  v.check((test) => test.atLeast !== undefined || test.atMost !== undefined, 'expected atLeast or atMost'),
);
/** See {@link TextTest}. */
export const TextTestSchema = v.union(
  [
    v.strictObject({ is: v.pipe(v.string(), v.maxLength(MAX_URL_LENGTH)) }),
    v.strictObject({ contains: text(MAX_URL_LENGTH) }),
    v.strictObject({ matches: text(MAX_URL_LENGTH) }),
  ],
  'expected one of is, contains, matches',
);
/** Languages, countries, departments: 1 to {@link MAX_TRIGGERS}. */
export const WordListSchema = v.pipe(v.array(text(MAX_LABEL_LENGTH)), v.minLength(1), v.maxLength(MAX_TRIGGERS));

const CONDITIONS = {
  timeOnPage: NumberTestSchema,
  scrollDepth: NumberTestSchema,
  idle: NumberTestSchema,
  visits: NumberTestSchema,
  url: TextTestSchema,
  referrer: TextTestSchema,
  cart: v.pipe(
    v.strictObject({ value: v.exactOptional(NumberTestSchema), items: v.exactOptional(NumberTestSchema) }),
    v.check((test) => test.value !== undefined || test.items !== undefined, 'expected value or items'),
  ),
  exitIntent: v.literal(true),
  language: WordListSchema,
  country: WordListSchema,
  event: v.strictObject({
    name: text(MAX_LABEL_LENGTH),
    times: v.exactOptional(count),
    data: v.exactOptional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
  }),
};

/**
 * A condition of some rule language that may hold others down to a depth. A lookup by its one key, so that a refusal names the
 * field.
 *
 * @param single - the conditions that hold no others, by their keys
 */
/* @__NO_SIDE_EFFECTS__ */
export function conditionSchema<Condition>(
  single: Readonly<Record<string, v.GenericSchema>>,
  depth = MAX_TRIGGER_DEPTH,
): v.GenericSchema<unknown, Condition> {
  const one = v.lazy(() => (depth > 1 ? conditionSchema<Condition>(single, depth - 1) : tooDeep<Condition>()));
  const several = v.pipe(v.array(one), v.minLength(1), v.maxLength(MAX_TRIGGERS));
  const kinds: Readonly<Record<string, v.GenericSchema>> = { all: several, any: several, not: one, ...single };
  return v.lazy((raw): v.GenericSchema<unknown, Condition> => {
    const [key = '', ...more] = typeof raw === 'object' && raw !== null ? Object.keys(raw) : [];
    const schema = more.length === 0 && Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    return (schema ? v.strictObject({ [key]: schema }) : unknownCondition()) as v.GenericSchema<unknown, Condition>;
  });
}

const tooDeep = <Condition>() => v.custom<Condition>(() => false, `expected at most ${MAX_TRIGGER_DEPTH} levels`);
const unknownCondition = () => v.custom(() => false, 'expected one known condition');

/** Of a rule. Spread from here and not from a schema: reading one would keep all of them in every page's bundle. */
const RULE = {
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/u, 'expected 1 to 64 of A-Z a-z 0-9 _ -')),
  when: conditionSchema<TriggerCondition>(CONDITIONS),
  text: v.pipe(text(MAX_TRIGGER_TEXT), v.regex(/\S/u, 'expected words')),
  author: v.exactOptional(
    v.strictObject({ name: text(MAX_LABEL_LENGTH), avatarUrl: v.exactOptional(text(MAX_URL_LENGTH)) }),
  ),
  limit: v.exactOptional(
    v.strictObject({
      perVisit: v.exactOptional(count),
      total: v.exactOptional(count),
      days: v.exactOptional(finite),
    }),
  ),
};

function rules<Rule extends TriggerRule>(rule: v.GenericSchema<unknown, Rule>) {
  return v.pipe(
    v.array(rule),
    v.maxLength(MAX_TRIGGERS),
    v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, 'expected ids that are unique'),
  );
}

/** The rules that pages follow. */
export const TriggersSchema = rules(v.strictObject(RULE));

/** A rule as its owner keeps it: while it is `off` no page hears of it. */
export interface OwnerTriggerRule extends TriggerRule {
  readonly off?: true;
}

/** The section `triggers` of the owner's settings. */
export const OwnerTriggersSchema = rules<OwnerTriggerRule>(
  v.strictObject({ ...RULE, off: v.exactOptional(v.literal(true)) }),
);
