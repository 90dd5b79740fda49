/**
 * Personal offers (A15, docs/offers.md): what an owner may write, and what agents and owners are told of them. The rule language
 * is that of proactive messages, asked of who the visitor is instead of what the page sees. Judged by the server alone.
 */
import * as v from 'valibot';
import { MAX_LABEL_LENGTH } from '../../limits.js';
import { IdSchema, SeqSchema, TimeSchema } from '../../schema.js';
import { number, object, oneOf, optional, string, type Read } from '../../shape.js';
import { storableText } from '../../text.js';
import {
  conditionSchema,
  MAX_TRIGGERS,
  NumberTestSchema,
  TextTestSchema,
  WordListSchema,
  type NumberTest,
  type TextTest,
} from '../../triggers.js';
import { OfferCardSchema, OpenCouponSchema } from '../cards/card.js';

/** Most offers of one site. */
export const MAX_OFFERS = MAX_TRIGGERS;

/** What is asked of things that are in a cart, or were bought. */
interface GoodsTest {
  /** Of all of it; 0 where nothing was told. */
  readonly value?: NumberTest;
  /** Three letters: what is told in another currency does not fit. */
  readonly currency?: string;
  /** The name of one of the lines. */
  readonly line?: TextTest;
}

/** What has to be true of a visitor; exactly one key each. */
export type OfferCondition =
  | { readonly all: readonly OfferCondition[] }
  | { readonly any: readonly OfferCondition[] }
  | { readonly not: OfferCondition }
  /** What `track('cart', …)` told last; an unknown cart is empty. */
  | { readonly cart: GoodsTest & { readonly items?: NumberTest } }
  /** Purchases that the site told, of which the newest ten are known: how many, and what the last one was. */
  | { readonly purchases: { readonly count?: NumberTest; readonly last?: GoodsTest } }
  /** The visitor's chats before this one. */
  | { readonly chats: NumberTest }
  /** The address of a page that the visitor was on, of the newest fifty. */
  | { readonly page: TextTest }
  /** BCP 47 tags, of the language of the chat; 'de' includes 'de-AT'. */
  | { readonly language: readonly string[] }
  /** ISO 3166 codes: the attribute `country` that the site told, else the region of the language. */
  | { readonly country: readonly string[] }
  /** Ids of departments that the visitor asked for. */
  | { readonly department: readonly string[] }
  /** What the site told under a name; what it did not tell is the empty text. */
  | { readonly attribute: { readonly name: string; readonly value: TextTest } }
  /** The site vouches for the visitor. */
  | { readonly verified: true }
  /** The visitor had a chat before, or was seen more than half an hour before this one began. */
  | { readonly returning: true };

const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most), v.transform(storableText));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const goods = {
  value: v.exactOptional(NumberTestSchema),
  currency: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/u, 'expected three capitals'))),
  line: v.exactOptional(TextTestSchema),
};
const isAsked = (test: object): boolean => Object.keys(test).length > 0;
const CartTestSchema = v.pipe(
  v.strictObject({ ...goods, items: v.exactOptional(NumberTestSchema) }),
  v.check(isAsked, 'expected one of value, currency, line, items'),
);
const PurchasesTestSchema = v.pipe(
  v.strictObject({
    count: v.exactOptional(NumberTestSchema),
    last: v.exactOptional(v.pipe(v.strictObject(goods), v.check(isAsked, 'expected one of value, currency, line'))),
  }),
  v.check(isAsked, 'expected count or last'),
);

const CONDITIONS = {
  cart: CartTestSchema,
  purchases: PurchasesTestSchema,
  chats: NumberTestSchema,
  page: TextTestSchema,
  language: WordListSchema,
  country: WordListSchema,
  department: WordListSchema,
  attribute: v.strictObject({ name: text(MAX_LABEL_LENGTH), value: TextTestSchema }),
  verified: v.literal(true),
  returning: v.literal(true),
};

/** What an offer shows: a card of docs/cards.md. Until when a coupon is good is said by the offer. */
export const OfferedCardSchema = v.variant('kind', [OpenCouponSchema, OfferCardSchema]);
export type OfferedCard = v.InferOutput<typeof OfferedCardSchema>;

