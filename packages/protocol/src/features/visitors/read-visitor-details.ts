/** The answer about a visitor as the desk reads it: by hand (decision 10). */
import { text, time } from '../../decode-visitor-frame.js';
import { summary } from '../../decode-server-frame.js';
import { listOf, number, object, oneOf, optional, recordOf, type Read } from '../../shape.js';
import { readVisitorsOffer } from '../offers/offer.js';
import type { Cart, Purchase } from './site-facts.js';
import type { VisitedPage, VisitorDetails, VisitorDevice } from './visitor-details.js';

const amount = optional(number(0));
const cart = {
  value: amount,
  currency: optional(text),
  items: amount,
  lines: optional(listOf(object<NonNullable<Cart['lines']>[number]>({ name: text, quantity: amount, price: amount }))),
};

/** @throws ProtocolError `frame-invalid` */
export const readVisitorDetails: Read<VisitorDetails> = object<VisitorDetails>({
  pages: listOf(object<VisitedPage>({ url: text, title: text, time, referrer: optional(text) })),
  device: optional(
    object<VisitorDevice>({
      kind: optional(oneOf('desktop', 'mobile', 'tablet')),
      browser: optional(text),
      system: optional(text),
    }),
  ),
  attributes: optional(recordOf(text)),
  cart: optional(object<Cart>(cart)),
  purchases: optional(listOf(object<Purchase>({ id: optional(text), ...cart }))),
  offers: optional(listOf(readVisitorsOffer)),
  conversations: listOf(summary),
});
