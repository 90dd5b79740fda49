/** Cards: the reader that runs in pages takes what the schemas take, and answers are judged by the card alone. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  answerFault,
  CardAnswerSchema,
  CardSchema,
  decodeClientFrame,
  fieldFault,
  readCard,
  readCardAnswer,
  type Card,
  type CardAnswer,
  type FormField,
} from '@support-chat/protocol';

const offer = {
  title: 'Blue teapot',
  text: 'Holds a litre.',
  image: { url: 'https://shop.example/teapot.jpg', alt: 'A blue teapot' },
  link: { url: 'https://shop.example/teapot', label: 'See it' },
  price: { amount: 39.5, currency: 'EUR' },
};
const cards: readonly Card[] = [
  {
    kind: 'choices',
    choices: [
      { id: 'yes', label: 'Yes' },
      { id: 'no', label: 'No' },
    ],
  },
  { kind: 'confirm', title: 'Repair', price: { amount: 20, currency: 'USD' } },
  { kind: 'coupon', title: 'Ten off', text: 'For tea', code: 'TEA10', expiresAt: 1_900_000_000_000 },
  { kind: 'offer', ...offer },
  { kind: 'carousel', offers: [offer, { title: 'Red teapot' }] },
  {
    kind: 'form',
    title: 'Your order',
    fields: [
      { type: 'text', id: 'name', label: 'Name', required: true },
      { type: 'email', id: 'email', label: 'E-mail' },
      { type: 'number', id: 'count', label: 'How many', min: 1, max: 9 },
      { type: 'select', id: 'size', label: 'Size', options: [{ id: 's', label: 'Small' }] },
      { type: 'checkbox', id: 'terms', label: 'I agree', required: true },
    ],
  },
];

const junk: readonly unknown[] = [
  undefined, null, true, 0, -1, 1.5, 1e12, '', ' ', 'x'.repeat(201), 'x'.repeat(1001), 'EUR', 'eur', 'select', [], {},
  'javascript:alert(1)', 'http://shop.example/', 'https://shop.example/', 'mailto:a@b.c', 'data:image/png,x', 'a b',
  Array.from({ length: 11 }, (_, index) => ({ id: `c${index}`, label: 'C' })),
  [{ id: 'same', label: 'One' }, { id: 'same', label: 'Two' }],
]; // prettier-ignore

function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [[...path, key], ...placesIn(part, [...path, key])]);
}

function changed(card: Card, path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(card) as unknown as Record<string, unknown>;
  let parent = copy;
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined && !Array.isArray(parent)) delete parent[last];
  else parent[last] = value ?? null;
  return copy;
}

describe('V15 cards', () => {
  it.each(cards.map((card) => [card.kind, card] as const))('V15 %s is read as the schema says', (_kind, card) => {
    expect(readCard(card)).toEqual(card);
    expect(v.parse(CardSchema, card)).toEqual(card);
    expect(readCard({ ...card, later: 1 })).toEqual(card);
    for (const path of placesIn(card)) {
      for (const value of junk) {
        const raw = changed(card, path, value);
        const bySchema = v.safeParse(CardSchema, raw);
        // What only a newer server knows is dropped in pages and refused by servers.
        if (!bySchema.success && bySchema.issues.some(({ expected }) => expected === 'never')) continue;
        expect(readCard(raw), `${path.join('.')} = ${JSON.stringify(value)}`).toEqual(
          bySchema.success ? bySchema.output : null,
        );
      }
    }
  });

  it('V15 a kind from the future is no card', () => {
    expect(readCard({ kind: 'hologram' })).toBeNull();
    expect(readCard({ kind: 'toString' })).toBeNull();
    expect(readCard('choices')).toBeNull();
  });

  it('V15 pictures come over https and links keep to the schemes of messages (X6)', () => {
    const linked = (url: string): boolean =>
      v.is(CardSchema, { kind: 'offer', title: 'x', link: { url } }) &&
      !!readCard({ kind: 'offer', title: 'x', link: { url } });
    expect(['https://a.b/', 'http://a.b/', 'mailto:a@b.c', 'tel:1'].every(linked)).toBe(true);
    expect(['javascript:alert(1)', 'data:text/html,x', '//a.b', 'ftp://a.b'].some(linked)).toBe(false);
    const pictured = (url: string): boolean => v.is(CardSchema, { kind: 'offer', title: 'x', image: { url } });
    expect(pictured('https://a.b/c.png')).toBe(true);
    expect(pictured('http://a.b/c.png')).toBe(false);
  });

  it('V15 answers are judged by the card', () => {
    const to = 'message-0001';
    const [choices, confirm, coupon, , , form] = cards as [Card, Card, Card, Card, Card, Card];
    const values = { name: 'Ada', count: 2, size: 's', terms: true };
    const fits: readonly (readonly [Card, CardAnswer, string | null])[] = [
      [choices, { to, choice: 'no' }, null],
      [choices, { to, choice: 'toString' }, 'choice'],
      [choices, { to, values: {} }, 'choice'],
      [confirm, { to, choice: 'ok' }, null],
      [confirm, { to, choice: 'yes' }, 'choice'],
      [coupon, { to, choice: 'ok' }, 'to'],
      [form, { to, values }, null],
      [form, { to, values: { ...values, terms: false } }, 'values.terms'],
      [form, { to, values: { ...values, count: 10 } }, 'values.count'],
      [form, { to, values: { ...values, size: 'm' } }, 'values.size'],
      [form, { to, values: { ...values, other: 1 } }, 'values'],
      [form, { to, choice: 'yes' }, 'values'],
    ];
    for (const [card, answer, fault] of fits) expect(answerFault(card, answer), JSON.stringify(answer)).toBe(fault);
    const field = (type: 'text' | 'email' | 'number'): FormField => ({ type, id: 'f', label: 'F', required: true });
    expect(fieldFault(field('text'), '  ')).toBe('missing');
    expect(fieldFault(field('text'), 'x'.repeat(1001))).toBe('long');
    expect(fieldFault(field('email'), 'a@b')).toBe('email');
    expect(fieldFault(field('number'), '2')).toBe('number');
    expect(fieldFault({ ...field('number'), min: 3 } as FormField, 2)).toBe('low');
  });

  it('V15 an answer is read as the schema says', () => {
    for (const answer of [
      { to: 'message-0001', choice: 'yes' },
      { to: 'message-0001', values: { a: 1, b: true, c: 'x' } },
    ]) {
      expect(readCardAnswer(answer)).toEqual(answer);
      expect(v.parse(CardAnswerSchema, answer)).toEqual(answer);
    }
    expect(readCardAnswer({ to: 'message-0001' })).toBeNull();
    expect(readCardAnswer(undefined)).toBeNull();
  });

  it("V33 a server takes cards of a site's own within their bounds (P-K5)", () => {
    const decoded = (card: unknown) =>
      decodeClientFrame(JSON.stringify({ type: 'message-send', id: 'message-0001', text: 'x', card }));
    const own = { kind: 'x-parcel', data: { way: 0.5, stops: [{ place: 'Malmö' }, null] } };
    expect(decoded(own)).toMatchObject({ card: own });
    const wrong = [
      { kind: 'parcel', data: {} },
      { kind: 'x-', data: {} },
      { kind: 'x-Parcel', data: {} },
      { kind: 'x-parcel' },
      { kind: 'x-parcel', data: [] },
      { kind: 'x-parcel', data: 'text' },
      { kind: 'x-parcel', data: {}, title: 'more' },
      { kind: 'x-parcel', data: { long: 'x'.repeat(16_000) } },
    ];
    for (const card of wrong)
      expect(() => decoded(card), JSON.stringify(card).slice(0, 60)).toThrow(/^frame-invalid: card/);
  });

  it('V15 a server refuses a card it does not know, naming the place and not the value (X4, X9)', () => {
    const frame = {
      type: 'message-send',
      id: 'message-0001',
      text: 'x',
      card: { kind: 'offer', title: 'x', price: { amount: -5, currency: 'EUR' } },
    };
    expect(() => decodeClientFrame(JSON.stringify(frame))).toThrow(/^frame-invalid: card\.price\.amount/);
  });
});
