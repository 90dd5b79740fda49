/** What agents are told of a visitor beside the chat (A6): where they have been, with what, and what the site says. */
import * as v from 'valibot';
import { ConversationSummarySchema, type ConversationSummary } from '../../events.js';
import { TimeSchema } from '../../schema.js';
import { VisitorsOfferSchema, type VisitorsOffer } from '../offers/offer.js';
import {
  AttributesSchema,
  CartSchema,
  PurchaseSchema,
  type Attributes,
  type Cart,
  type Purchase,
} from './site-facts.js';

/** Most pages that are kept of one visitor; the oldest go. */
export const MAX_VISITED_PAGES = 50;

/** A page that the visitor was on. */
export interface VisitedPage {
  readonly url: string;
  readonly title: string;
  /** When they came to it, wall time. */
  readonly time: number;
  /** The page of another site that led here. */
  readonly referrer?: string | undefined;
}

/** With what a visitor looks at the site, as their browser says. */
export interface VisitorDevice {
  readonly kind?: 'desktop' | 'mobile' | 'tablet' | undefined;
  /** Name and version. */
  readonly browser?: string | undefined;
  /** Name of the operating system. */
  readonly system?: string | undefined;
}

/** The answer of `GET /v1/agent/conversations/:id/visitor`. All of it is untrusted. */
export interface VisitorDetails {
  /** The newest first. */
  readonly pages: readonly VisitedPage[];
  readonly device?: VisitorDevice | undefined;
  readonly attributes?: Attributes | undefined;
  readonly cart?: Cart | undefined;
  /** The newest first. */
  readonly purchases?: readonly Purchase[] | undefined;
  /** Personal offers that fit, or that they got before, in the owner's order. */
  readonly offers?: readonly VisitorsOffer[] | undefined;
  /** The visitor's other chats, the newest first, at most 20. */
  readonly conversations: readonly ConversationSummary[];
}

/** Details as the server answers. */
export const VisitorDetailsSchema = v.object({
  pages: v.array(
    v.object({ url: v.string(), title: v.string(), time: TimeSchema, referrer: v.exactOptional(v.string()) }),
  ),
  device: v.exactOptional(
    v.object({
      kind: v.exactOptional(v.picklist(['desktop', 'mobile', 'tablet'])),
      browser: v.exactOptional(v.string()),
      system: v.exactOptional(v.string()),
    }),
  ),
  attributes: v.exactOptional(AttributesSchema),
  cart: v.exactOptional(CartSchema),
  purchases: v.exactOptional(v.array(PurchaseSchema)),
  offers: v.exactOptional(v.array(VisitorsOfferSchema)),
  conversations: v.array(ConversationSummarySchema),
});
