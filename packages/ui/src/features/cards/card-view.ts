/** What a card needs to be drawn, and the small things its kinds share. */
import type { Card, CardAnswer, FieldFault, FieldValue, Price } from '@support-chat/protocol';
import type { cardWords } from '../../locales/features/cards.js';
import type { Localizer } from '../../localizer/localizer.js';
import type { MessageKey } from '../../locales/messages.js';

/** Speaks the words of cards, too. */
export type CardLocalizer = Localizer<MessageKey | keyof typeof cardWords>;

/** One card as it stands in the log. */
export interface CardView<Kind extends Card['kind'] = Card['kind']> {
  /** Of the message. */
  readonly id: string;
  readonly card: Extract<Card, { kind: Kind }>;
  readonly answer: CardAnswer | undefined;
  /** The reader is the one who is asked. */
  readonly asked: boolean;
  readonly localizer: CardLocalizer;
  /** What the reader has put into a form so far. */
  readonly values: Readonly<Record<string, FieldValue>>;
  readonly faults: Readonly<Record<string, FieldFault>>;
  readonly now: number;
  choose(choice: string, text: string): void;
  put(field: string, value: FieldValue | undefined): void;
  submit(): void;
}

/** An amount the way the reader's language writes it. */
export function money({ amount, currency }: Price, { locale }: CardLocalizer): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount);
}

/** A day, short and unmistakable. */
export function shortDate(moment: number, { locale }: CardLocalizer): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(moment);
}
