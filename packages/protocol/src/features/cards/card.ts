/**
 * Cards: what an agent or bot may send along with the words of a message, and how a visitor answers it. Schemas for the
 * side that judges (the server); pages read what it has judged by `read-card.ts`. Knows nothing of how a card looks.
 */
import * as v from 'valibot';
import { MAX_URL_LENGTH } from '../../limits.js';
import { IdSchema, TimeSchema } from '../../schema.js';
import { isRecord } from '../../shape.js';
import { storableText } from '../../text.js';
import { CARD_LIMITS, CURRENCY, FORM_FIELD_TYPES, IMAGE_URL, KEY, LINK_URL, OWN_KIND } from './card-limits.js';

const words = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most), v.transform(storableText));
const label = words(CARD_LIMITS.label);
const text = words(CARD_LIMITS.text);
/** Names a choice or a field within its card. */
export const KeySchema = v.pipe(v.string(), v.regex(KEY));
const url = (pattern: RegExp) => v.pipe(v.string(), v.maxLength(MAX_URL_LENGTH), v.regex(pattern));
const amount = v.pipe(v.number(), v.minValue(0), v.maxValue(CARD_LIMITS.amount));

/** An amount of money, judged. */
export const PriceSchema = v.strictObject({
  /** In the currency's main unit: 39.5 is 39.50 €. */
  amount,
  /** ISO 4217, three capitals. */
  currency: v.pipe(v.string(), v.regex(CURRENCY)),
});
/** An amount of money. */
export type Price = v.InferOutput<typeof PriceSchema>;

const ChoiceSchema = v.strictObject({ id: KeySchema, label });

/** Spread from here and not from a schema: reading one would keep all of them in every page's bundle. */
const offer = {
  title: label,
  text: v.exactOptional(text),
  image: v.exactOptional(v.strictObject({ url: url(IMAGE_URL), alt: v.exactOptional(label) })),
  link: v.exactOptional(v.strictObject({ url: url(LINK_URL), label: v.exactOptional(label) })),
  price: v.exactOptional(PriceSchema),
};
const OfferSchema = v.strictObject(offer);
/** Something to look at: picture, words, price, and where to find it. */
export type Offer = v.InferOutput<typeof OfferSchema>;

const distinct = (items: readonly { readonly id: string }[]): boolean =>
  new Set(items.map(({ id }) => id)).size === items.length;

const optionalFlag = v.exactOptional(v.boolean());
const field = { id: KeySchema, label, required: optionalFlag };
const FormFieldSchema = v.variant('type', [
  v.strictObject({ type: v.picklist(FORM_FIELD_TYPES), ...field }),
  v.strictObject({
    type: v.literal('number'),
    ...field,
    min: v.exactOptional(v.number()),
    max: v.exactOptional(v.number()),
  }),
  v.strictObject({
    type: v.literal('select'),
    ...field,
    options: v.pipe(
      v.array(ChoiceSchema),
      v.minLength(1),
      v.maxLength(CARD_LIMITS.options),
      v.check((options) => distinct(options), 'ids differ'),
    ),
  }),
]);
/** One field of a form. A required checkbox has to be ticked. */
export type FormField = v.InferOutput<typeof FormFieldSchema>;

const coupon = { kind: v.literal('coupon'), title: label, text: v.exactOptional(text), code: label };

/** A coupon, without until when it is good. */
export const OpenCouponSchema = v.strictObject(coupon);

/** A card that shows an {@link Offer}. */
export const OfferCardSchema = v.strictObject({ kind: v.literal('offer'), ...offer });

/** What a message may carry; `choices`, `confirm` and `form` are answered, once. */
export const CardSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('choices'),
    choices: v.pipe(
      v.array(ChoiceSchema),
      v.minLength(1),
      v.maxLength(CARD_LIMITS.choices),
      v.check((choices) => distinct(choices), 'ids differ'),
    ),
  }),
  v.strictObject({ kind: v.literal('confirm'), title: label, price: PriceSchema }),
  v.strictObject({ ...coupon, expiresAt: v.exactOptional(TimeSchema) }),
  OfferCardSchema,
  v.strictObject({
    kind: v.literal('carousel'),
    offers: v.pipe(v.array(OfferSchema), v.minLength(1), v.maxLength(CARD_LIMITS.offers)),
  }),
  v.strictObject({
    kind: v.literal('form'),
    title: label,
    fields: v.pipe(
      v.array(FormFieldSchema),
      v.minLength(1),
      v.maxLength(CARD_LIMITS.fields),
      v.check((fields) => distinct(fields), 'ids differ'),
    ),
  }),
]);
/** A card. */
export type Card = v.InferOutput<typeof CardSchema>;

/**
 * A card of a site's own, for its plug-ins to draw (P-K5): nobody else knows what is in it, and it is not answered. Where no
 * plug-in draws it the words of the message stand.
 */
export const OwnCardSchema = v.strictObject({
  kind: v.pipe(v.string(), v.regex(OWN_KIND)),
  /** A JSON object. */
  data: v.pipe(
    v.unknown(),
    v.check((data) => isRecord(data) && JSON.stringify(data).length <= CARD_LIMITS.data, 'object'),
    v.transform((data) => data as Readonly<Record<string, unknown>>),
  ),
});
export type OwnCard = v.InferOutput<typeof OwnCardSchema>;

/** What a person put into a field. */
const ValueSchema = v.union([
  v.pipe(v.string(), v.maxLength(CARD_LIMITS.text), v.transform(storableText)),
  v.number(),
  v.boolean(),
]);

/** The answer to the card of message `to`: the id of a choice, or the values of a form by the ids of its fields. */
export const CardAnswerSchema = v.union([
  v.strictObject({ to: IdSchema, choice: KeySchema }),
  v.strictObject({ to: IdSchema, values: v.record(KeySchema, ValueSchema) }),
]);
export type CardAnswer = v.InferOutput<typeof CardAnswerSchema>;
