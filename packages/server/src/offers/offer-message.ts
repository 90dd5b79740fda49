/** From an offer of the owner's settings to what is stored in the log: a card, and words that say the same. */
import { isLanguageTag, type Card, type PersonalOffer } from '@support-chat/protocol';

/** The card of a personal offer says whose it is, so that pages tell when it was taken (P-K6). */
export type MarkedCard = Extract<Card, { kind: 'coupon' | 'offer' }> & { readonly offer: string };

/** What is written. */
export interface OfferMessage {
  readonly text: string;
  readonly card: MarkedCard;
}

/** @param language - BCP 47, for prices; empty: none in particular */
export function offerMessage({ id, card, validUntil }: PersonalOffer, language: string): OfferMessage {
  if (card.kind === 'coupon') {
    return {
      text: lines(card.title, card.code, card.text),
      card: { ...card, ...(validUntil !== undefined && { expiresAt: validUntil }), offer: id },
    };
  }
  const { title, text, price, link } = card;
  return { text: lines(title, text, price && money(price, language), link?.url), card: { ...card, offer: id } };
}

function money({ amount, currency }: { readonly amount: number; readonly currency: string }, language: string): string {
  const options = { style: 'currency', currency } as const;
  // What a page calls its language may be anything.
  const known = isLanguageTag(language) ? language : 'en';
  return new Intl.NumberFormat(known, options).format(amount);
}

function lines(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join('\n');
}
