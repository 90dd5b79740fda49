/**
 * Whether somebody is there by the owner's hours, and when next: pure, in wall milliseconds. It goes by the clocks on
 * the wall: an hour that comes twice when summer ends is open twice, one that is left out when it begins is no opening.
 * A span that runs over midnight belongs to the day it begins on, also when the next one is a holiday.
 */
import { WEEKDAYS, type HoursSpan, type OpeningHours } from '@support-chat/protocol';
import { localDate, localDay, localWeekday, zoneClock, type ZoneClock } from './zone-clock.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How many days ahead the next opening is looked for. */
const HORIZON = 400;

/** Whether the hours say 'open' at a moment. */
export function isOpen(hours: OpeningHours, at: number): boolean {
  const local = zoneClock(hours.timeZone).localAt(at);
  const today = localDay(local);
  return (
    spansOf(hours, today).some((span) => isWithin(local - today, span)) ||
    spansOf(hours, today - DAY).some((span) => isWithin(local - today + DAY, span))
  );
}

/** The first moment from `at` on when it is open: `at` itself while it is; null when the next 400 days have none. */
export function nextOpening(hours: OpeningHours, at: number): number | null {
  if (isOpen(hours, at)) return at;
  const clock = zoneClock(hours.timeZone);
  const today = localDay(clock.localAt(at));
  for (let day = today; day <= today + HORIZON * DAY; day += DAY) {
    const found = openingsOn(hours, day, clock).filter((moment) => moment >= at && isOpen(hours, moment));
    if (found.length > 0) return Math.min(...found);
  }
  return null;
}

/** Moments of a local day at which it may begin to be open: where a span begins, and where the clocks change. */
function openingsOn(hours: OpeningHours, day: number, clock: ZoneClock): number[] {
  const starts = spansOf(hours, day).map(({ from }) => minutesOf(from) * MINUTE);
  // The day in UTC with room for every offset there is: whatever offset holds on it, it holds at one of its ends.
  const [begin, end] = [day - DAY, day + 2 * DAY];
  const change = clock.changeBetween(begin, end);
  const offsets = [begin, end].map((moment) => clock.localAt(moment) - moment);
  return [
    ...new Set(offsets.flatMap((offset) => starts.map((start) => day + start - offset))),
    ...(change === null ? [] : [change]),
  ].filter((moment) => localDay(clock.localAt(moment)) === day);
}

function spansOf({ weekly, holidays }: OpeningHours, day: number): readonly HoursSpan[] {
  const date = localDate(day);
  const holiday = holidays?.find((one) => one.date === date);
  if (holiday) return holiday.spans ?? [];
  const name = WEEKDAYS[localWeekday(day)];
  return (name && weekly[name]) ?? [];
}

/** `time`: milliseconds since the local midnight on which the span's day begins. */
function isWithin(time: number, { from, to }: HoursSpan): boolean {
  const begin = minutesOf(from) * MINUTE;
  const end = minutesOf(to) * MINUTE;
  return time >= begin && time < (end > begin ? end : end + DAY);
}

/** Minutes since midnight of `09:30`. */
function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
