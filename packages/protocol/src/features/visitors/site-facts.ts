/**
 * What a site tells of its visitor (A6): facts of its own, what is in the cart, what was bought. Untrusted like all that a
 * page says: shown to agents as plain text, computed with by nobody.
 */
import * as v from 'valibot';
import { MAX_LABEL_LENGTH, MAX_PROFILE_FIELDS } from '../../limits.js';
import { storableText } from '../../text.js';

/** Most lines of a cart or a purchase; the rest is counted in `items`. */
export const MAX_CART_LINES = 20;

/** Most purchases of one visitor; the oldest go. */
export const MAX_PURCHASES = 10;

const label = v.pipe(v.string(), v.maxLength(MAX_LABEL_LENGTH), v.transform(storableText));
const amount = v.pipe(v.number(), v.finite(), v.minValue(0));

/** One thing of a cart, `price` for one of it. */
const line = v.strictObject({
  name: label,
  quantity: v.exactOptional(amount),
  price: v.exactOptional(amount),
});

const cart = {
  /** What all of it costs. */
  value: v.exactOptional(amount),
  /** ISO 4217, of every price. */
  currency: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/u))),
  /** How many things. */
  items: v.exactOptional(amount),
  lines: v.exactOptional(v.pipe(v.array(line), v.maxLength(MAX_CART_LINES))),
};

/** What somebody is about to buy. */
export const CartSchema = v.strictObject(cart);
export type Cart = v.InferOutput<typeof CartSchema>;

/** What somebody has bought. Told again with the same `id` it is the same purchase. */
export const PurchaseSchema = v.strictObject({ id: v.exactOptional(label), ...cart });
export type Purchase = v.InferOutput<typeof PurchaseSchema>;

/** The site's own facts, name → value. */
export const AttributesSchema = v.pipe(v.record(label, label), v.maxEntries(MAX_PROFILE_FIELDS));
export type Attributes = v.InferOutput<typeof AttributesSchema>;
