/**
 * Opening hours as an owner writes them: what they may say, and how a page reads them. What follows from them (open or
 * not, and when next) is `core/src/hours`.
 */
import * as v from 'valibot';
import { MAX_LABEL_LENGTH } from './limits.js';
import { listOf, object, optional, refuse, string, stringThat, type Read } from './shape.js';

/** The days of a week, the first one first. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Spans of one day, and days with hours of their own. */
const MAX_SPANS = 12;
const MAX_HOLIDAYS = 400;

/** `09:30` on the clocks of the zone. */
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/u;
/** As {@link CLOCK}, or the end of the day. */
const CLOCK_OR_END = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/u;
const DATE = /^\d{4}-\d\d-\d\d$/u;

/** A stretch of a day, the end not included. It runs over midnight when `to` is not after `from`. */
const SpanSchema = v.pipe(
  v.strictObject({ from: v.pipe(v.string(), v.regex(CLOCK)), to: v.pipe(v.string(), v.regex(CLOCK_OR_END)) }),
  v.forward(
    v.check(({ from, to }) => from !== to, 'Expected another time than from'),
    ['to'],
  ),
);
const SpansSchema = v.pipe(v.array(SpanSchema), v.maxLength(MAX_SPANS));
export type HoursSpan = v.InferOutput<typeof SpanSchema>;

const day = v.exactOptional(SpansSchema);

export const OpeningHoursSchema = v.strictObject({
  /** IANA name, such as `Europe/Berlin`: the clocks all times below are read on. */
  timeZone: v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone, 'Expected an IANA time zone')),
  /** A day that is missing is closed. */
  weekly: v.strictObject({
    monday: day,
    tuesday: day,
    wednesday: day,
    thursday: day,
    friday: day,
    saturday: day,
    sunday: day,
  }),
  /** Days with hours of their own instead of the week's; without `spans` closed. */
  holidays: v.exactOptional(
    v.pipe(
      v.array(
        v.strictObject({
          date: v.pipe(v.string(), v.regex(DATE), v.check(isDate, 'Expected a date')),
          name: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_LABEL_LENGTH))),
          spans: v.exactOptional(SpansSchema),
        }),
      ),
      v.maxLength(MAX_HOLIDAYS),
    ),
  ),
});
export type OpeningHours = v.InferOutput<typeof OpeningHoursSchema>;

const spans = listOf<HoursSpan>((raw, path) => {
  const span = object<HoursSpan>({ from: string(5, CLOCK), to: string(5, CLOCK_OR_END) })(raw, path);
  return span.from === span.to ? refuse(`${path}.to`, 'another time than from') : span;
});

/** Reads opening hours. @throws ProtocolError `frame-invalid`, which names the field */
export const readHours: Read<OpeningHours> = object<OpeningHours>({
  timeZone: stringThat(isTimeZone, 'an IANA time zone'),
  weekly: object<OpeningHours['weekly']>(
    Object.fromEntries(WEEKDAYS.map((name) => [name, optional(spans)])) as Record<
      Weekday,
      Read<HoursSpan[] | undefined>
    >,
  ),
  holidays: optional(
    listOf(
      object<NonNullable<OpeningHours['holidays']>[number]>({
        date: stringThat(isDate, 'a date'),
        name: optional(string(MAX_LABEL_LENGTH)),
        spans: optional(spans),
      }),
    ),
  ),
});

/** Whether this platform knows the zone. */
function isTimeZone(name: string): boolean {
  try {
    // Offsets such as `+01:00` are no zones: they know of no daylight saving.
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false; // a RangeError says just that
  }
}

function isDate(text: string): boolean {
  const time = DATE.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