/** Whether the server shows it by itself, or agents are told that it fits. */
export const OFFER_SHOWS = ['automatic', 'proposed'] as const;

/** One offer, and who gets it. */
export interface PersonalOffer {
  /** Names it to what is counted: 1 to 64 of `A-Z a-z 0-9 _ -`, unique. */
  readonly id: string;
  /** What the team calls it. */
  readonly name: string;
  /** True: kept, and given to nobody. */
  readonly off?: true;
  /** Default: everybody. */
  readonly when?: OfferCondition;
  readonly show: (typeof OFFER_SHOWS)[number];
  readonly card: OfferedCard;
  /** Wall time from which it is not given any more, and until which a coupon is good. Default: no end. */
  readonly validUntil?: number;
  readonly limit?: {
    /** How often agents may give it to one visitor; by itself the server does so once. Default: 1. */
    readonly perVisitor?: number;
    /** How often at all. Default: no bound. */
    readonly total?: number;
  };
}

const PersonalOfferSchema: v.GenericSchema<unknown, PersonalOffer> = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/u, 'expected 1 to 64 of A-Z a-z 0-9 _ -')),
  name: v.pipe(text(MAX_LABEL_LENGTH), v.regex(/\S/u, 'expected words')),
  off: v.exactOptional(v.literal(true)),
  when: v.exactOptional(conditionSchema<OfferCondition>(CONDITIONS)),
  show: v.picklist(OFFER_SHOWS),
  card: OfferedCardSchema,
  validUntil: v.exactOptional(TimeSchema),
  limit: v.exactOptional(v.strictObject({ perVisitor: v.exactOptional(count), total: v.exactOptional(count) })),
});

/** The section `offers` of the owner's settings, the first that fits first. Pages are not told. */
export const OffersSchema = v.pipe(
  v.array(PersonalOfferSchema),
  v.maxLength(MAX_OFFERS),
  v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, 'expected ids that are unique'),
);
export type Offers = readonly PersonalOffer[];

const visitorsOffer = {
  id: v.string(),
  name: v.string(),
  kind: v.picklist(['coupon', 'offer']),
  title: v.string(),
  show: v.picklist(OFFER_SHOWS),
  /** The visitor fits, and there is no bound that keeps an agent from giving it. */
  open: v.boolean(),
  /** How often this visitor got it, and when last. */
  shown: SeqSchema,
  shownAt: v.exactOptional(TimeSchema),
  /** When they took it last. */
  takenAt: v.exactOptional(TimeSchema),
  /** When it was redeemed last with one of their purchases. */
  redeemedAt: v.exactOptional(TimeSchema),
};

/** An offer as agents see it beside a visitor: it fits, or was shown before. */
export const VisitorsOfferSchema = v.object(visitorsOffer);
export type VisitorsOffer = Readonly<v.InferOutput<typeof VisitorsOfferSchema>>;

const time = optional(number(0));
/** @throws ProtocolError `frame-invalid` */
export const readVisitorsOffer: Read<VisitorsOffer> = object<VisitorsOffer>({
  ...{ id: string(), name: string(), kind: oneOf('coupon', 'offer'), title: string() },
  ...{ show: oneOf(...OFFER_SHOWS), open: oneOf(true, false), shown: number(0) },
  ...{ shownAt: time, takenAt: time, redeemedAt: time },
});

/** What became of an offer: how often it was shown, taken, and redeemed. */
export const OfferCountsSchema = v.object({ id: v.string(), shown: SeqSchema, taken: SeqSchema, redeemed: SeqSchema });
export type OfferCounts = Readonly<v.InferOutput<typeof OfferCountsSchema>>;

/** The answer of `GET /v1/offers`. */
export const OfferFiguresSchema = v.object({ offers: v.array(OfferCountsSchema) });

/** The body of `PUT /v1/agent/conversations/:id/offers/:message`. */
export const OfferGiftSchema = v.strictObject({ offer: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/u)) });

/** The body of `POST /v1/offers/:id/redemptions`. */
export const RedemptionSchema = v.strictObject({
  /** The shop's own number of the order. The same one again counts once. */
  order: text(MAX_LABEL_LENGTH),
});

/** What a message was given for. */
export const GivenOfferSchema = v.object({ conversation: IdSchema, seq: SeqSchema, time: TimeSchema });
