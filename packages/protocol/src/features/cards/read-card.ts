/**
 * Cards and answers as pages read them: by hand, because pages carry no schema library (decision 10), and apart from the
 * frames, because only the part that shows cards needs it. A frame passes them on as they came.
 */
import { MAX_URL_LENGTH } from '../../limits.js';
import { isRecord, listOf, number, object, oneOf, optional, refuse, string, type Read } from '../../shape.js';
import { storableText } from '../../text.js';
import type { Card, CardAnswer, FormField, Offer, Price } from './card.js';
import { CARD_LIMITS, CURRENCY, FORM_FIELD_TYPES, IMAGE_URL, KEY, LINK_URL } from './card-limits.js';

type CardOf<Kind extends Card['kind']> = Omit<Extract<Card, { kind: Kind }>, 'kind'>;

type CardReaders = { readonly [Kind in Card['kind']]: Read<CardOf<Kind>> };

/** Made when the first card is read: what runs while a module loads keeps its bundle from loading it later. */
let known: CardReaders | undefined;

function makeReaders(): CardReaders {
  const words = (most: number): Read<string> => {
    const read = string(most, /[^]/u);
    return (raw, path) => storableText(read(raw, path));
  };
  const label = words(CARD_LIMITS.label);
  const text = words(CARD_LIMITS.text);
  const key = string(64, KEY);
  const flag = oneOf(true, false);
  const choice = object({ id: key, label });
  const price = object<Price>({
    amount: number(0, (value) => value <= CARD_LIMITS.amount),
    currency: string(3, CURRENCY),
  });
  const offerFields = {
    title: label,
    text: optional(text),
    image: optional(object({ url: string(MAX_URL_LENGTH, IMAGE_URL), alt: optional(label) })),
    link: optional(object({ url: string(MAX_URL_LENGTH, LINK_URL), label: optional(label) })),
    price: optional(price),
  };
  const offer = object<Offer>(offerFields as never);

  const field: Read<FormField> = (raw, path) => {
    if (!isRecord(raw)) refuse(path, 'object');
    const type = oneOf(...FORM_FIELD_TYPES, 'number', 'select')(raw['type'], `${path}.type`);
    const common = { id: key, label, required: optional(flag) };
    const own =
      type === 'number'
        ? { min: optional(number()), max: optional(number()) }
        : type === 'select'
          ? { options: some(choice, CARD_LIMITS.options) }
          : {};
    return { type, ...object<object>({ ...common, ...own })(raw, path) } as FormField;
  };

  return {
    choices: object({ choices: some(choice, CARD_LIMITS.choices) }),
    confirm: object({ title: label, price }),
    coupon: object<CardOf<'coupon'>>({
      title: label,
      text: optional(text),
      code: label,
      expiresAt: optional(number(0)),
    }),
    offer,
    carousel: object({ offers: some(offer, CARD_LIMITS.offers) }),
    form: object({ title: label, fields: some(field, CARD_LIMITS.fields) }),
  };
}

function some<Value extends object>(item: Read<Value>, most: number): Read<Value[]> {
  const read = listOf(item);
  return (raw, path) => {
    const list = read(raw, path);
    const ids = list.flatMap((one) => ('id' in one ? [one.id] : []));
    if (list.length === 0 || list.length > most || new Set(ids).size < ids.length) refuse(path, 'list');
    return list;
  };
}

/** A card, or null when it is of a kind this side does not know or cannot be read: the words of the message stand for it. */
export function readCard(raw: unknown): Card | null {
  try {
    known ??= makeReaders();
    if (!isRecord(raw) || typeof raw['kind'] !== 'string' || !Object.hasOwn(known, raw['kind'])) return null;
    const kind = raw['kind'] as Card['kind'];
    return { kind, ...known[kind](raw, '') } as Card;
  } catch {
    return null; // Not worth more than a message without a card.
  }
}

/** An answer, or null when it cannot be read. */
export function readCardAnswer(raw: unknown): CardAnswer | null {
  if (!isRecord(raw) || typeof raw['to'] !== 'string') return null;
  const { to, choice, values } = raw;
  if (typeof choice === 'string') return { to, choice };
  if (!isRecord(values)) return null;
  const readable = Object.entries(values).filter(
    (entry): entry is [string, string | number | boolean] =>
      typeof entry[1] === 'string' || typeof entry[1] === 'number' || typeof entry[1] === 'boolean',
  );
  return { to, values: Object.fromEntries(readable) };
}
