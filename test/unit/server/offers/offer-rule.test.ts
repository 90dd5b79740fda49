import { OffersSchema, type OfferCondition, type PersonalOffer } from '@support-chat/protocol';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { offerMessage } from '../../../../packages/server/src/offers/offer-message.js';
import { fits, type VisitorFacts } from '../../../../packages/server/src/offers/offer-rule.js';
import { anyText, seeded } from '../../../support/property.js';

const FACTS: VisitorFacts = {
  ...{ language: 'de-AT', pages: ['https://shop.example/pots/teapot', 'https://shop.example/'], department: 'sales' },
  ...{ chats: 2, verified: false, returning: true, attributes: { plan: 'Gold' } },
  cart: { value: 80, currency: 'EUR', lines: [{ name: 'Teapot, celadon', quantity: 2 }, { name: 'Bowl' }] },
  purchases: [
    { id: 'NP-2', value: 28, currency: 'EUR', lines: [{ name: 'Cup' }] },
    { id: 'NP-1', value: 500 },
  ],
};
const NOBODY: VisitorFacts = { language: '', pages: [], chats: 0, verified: false, returning: false };

describe('A15 conditions of personal offers', () => {
  const cases: readonly (readonly [condition: OfferCondition, somebody: boolean, nobody: boolean])[] = [
    [{ cart: { value: { atLeast: 80 } } }, true, false],
    [{ cart: { value: { atMost: 79.99 } } }, false, true],
    [{ cart: { items: { atLeast: 3, atMost: 3 } } }, true, false],
    [{ cart: { items: { atMost: 0 } } }, false, true],
    [{ cart: { currency: 'EUR', value: { atLeast: 50 } } }, true, false],
    [{ cart: { currency: 'USD', value: { atLeast: 50 } } }, false, false],
    [{ cart: { line: { contains: 'TEAPOT' } } }, true, false],
    [{ cart: { line: { is: 'teapot' } } }, false, false],
    [{ purchases: { count: { atLeast: 2 } } }, true, false],
    [{ purchases: { count: { atMost: 0 } } }, false, true],
    [{ purchases: { last: { value: { atMost: 30 } } } }, true, false],
    [{ purchases: { last: { value: { atLeast: 30 } } } }, false, false],
    [{ purchases: { last: { line: { is: 'cup' } } } }, true, false],
    [{ chats: { atLeast: 2 } }, true, false],
    [{ chats: { atMost: 0 } }, false, true],
    [{ page: { matches: '*/pots/*' } }, true, false],
    [{ page: { is: 'https://shop.example/pots' } }, false, false],
    [{ language: ['fr', 'de'] }, true, false],
    [{ language: ['de-CH'] }, false, false],
    [{ country: ['at'] }, true, false],
    [{ department: ['sales'] }, true, false],
    [{ attribute: { name: 'plan', value: { is: 'gold' } } }, true, false],
    [{ attribute: { name: 'toString', value: { is: '' } } }, true, true],
    [{ verified: true }, false, false],
    [{ returning: true }, true, false],
    [{ not: { verified: true } }, true, true],
    [{ all: [{ returning: true }, { chats: { atLeast: 3 } }] }, false, false],
    [{ any: [{ returning: true }, { chats: { atLeast: 3 } }] }, true, false],
  ];
  for (const [condition, somebody, nobody] of cases) {
    it(JSON.stringify(condition), () => {
      expect([fits(condition, FACTS), fits(condition, NOBODY)]).toEqual([somebody, nobody]);
    });
  }

  it('without one everybody fits', () => expect(fits(undefined, NOBODY)).toBe(true));

  it('a country that the site told stands over the region of the language', () => {
    const told = { ...FACTS, attributes: { country: 'CH' } };
    expect([fits({ country: ['CH'] }, told), fits({ country: ['AT'] }, told)]).toEqual([true, false]);
  });
});

