/** From what an agent filled in to a card and the words that say the same: pure, knows no elements. */
import type { Card, FormField, Price } from '@support-chat/protocol';
import type { DeskLocalizer } from '../../desk-localizer.js';
import { priceOf } from './price-fields.js';

/** Cards an agent makes by hand. */
export const CARD_KINDS = ['choices', 'confirm', 'coupon', 'offer', 'form'] as const;
export type DraftKind = (typeof CARD_KINDS)[number];

/** Most quick replies, and most fields of a form, that can be made by hand. */
export const MOST_ROWS = 5;

/** The fields of the dialog by name; what is not there is empty. */
export type CardDraft = (name: string) => string;

/** A message with a card. */
export interface CardMessage {
  readonly text: string;
  readonly card: Card;
}

/** Makes the message. The dialog has checked that what is needed is there. */
export function cardMessage(kind: DraftKind, draft: CardDraft, localizer: DeskLocalizer): CardMessage {
  switch (kind) {
    case 'choices': {
      const labels = rows().flatMap((row) => draft(`choice-${row}`) || []);
      return {
        text: draft('words'),
        card: { kind, choices: labels.map((label, index) => ({ id: `choice-${index + 1}`, label })) },
      };
    }
    case 'confirm': {
      const price = priceOf(draft) ?? { amount: 0, currency: 'EUR' };
      return { text: lines(draft('title'), money(price, localizer)), card: { kind, title: draft('title'), price } };
    }
    case 'coupon': {
      const expiresAt = endOfDay(draft('expires'));
      return {
        text: lines(draft('title'), draft('code'), draft('text')),
        card: {
          kind,
          title: draft('title'),
          code: draft('code'),
          ...(draft('text') && { text: draft('text') }),
          ...(expiresAt !== null && { expiresAt }),
        },
      };
    }
    case 'offer': {
      const price = priceOf(draft);
      return {
        text: lines(draft('title'), draft('text'), price && money(price, localizer), draft('link')),
        card: {
          kind,
          title: draft('title'),
          ...(draft('text') && { text: draft('text') }),
          ...(draft('image') && { image: { url: draft('image') } }),
          ...(draft('link') && { link: { url: draft('link') } }),
          ...(price && { price }),
        },
      };
    }
    case 'form': {
      const fields = rows().flatMap((row) => fieldOf(row, draft) ?? []);
      return {
        text: lines(draft('title'), ...fields.map(({ label }) => `- ${label}`)),
        card: { kind, title: draft('title'), fields },
      };
    }
  }
}

/** 1 to {@link MOST_ROWS}. */
export function rows(): readonly number[] {
  return Array.from({ length: MOST_ROWS }, (_, index) => index + 1);
}

function fieldOf(row: number, draft: CardDraft): FormField | null {
  const label = draft(`field-${row}`);
  if (!label) return null;
  const common = { id: `field-${row}`, label, ...(draft(`required-${row}`) && { required: true }) };
  const type = draft(`type-${row}`);
  if (type === 'number') return { type, ...common };
  if (type === 'email' || type === 'checkbox') return { type, ...common };
  const options = [
    ...new Set(
      draft(`options-${row}`)
        .split(',')
        .map((one) => one.trim()),
    ),
  ].filter(Boolean);
  if (type !== 'select' || options.length === 0) return { type: 'text', ...common };
  return { type, ...common, options: options.map((one, index) => ({ id: `option-${index + 1}`, label: one })) };
}

function money({ amount, currency }: Price, { locale }: DeskLocalizer): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount);
}

/** A coupon is good for the whole of its last day, where the agent is. */
function endOfDay(date: string): number | null {
  const [year, month, day] = date.split('-').map(Number);
  return year && month && day ? new Date(year, month - 1, day, 23, 59, 59).getTime() : null;
}

function lines(...parts: readonly (string | null)[]): string {
  return parts.filter(Boolean).join('\n');
}
