/**
 * Days and hours of a time zone (IANA), by the rules that the platform has: where the clocks change, a day has 23 or 25
 * hours, and an hour that comes twice counts as one.
 */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Milliseconds between two looks for a change of the clocks; no zone has changed twice within that. */
const LOOK = 12 * HOUR;

/** Where a moment falls. */
export interface LocalTime {
  /** `2026-11-27`. */
  readonly day: string;
  /** 0 to 23. */
  readonly hour: number;
}

/** Whether the platform knows a zone. */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Milliseconds between which all moments of some days lie, whatever the zone: a little more on both sides. */
export function around(from: string, to: string): { readonly from: number; readonly to: number } {
  return { from: Date.parse(from) - DAY, to: Date.parse(to) + 2 * DAY };
}

/** All days between two, both included. */
export function daysBetween(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let day = Date.parse(from); day <= Date.parse(to); day += DAY) days.push(dayOf(day));
  return days;
}

/**
 * Tells of moments between two others where they fall. Asking the platform for each would take longer than everything
 * else: it is asked for the changes of the clocks only.
 */
export function localTimes(zone: string, from: number, to: number): (time: number) => LocalTime {
  const offsetAt = offsets(zone);
  const changes: { readonly from: number; readonly offset: number }[] = [{ from, offset: offsetAt(from) }];
  for (let low = from; low < to; low += LOOK) {
    const last = changes.at(-1)?.offset;
    if (offsetAt(low + LOOK) === last) continue;
    let [before, after] = [low, low + LOOK];
    while (after - before > 1000) {
      const middle = Math.floor((before + after) / 2000) * 1000;
      if (offsetAt(middle) === last) before = middle;
      else after = middle;
    }
    changes.push({ from: after, offset: offsetAt(after) });
  }
  const days = new Map<number, string>();
  return (time) => {
    const local = time + (changes.findLast((change) => change.from <= time)?.offset ?? changes[0]?.offset ?? 0);
    const number = Math.floor(local / DAY);
    let day = days.get(number);
    if (day === undefined) days.set(number, (day = dayOf(local)));
    return { day, hour: Math.floor((local - number * DAY) / HOUR) };
  };
}

function dayOf(local: number): string {
  return new Date(local).toISOString().slice(0, 10);
}

function offsets(zone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  return (time) => {
    const whole = Math.floor(time / 1000) * 1000;
    const parts = Object.fromEntries(format.formatToParts(whole).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
  };
}
