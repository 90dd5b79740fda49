import {
  chooseTrigger,
  decodeTriggerMemory,
  decodeTriggers,
  holds,
  nextCheck,
  pageSeen,
  ruleDismissed,
  ruleOffered,
  VISIT_PAUSE,
  type PageFacts,
} from '@support-chat/core';
import { TriggersSchema, type TriggerCondition, type TriggerRule } from '@support-chat/protocol';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../support/property.js';
import { conditions } from '../../support/trigger-conditions.js';

const FACTS: PageFacts = {
  timeOnPage: 30,
  scrollDepth: 60,
  idle: 5,
  exitIntent: false,
  url: 'https://shop.example/pots/teapot?glaze=sea',
  referrer: 'https://www.search.example/?q=teapot',
  language: 'de-AT',
  visits: 2,
  events: new Map([
    ['cart', { times: 2, data: { value: 80, items: 3 } }],
    ['video-ended', { times: 2, data: { id: 7, full: true } }],
  ]),
};
const DAY = 86_400_000;
const rule = (id: string, more: Partial<TriggerRule> = {}): TriggerRule => ({
  id,
  when: { timeOnPage: { atLeast: 0 } },
  text: 'May we help?',
  ...more,
});

describe('V20 conditions', () => {
  const cases: readonly (readonly [TriggerCondition, boolean])[] = [
    [{ timeOnPage: { atLeast: 30 } }, true],
    [{ timeOnPage: { atLeast: 30.1 } }, false],
    [{ timeOnPage: { atMost: 29 } }, false],
    [{ scrollDepth: { atLeast: 60, atMost: 60 } }, true],
    [{ idle: { atLeast: 6 } }, false],
    [{ visits: { atLeast: 2 } }, true],
    [{ visits: { atMost: 1 } }, false],
    [{ url: { contains: '/POTS/' } }, true],
    [{ url: { is: 'https://shop.example/pots/teapot' } }, false],
    [{ url: { matches: 'https://shop.example/pots/*' } }, true],
    [{ url: { matches: '*/pots/*glaze=*' } }, true],
    [{ url: { matches: '*/pots' } }, false],
    [{ url: { matches: 'https://shop.example/pots/teapot?glaze=sea' } }, true],
    [{ referrer: { contains: 'search.example' } }, true],
    [{ referrer: { is: '' } }, false],
    [{ cart: { value: { atLeast: 80 } } }, true],
    [{ cart: { value: { atLeast: 50 }, items: { atMost: 2 } } }, false],
    [{ exitIntent: true }, false],
    [{ language: ['fr', 'DE'] }, true],
    [{ language: ['de-DE'] }, false],
    [{ country: ['at'] }, true],
    [{ country: ['DE', 'CH'] }, false],
    [{ event: { name: 'video-ended' } }, true],
    [{ event: { name: 'video-ended', times: 3 } }, false],
    [{ event: { name: 'video-ended', data: { id: 7, full: true } } }, true],
    [{ event: { name: 'video-ended', data: { id: 8 } } }, false],
    [{ event: { name: 'never' } }, false],
    [{ all: [{ visits: { atLeast: 2 } }, { exitIntent: true }] }, false],
    [{ any: [{ visits: { atLeast: 2 } }, { exitIntent: true }] }, true],
    [{ not: { exitIntent: true } }, true],
  ];
  it.each(cases)('%j is %s', (condition, expected) => {
    expect(holds(condition, FACTS)).toBe(expected);
  });

  it('V20 the country the page tells wins over the region of the language; without either it is none', () => {
    const told = { ...FACTS, events: new Map([['country', { times: 1, data: { code: 'CH' } }]]) };
    expect(holds({ country: ['CH'] }, told)).toBe(true);
    expect(holds({ country: ['AT'] }, told)).toBe(false);
    expect(holds({ country: ['AT'] }, { ...FACTS, language: 'de' })).toBe(false);
    expect(holds({ country: ['TW'] }, { ...FACTS, language: 'zh-Hant-TW' })).toBe(true);
  });

  it('V20 a cart nobody told of is empty, and one of nonsense too', () => {
    for (const data of [undefined, null, 'x', { value: '80' }, { value: Infinity }]) {
      const facts = { ...FACTS, events: new Map([['cart', { times: 1, data }]]) };
      expect(holds({ cart: { value: { atLeast: 1 } } }, facts)).toBe(false);
      expect(holds({ cart: { items: { atMost: 0 } } }, facts)).toBe(true);
    }
  });

  it('V20 no pattern is slow', () => {
    const subject = 'a'.repeat(2000);
    const started = performance.now();
    expect(holds({ url: { matches: `${'*a'.repeat(900)}b` } }, { ...FACTS, url: subject })).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('V20 says when time alone may change its mind, and that it cannot', () => {
    const rules = [
      rule('a', { when: { all: [{ timeOnPage: { atLeast: 45 } }, { exitIntent: true }] } }),
      rule('b', { when: { not: { idle: { atMost: 12 } } } }),
    ];
    expect(nextCheck(rules, FACTS)).toBe(7);
    expect(nextCheck(rules.slice(0, 1), FACTS)).toBe(15);
    expect(nextCheck([rule('c', { when: { scrollDepth: { atLeast: 90 } } })], FACTS)).toBeNull();
  });
});

describe('V20 frequency', () => {
  const now = 1_800_000_000_000;
  const start = pageSeen(decodeTriggerMemory(null), now);
  const chosen = (rules: readonly TriggerRule[], memory = start, at = now): string | undefined =>
    chooseTrigger(rules, FACTS, memory, at)?.id;

  it('V20 the first rule that holds comes, once in a visit', () => {
    const rules = [rule('no', { when: { exitIntent: true } }), rule('one'), rule('two')];
    expect(chosen(rules)).toBe('one');
    const after = ruleOffered(start, 'one', now);
    expect(chosen(rules, after)).toBe('two');
    const later = now + VISIT_PAUSE + 1;
    expect(chosen(rules, pageSeen(after, later), later)).toBe('one');
  });

  it('V20 a visit goes on from page to page, and ends after half an hour without one', () => {
    expect(start.visits).toBe(1);
    const walked = [10, 20, 30, 40, 50].reduce((memory, minute) => pageSeen(memory, now + minute * 60_000), start);
    expect(walked.visits).toBe(1);
    expect(pageSeen(walked, now + 81 * 60_000).visits).toBe(2);
    // A clock that was set back is no reason to begin again for ever.
    expect(pageSeen(start, now - DAY).visits).toBe(2);
  });

  it('V20 not more often than in so many days, nor more often than so many times', () => {
    const rules = [rule('weekly', { limit: { days: 7, total: 2 } })];
    const once = ruleOffered(start, 'weekly', now);
    const at = (days: number, memory = once): string | undefined =>
      chosen(rules, pageSeen(memory, now + days * DAY), now + days * DAY);
    expect(at(6.9)).toBeUndefined();
    expect(at(7)).toBe('weekly');
    const twice = ruleOffered(pageSeen(once, now + 7 * DAY), 'weekly', now + 7 * DAY);
    expect(at(30, twice)).toBeUndefined();
  });

  it('V20 several times in a visit where the owner wants that', () => {
    const rules = [rule('often', { limit: { perVisit: 2 } })];
    const once = ruleOffered(start, 'often', now);
    expect(chosen(rules, once)).toBe('often');
    expect(chosen(rules, ruleOffered(once, 'often', now))).toBeUndefined();
  });

  it('V20 what was waved away never comes again, and nothing else in that visit', () => {
    const rules = [rule('one'), rule('two')];
    const away = ruleDismissed(ruleOffered(start, 'one', now), 'one');
    expect(chosen(rules, away)).toBeUndefined();
    const later = now + DAY;
    expect(chosen(rules, pageSeen(away, later), later)).toBe('two');
    expect(chosen([rule('one')], pageSeen(away, later), later)).toBeUndefined();
  });

  it('V20 the memory of a device survives being written and read, and nonsense is as good as none', () => {
    const memory = ruleDismissed(ruleOffered(start, 'one', now), 'one');
    expect(decodeTriggerMemory(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
    for (const raw of [null, 7, [], { visits: 'x', rules: {} }, { visits: 1, seenAt: 1, rules: [] }]) {
      expect(decodeTriggerMemory(raw).visits).toBe(0);
    }
    expect(decodeTriggerMemory({ visits: 1, seenAt: 1, rules: { a: { times: -1 }, b: null } }).rules).toEqual({});
  });
});

describe('V20 reading rules', () => {
  it('V20 a malformed rule is named by its field, the others go on', () => {
    const { rules, faults } = decodeTriggers([
      rule('fine'),
      { ...rule('bad'), when: { all: [{ exitIntent: true }, { url: { contains: 7 } }] } },
      { ...rule('worse'), when: { sometimes: true } },
      { ...rule('twice'), when: { exitIntent: true, idle: { atLeast: 1 } } },
      { ...rule('more'), colour: 'red' },
      rule('fine'),
      { id: 'no-text', when: { exitIntent: true } },
      null,
      rule('last'),
    ]);
    expect(rules.map(({ id }) => id)).toEqual(['fine', 'last']);
    expect(faults.map(({ field }) => field)).toEqual([
      'triggers[1].when.all[1].url.contains',
      'triggers[2].when.sometimes',
      'triggers[3].when',
      'triggers[4].colour',
      'triggers[5].id',
      'triggers[6].text',
      'triggers[7]',
    ]);
  });

  it.each([undefined, null, {}, 'x', Array.from({ length: 51 }, (_, index) => rule(`r${index}`))])(
    'V20 what is no list of rules is one fault',
    (raw) => {
      expect(decodeTriggers(raw)).toMatchObject({ rules: [], faults: [{ field: 'triggers' }] });
    },
  );

  /** Replaces one value somewhere inside. */
  function spoil(value: unknown, way: number, by: unknown): unknown {
    if (typeof value !== 'object' || value === null || way % 4 === 0) return by;
    const keys = Object.keys(value);
    if (keys.length === 0) return by;
    const key = keys[way % keys.length] ?? '';
    const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
    copy[key] = spoil(copy[key], Math.floor(way / 3), by);
    return copy;
  }

  it('V20 page and server read the same rules, also after something in them was spoilt', () => {
    const junk = fc.oneof(
      fc.constant(null),
      fc.constant(''),
      fc.constant(-1),
      fc.constant([]),
      fc.constant({}),
      fc.constant({ x: 1 }),
    );
    const property = fc.property(conditions(), fc.nat(), junk, fc.boolean(), (when, way, by, broken) => {
      const whole = rule('a', { when });
      const written = [broken ? spoil(whole, way, by) : whole];
      const server = v.safeParse(TriggersSchema, written);
      const page = decodeTriggers(written);
      expect(page.faults.length === 0).toBe(server.success);
      if (server.success) expect(page.rules).toEqual(server.output);
      else expect(v.getDotPath(server.issues[0])).toMatch(/^0/);
      for (const one of page.rules) expect(typeof holds(one.when, FACTS)).toBe('boolean');
    });
    seeded(property);
  });

  it('V20 conditions are nested eight deep at most, for page and server', () => {
    const nested = (depth: number): TriggerCondition =>
      depth === 1 ? { exitIntent: true } : { not: nested(depth - 1) };
    for (const [depth, fine] of [
      [8, true],
      [9, false],
    ] as const) {
      const rules = [rule('a', { when: nested(depth) })];
      expect(v.safeParse(TriggersSchema, rules).success).toBe(fine);
      expect(decodeTriggers(rules).faults.length === 0).toBe(fine);
    }
  });
});
