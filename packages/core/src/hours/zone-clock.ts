/** What the clocks on the walls of a time zone show, by the platform's own data. Knows nothing of opening hours. */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Clocks of one IANA zone. Local times are milliseconds as if the zone were UTC: `Date.UTC(…)` of what is shown. */
export interface ZoneClock {
  /** Local time at a moment; moments are wall milliseconds. */
  localAt(moment: number): number;
  /** Where the offset changes after `from` and until `to`, to the minute; null when it is the same at both. */
  changeBetween(from: number, to: number): number | null;
}

const FIELDS = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;

/** Formatters are slow to make and hold nothing but their zone. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', { timeZone, hourCycle: 'h23', ...FIELDS });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** @throws RangeError when the platform does not know the zone */
export function zoneClock(timeZone: string): ZoneClock {
  const formatter = formatterOf(timeZone);

  function localAt(moment: number): number {
    const minute = Math.floor(moment / MINUTE) * MINUTE;
    const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of formatter.formatToParts(minute)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute: minutes = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minutes) + (moment - minute);
  }
  const offsetAt = (moment: number): number => localAt(moment) - moment;

  return {
    localAt,
    changeBetween(from, to) {
      const before = offsetAt(from);
      if (before === offsetAt(to)) return null;
      let [low, high] = [Math.floor(from / MINUTE), Math.ceil(to / MINUTE)];
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (offsetAt(middle * MINUTE) === before) low = middle;
        else high = middle;
      }
      return high * MINUTE;
    },
  };
}

/** Start of the local day of a local time. */
export function localDay(local: number): number {
  return Math.floor(local / DAY) * DAY;
}

/** `2026-12-24` of a local time. */
export function localDate(local: number): string {
  return new Date(local).toISOString().slice(0, 10);
}

/** 0 for Monday to 6 for Sunday. */
export function localWeekday(local: number): number {
  return (new Date(local).getUTCDay() + 6) % 7;
}
