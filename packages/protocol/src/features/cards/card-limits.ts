/** Bounds and patterns of cards, for the schemas of the server and for the reader and the forms of pages. */

/** Lengths in UTF-16 code units, and how many of each there may be. */
export const CARD_LIMITS = {
  label: 200,
  text: 1_000,
  choices: 10,
  options: 50,
  offers: 10,
  fields: 10,
  /** Of a card of a site's own, as JSON. */
  data: 16_000,
  amount: 1_000_000_000,
} as const;

/** The answers to a `confirm`. */
export const CONFIRM_CHOICES = ['ok', 'no'] as const;

/** Fields of a form that need nothing but their words. */
export const FORM_FIELD_TYPES = ['text', 'email', 'checkbox'] as const;

/** Names a choice or a field within its card. */
export const KEY = /^[\w-]{1,64}$/u;
/** Begins the kind of a card of a site's own. */
export const OWN_KIND = /^x-[a-z\d-]{1,60}$/u;
/** ISO 4217. */
export const CURRENCY = /^[A-Z]{3}$/u;
/** Pictures come encrypted or not at all. */
export const IMAGE_URL = /^https:\/\/\S+$/u;
/** Where a card may lead (X6). */
export const LINK_URL = /^(?:https?:\/\/|mailto:|tel:)\S+$/iu;
/** As much of an address as can be judged without sending to it. */
export const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/u;
