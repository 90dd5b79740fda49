/** V21 against an oracle that shares nothing with the code: it reads the clock of a zone as text, quarter by quarter. */
import { isOpen, nextOpening } from '@support-chat/core';
import type { OpeningHours } from '@support-chat/protocol';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Awkward on purpose: over midnight, around the hours in which clocks change, several spans, days without any. */
const weekly: OpeningHours['weekly'] = {
  monday: [
    { from: '09:00', to: '12:30' },
    { from: '13:15', to: '18:00' },
  ],
  tuesday: [{ from: '00:00', to: '24:00' }],
  wednesday: [],
  friday: [{ from: '20:00', to: '03:30' }],
  saturday: [{ from: '22:45', to: '02:15' }],
  sunday: [
    { from: '01:30', to: '02:30' },
    { from: '02:45', to: '10:00' },
  ],
};
const holidays: OpeningHours['holidays'] = [
  { date: '2026-12-25', name: 'Christmas' },
  { date: '2027-01-01', spans: [{ from: '18:00', to: '01:00' }] },
  { date: '2027-03-28' },
];
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Pacific/Auckland',
  'America/St_Johns',
];
const years = [2026, 2027];

function oracle(hours: OpeningHours): (at: number) => boolean {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: hours.timeZone, dateStyle: 'short', timeStyle: 'short' });
  const spansOn = (date: string): readonly { from: string; to: string }[] => {
    const holiday = hours.holidays?.find((one) => one.date === date);
    if (holiday) return holiday.spans ?? [];
    const index = (Math.round(Date.parse(`${date}T12:00Z`) / 86_400_000 - 0.5) + 3) % 7; // 1970 began on a Thursday
    return hours.weekly[DAYS[index] ?? 'monday'] ?? [];
  };
  const cache = new Map<string, readonly { from: string; to: string }[]>();
  const cached = (date: string) => {
    if (!cache.has(date)) cache.set(date, spansOn(date));
    return cache.get(date) ?? [];
  };
  return (at) => {
    const [date = '', time = ''] = text.format(at).split(' ');
    const yesterday = new Date(Date.parse(`${date}T12:00Z`) - 86_400_000).toISOString().slice(0, 10);
    return (
      cached(date).some((span) => time >= span.from && (span.to <= span.from || time < span.to)) ||
      cached(yesterday).some((span) => span.to <= span.from && time < span.to)
    );
  };
}

describe('V21 opening hours', () => {
  it.each(zones.flatMap((timeZone) => years.map((year) => ({ timeZone, year }))))(
    'V21 every hour of $year in $timeZone is as the clocks on its walls say',
    ({ timeZone, year }) => {
      const [from, to] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
      const hours: OpeningHours = { timeZone, weekly, holidays };
      const says = oracle(hours);
      const open: boolean[] = [];
      for (let at = from; at < to + 8 * 24 * HOUR; at += QUARTER) open.push(says(at));
      const next: number[] = [];
      for (let index = open.length - 1; index >= 0; index--) {
        next[index] = open[index] ? from + index * QUARTER : (next[index + 1] ?? Infinity);
      }
      const wrong: string[] = [];
      for (let at = from; at < to; at += HOUR) {
        const index = (at - from) / QUARTER;
        if (isOpen(hours, at) !== open[index]) wrong.push(`isOpen ${new Date(at).toISOString()}`);
        if (nextOpening(hours, at) !== next[index]) wrong.push(`nextOpening ${new Date(at).toISOString()}`);
      }
      expect(wrong.slice(0, 5)).toEqual([]);
    },
  );

  const berlin = (spans: { from: string; to: string }[]): OpeningHours => ({
    timeZone: 'Europe/Berlin',
    weekly: { sunday: spans },
  });

  it('V21 an opening in the hour that is left out begins when the clocks have jumped over it', () => {
    const hours = berlin([{ from: '02:30', to: '05:00' }]);
    expect(nextOpening(hours, Date.parse('2026-03-28T12:00Z'))).toBe(Date.parse('2026-03-29T01:00Z'));
    expect(isOpen(hours, Date.parse('2026-03-29T00:59Z'))).toBe(false);
  });

  it('V21 the hour that comes twice is open twice, and the next opening is the first of them', () => {
    const hours = berlin([{ from: '02:15', to: '02:45' }]);
    expect(nextOpening(hours, Date.parse('2026-10-24T12:00Z'))).toBe(Date.parse('2026-10-25T00:15Z'));
    expect(isOpen(hours, Date.parse('2026-10-25T01:30Z'))).toBe(true);
    expect(nextOpening(hours, Date.parse('2026-10-25T00:50Z'))).toBe(Date.parse('2026-10-25T01:15Z'));
  });

  it('V21 what began before a holiday goes on into it, to the second', () => {
    const hours: OpeningHours = {
      timeZone: 'UTC',
      weekly: { thursday: [{ from: '22:00', to: '02:00' }], friday: [{ from: '09:00', to: '17:00' }] },
      holidays: [{ date: '2026-12-25' }],
    };
    expect(isOpen(hours, Date.parse('2026-12-25T01:59:59.999Z'))).toBe(true);
    expect(isOpen(hours, Date.parse('2026-12-25T02:00Z'))).toBe(false);
    expect(nextOpening(hours, Date.parse('2026-12-25T02:00Z'))).toBe(Date.parse('2026-12-31T22:00Z'));
  });

  it('V21 hours without an opening have no next one', () => {
    expect(nextOpening({ timeZone: 'UTC', weekly: {} }, Date.UTC(2026, 0, 1))).toBeNull();
  });
});