const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
const bounds = fc.oneof(fc.record({ atLeast: amount }), fc.record({ atMost: amount }));
const words = fc.string({ minLength: 1, maxLength: 8 });
const textTest = fc.oneof(fc.record({ is: words }), fc.record({ contains: words }), fc.record({ matches: words }));
const list = fc.array(words, { minLength: 1, maxLength: 3 });
const goods = fc.record({ value: bounds, line: textTest }, { requiredKeys: ['value'] });
const { condition } = fc.letrec<{ condition: OfferCondition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      fc.record({ cart: goods }),
      fc.record({ purchases: fc.record({ count: bounds, last: goods }) }),
      fc.record({ chats: bounds }),
      fc.record({ page: textTest }),
      fc.record({ language: list }),
      fc.record({ country: list }),
      fc.record({ department: list }),
      fc.record({ attribute: fc.record({ name: words, value: textTest }) }),
      fc.constant<OfferCondition>({ verified: true }),
      fc.constant<OfferCondition>({ returning: true }),
    ),
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}));
const cart = fc.record(
  { value: amount, items: amount, lines: fc.array(fc.record({ name: anyText(12) }), { maxLength: 3 }) },
  { requiredKeys: [] },
);
const facts: fc.Arbitrary<VisitorFacts> = fc.record(
  {
    ...{ language: words, pages: fc.array(anyText(20), { maxLength: 4 }), chats: fc.nat(20) },
    ...{ verified: fc.boolean(), returning: fc.boolean(), department: words, cart },
    purchases: fc.array(cart, { maxLength: 3 }),
    attributes: fc.dictionary(words, words),
  },
  { requiredKeys: ['language', 'pages', 'chats', 'verified', 'returning'] },
);
const offerWith = (when: OfferCondition): PersonalOffer => ({
  ...{ id: 'one', name: 'One', show: 'automatic', when },
  card: { kind: 'coupon', title: 'Five off', code: 'FIVE' },
});

describe('A15 whatever an owner may write', () => {
  it('is judged of whoever it is, and turned round it is the opposite', () => {
    seeded(
      fc.property(condition, facts, (when, somebody) => {
        expect(fits({ not: when }, somebody)).toBe(!fits(when, somebody));
      }),
    );
  });

  it('is all of its parts, or any of them', () => {
    seeded(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 4 }), facts, (parts, somebody) => {
        const each = parts.map((one) => fits(one, somebody));
        expect(fits({ all: parts }, somebody)).toBe(each.every(Boolean));
        expect(fits({ any: parts }, somebody)).toBe(each.some(Boolean));
      }),
    );
  });

  it('a fuller cart fits wherever a less full one did that had to be full enough', () => {
    seeded(
      fc.property(amount, amount, amount, (atLeast, value, more) => {
        const when: OfferCondition = { cart: { value: { atLeast } } };
        if (fits(when, { ...NOBODY, cart: { value } }))
          expect(fits(when, { ...NOBODY, cart: { value: value + more } })).toBe(true);
      }),
    );
  });

  it('is what the settings take, and is read back as it was written', () => {
    seeded(
      fc.property(condition, (when) => {
        const offers = [offerWith(when)];
        const result = v.safeParse(OffersSchema, JSON.parse(JSON.stringify(offers)));
        expect(result.success && result.output).toEqual(JSON.parse(JSON.stringify(offers)));
      }),
    );
  });

  it('a condition that is nested deeper than eight is refused', () => {
    const nested = (levels: number): OfferCondition =>
      levels === 1 ? { verified: true } : { not: nested(levels - 1) };
    expect(v.safeParse(OffersSchema, [offerWith(nested(8))]).success).toBe(true);
    expect(v.safeParse(OffersSchema, [offerWith(nested(9))]).success).toBe(false);
  });
});

describe('A15 what an offer says', () => {
  it('its words say what is on the card, prices as the reader writes them', () => {
    const price = { amount: 1234.5, currency: 'EUR' };
    const card = {
      kind: 'offer',
      title: 'Teapot',
      text: 'Celadon',
      price,
      link: { url: 'https://x.example' },
    } as const;
    const one: PersonalOffer = { id: 'pot', name: 'Pot', show: 'proposed', card, validUntil: 5 };
    const { text, card: sent } = offerMessage(one, 'de-DE');
    expect(text.replace(/\s/gu, ' ')).toBe('Teapot Celadon 1.234,50 € https://x.example');
    expect(sent).toEqual({ ...card, offer: 'pot' });
    // What a page calls its language may be anything.
    expect(offerMessage(one, 'nonsense!').text).toContain('€1,234.50');
  });
});
