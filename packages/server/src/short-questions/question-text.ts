/** What a short question (A18) says in the chat, in its mail and on its page. Pure. */
import type { Price } from '@support-chat/protocol';
import { questionWords } from '../locales/question.js';

/** Path of the page of a question, before its token. */
export const QUESTION_PATH = '/q/';

/** What a question travels with. */
interface Travelling {
  /** BCP 47. */
  readonly locale: string;
  /** Wall time. */
  readonly expiresAt: number;
  readonly linkToken: string;
  /** `https://host`, of this server. */
  readonly origin: string;
}

/** The words of the message: those of the agent, and below them what it is about. */
export function questionText(text: string, price: Price | null, locale: string): string {
  return price === null ? text : `${text}\n\n${priceText(price, locale)}`;
}

/** The words of an answer by link: who agrees to something agrees to its price. */
export function answerText(label: string, price: Price | null, locale: string): string {
  return price === null ? label : `${label} — ${priceText(price, locale)}`;
}

/** A mail that asks. @param text - of the message */
export function questionMail(text: string, { locale, expiresAt, linkToken, origin }: Travelling): string {
  const { words } = questionWords(locale);
  const press = words.press.replace('{time}', momentText(expiresAt, locale));
  return `${text.trim()}\n\n${press}\n${origin}${QUESTION_PATH}${linkToken}\n`;
}

/** A moment, in UTC and saying so: where the visitor is, only their device knows. */
export function momentText(time: number, locale: string): string {
  return new Intl.DateTimeFormat(questionWords(locale).locale, {
    ...({ year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const),
    ...({ timeZone: 'UTC', timeZoneName: 'short' } as const),
  }).format(time);
}

function priceText({ amount, currency }: Price, locale: string): string {
  return new Intl.NumberFormat(questionWords(locale).locale, { style: 'currency', currency }).format(amount);
}
