/**
 * Words, figures and times in one language. Owns the choice of plural forms and of how a moment is written; the words
 * themselves live in `locales/`. Immutable: another language is another localizer.
 */
import { retryVerdict, type ErrorCode } from '@support-chat/protocol';
import { en } from '../locales/en.js';
import type { ErrorKey, MessageKey, Messages } from '../locales/messages.js';
import { formatText, type Text, type TextValues } from './format-text.js';
import { unpacked } from './packed-messages.js';

/** Speaks one language. `Key` grows where a product part, such as the desk, brings texts of its own. */
export interface Localizer<Key extends string = MessageKey> {
  /** BCP 47 tag for `lang` and `Intl`. */
  readonly locale: string;
  /** Writing direction, for `dir`. */
  readonly direction: 'ltr' | 'rtl';
  text(key: Key, values?: TextValues): string;
  /**
   * The same language with the words of a lazy part. `english` comes with the part; every other language has them in
   * its own file already.
   */
  extended<More extends string>(english: Readonly<Record<More, Text>>): Localizer<Key | More>;
  /** What a person reads about a failure. */
  error(code: ErrorCode): string;
  number(value: number): string;
  /** A moment in a log: 'Now', '2 min' up to an hour, then the clock; the day stands above it. */
  time(moment: number, now: number): string;
  /** The clock alone, '14:05'. */
  clock(moment: number): string;
  /** A day in words: 'Today', 'Yesterday', 'Monday, 3 March', with the year when it is another one. */
  day(moment: number, now: number): string;
  /** Day and clock, unmistakable: for tooltips, labels and the plain view. */
  dateTime(moment: number): string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/i;

/**
 * Makes a localizer.
 *
 * @param locale - BCP 47; `messages` must be of its language
 * @param overrides - texts to use instead, by key (the element's `labels`)
 * @param messages - all texts of that language; default: English. {@link loadLocalizer} brings others
 * @throws RangeError when `locale` is not a BCP 47 tag: at the first figure or moment that is written
 */
export function createLocalizer<Key extends string = MessageKey>(
  locale = 'en',
  overrides?: Readonly<Partial<Record<NoInfer<Key> | ErrorKey, Text>>>,
  messages: Messages & Readonly<Record<Key, Text>> = en as Messages & Readonly<Record<Key, Text>>,
): Localizer<Key> {
  const number = lazily(() => new Intl.NumberFormat(locale));
  const minutes = lazily(() => new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'short' }));
  const clock = lazily(() => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }));
  const day = lazily(() => new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }));
  const dayOfYear = lazily(() => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }));
  const dateTime = lazily(() => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }));
  const named = unpacked(en, messages);
  const words = (key: Key | MessageKey | ErrorKey): Text | undefined => overrides?.[key as Key] ?? named[key as Key];
  const text = (key: Key | MessageKey, values?: TextValues): string => formatText(words(key) ?? key, values, locale);

  return {
    locale,
    direction: RIGHT_TO_LEFT.test(locale) ? 'rtl' : 'ltr',
    text,
    extended: (english) => createLocalizer(locale, overrides as never, { ...english, ...unpacked(english, named) }),
    error(code) {
      const own = words(`error-${code}`);
      return own ? formatText(own) : text(retryVerdict(code) === 'never' ? 'error-never' : 'error-retry');
    },
    number,
    time(moment, now) {
      const age = now - moment;
      // A server clock a little ahead of ours is no reason to speak of the future.
      if (age < MINUTE && age > -MINUTE) return text('time-now');
      return age >= MINUTE && age < HOUR ? minutes(Math.floor(age / MINUTE)) : clock(moment);
    },
    clock,
    day(moment, now) {
      const days = calendarDay(now) - calendarDay(moment);
      if (days === 0) return text('day-today');
      if (days === 1) return text('day-yesterday');
      return (new Date(moment).getFullYear() === new Date(now).getFullYear() ? day : dayOfYear)(moment);
    },
    dateTime,
  };
}

/** A formatter that is made when it is first needed: five at once take as long as all else when a chat opens. */
function lazily(make: () => { format(value: number): string }): (value: number) => string {
  let formatter: ReturnType<typeof make> | undefined;
  return (value) => (formatter ??= make()).format(value);
}

/** Number of the local calendar day: two moments share it exactly when they are on the same date where the reader is. */
export function calendarDay(moment: number): number {
  const date = new Date(moment);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / (24 * HOUR));
}
