/** The days that are looked at, as days of the agent's own calendar. Pure. */

/** Spans by name; `own`: both days are chosen. */
export const SPANS = ['today', 'week', 'four-weeks', 'month', 'last-month', 'own'] as const;
export type Span = (typeof SPANS)[number];

/** First and last day, `2026-11-27`. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The days of a span that ends now or before. @param now - wall time */
export function daysOf(span: Exclude<Span, 'own'>, now: number): Days {
  const date = new Date(now);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  const today = written(year, month, day);
  switch (span) {
    case 'today':
      return { from: today, to: today };
    case 'week':
      return { from: written(year, month, day - 6), to: today };
    case 'four-weeks':
      return { from: written(year, month, day - 27), to: today };
    case 'month':
      return { from: written(year, month, 1), to: today };
    case 'last-month':
      return { from: written(year, month - 1, 1), to: written(year, month, 0) };
  }
}

function written(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}
