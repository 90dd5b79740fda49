/** The section `hours`, between what is stored and what is entered, and what stands in the way. */
import { WEEKDAYS, type HoursSpan, type OpeningHours, type Weekday } from '@support-chat/protocol';
import type { Draft } from '../draft.js';
import { sectionDraft } from '../section-draft.js';
import type { PageHost, Say } from '../settings-page.js';
import type { hoursWords } from './hours-words.js';

export interface HolidayEntry {
  readonly date: string;
  readonly name: string;
  /** Empty: closed. */
  readonly spans: readonly HoursSpan[];
}

export interface HoursEntry {
  /** False: always open. */
  readonly on: boolean;
  readonly timeZone: string;
  readonly weekly: Readonly<Record<Weekday, readonly HoursSpan[]>>;
  readonly holidays: readonly HolidayEntry[];
}

type Words = Say<keyof typeof hoursWords.en>;

/** What is offered when hours are switched on. */
export const WORKDAY: HoursSpan = { from: '09:00', to: '17:00' };
/** A field of the platform ends its day where the next one begins. */
const MIDNIGHT = '00:00';
const END = '24:00';

export function hoursDraft(host: PageHost, say: () => Words): Draft<HoursEntry> {
  return sectionDraft<HoursEntry>(host, {
    section: 'hours',
    empty: {
      on: false,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      weekly: weekOf((day) => (day === 'saturday' || day === 'sunday' ? [] : [WORKDAY])),
      holidays: [],
    },
    read: ({ timeZone, weekly, holidays = [] }: OpeningHours) => ({
      ...{ on: true, timeZone },
      weekly: weekOf((day) => (weekly[day] ?? []).map(shown)),
      holidays: holidays.map(({ date, name = '', spans = [] }) => ({ date, name, spans: spans.map(shown) })),
    }),
    write: hoursOf,
    check: (entry) => hoursProblems(entry, say()),
  });
}

/** The section as it is stored; null: there are none. */
export function hoursOf({ on, timeZone, weekly, holidays }: HoursEntry): OpeningHours | null {
  if (!on) return null;
  const open = WEEKDAYS.filter((day) => weekly[day].length > 0);
  return {
    timeZone,
    weekly: Object.fromEntries(open.map((day) => [day, weekly[day].map(stored)])),
    ...(holidays.length > 0 && {
      holidays: holidays.map(({ date, name, spans }) => ({
        date,
        ...(name.trim() !== '' && { name: name.trim() }),
        ...(spans.length > 0 && { spans: spans.map(stored) }),
      })),
    }),
  };
}

/** What is wrong, by its place. */
export function hoursProblems({ on, weekly, holidays }: HoursEntry, say: Words): Record<string, string> {
  const problems: Record<string, string> = {};
  if (!on) return problems;
  const look = (spans: readonly HoursSpan[], place: string): void =>
    spans.forEach((span, index) => {
      if (span.from === '') problems[`${place}.${index}.from`] = say('time-missing');
      else if (span.to === '') problems[`${place}.${index}.to`] = say('time-missing');
      else if (span.from === stored(span).to) problems[`${place}.${index}.to`] = say('time-same');
      else if (spans.slice(0, index).some((other) => overlap(stored(other), stored(span)))) {
        problems[`${place}.${index}.from`] = say('time-overlaps');
      }
    });
  for (const day of WEEKDAYS) look(weekly[day], `weekly.${day}`);
  holidays.forEach(({ date, spans }, index) => {
    if (date === '') problems[`holidays.${index}.date`] = say('date-missing');
    else if (holidays.findIndex((other) => other.date === date) < index) {
      problems[`holidays.${index}.date`] = say('date-twice');
    }
    look(spans, `holidays.${index}.spans`);
  });
  return problems;
}

function weekOf(spansOf: (day: Weekday) => readonly HoursSpan[]): HoursEntry['weekly'] {
  return Object.fromEntries(WEEKDAYS.map((day) => [day, spansOf(day)])) as Record<Weekday, readonly HoursSpan[]>;
}

function shown({ from, to }: HoursSpan): HoursSpan {
  return { from, to: to === END ? MIDNIGHT : to };
}

function stored({ from, to }: HoursSpan): HoursSpan {
  return { from, to: to === MIDNIGHT ? END : to };
}

/** Times of one day as text: they sort as they are. A span over midnight goes on to the end of the day. */
function overlap(one: HoursSpan, other: HoursSpan): boolean {
  const end = ({ from, to }: HoursSpan): string => (to > from ? to : END);
  return one.from < end(other) && other.from < end(one);
}
