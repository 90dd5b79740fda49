/** What a chart shows of the figures, and how it is written. Pure. */
import type { Figures } from '@support-chat/protocol';
import type { DeskLocalizer } from '../../desk-localizer.js';
import type { DeskKey } from '../../locales/messages.js';

/** In the order in which they are offered. */
export const MEASURES = ['chats', 'wait', 'response', 'handling', 'rating'] as const;
export type Measure = (typeof MEASURES)[number];

/** What a measure is called. */
export const measureKey = (measure: Measure): DeskKey => `statistics-${measure}`;

/** Of durations the median, of ratings the mean; null: there is nothing to say. */
export function valueOf(figures: Figures, measure: Measure): number | null {
  if (measure === 'chats') return figures.chats;
  if (measure !== 'rating') return figures[measure].median;
  const count = ratingsOf(figures);
  return count === 0 ? null : figures.scores.reduce((sum, times, index) => sum + times * (index + 1), 0) / count;
}

/** How many ratings there are. */
export function ratingsOf({ scores }: Figures): number {
  return scores.reduce((sum, count) => sum + count, 0);
}

/** A value in words. */
export function writtenValue(value: number | null, measure: Measure, localizer: DeskLocalizer): string {
  if (value === null) return '–';
  if (measure === 'chats') return localizer.number(value);
  if (measure !== 'rating') return writtenDuration(value, localizer);
  return new Intl.NumberFormat(localizer.locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(value);
}

/** Milliseconds in the two largest units that say something: `2 min 5 sec`. */
function writtenDuration(milliseconds: number, { locale }: DeskLocalizer): string {
  const seconds = Math.round(milliseconds / 1000);
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  const parts = [
    ...[[days, 'day'] as const, [hours, 'hour'] as const],
    ...[[minutes, 'minute'] as const, [seconds % 60, 'second'] as const],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  if (first < 0) return unit(0, 'second', locale);
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, name]) => unit(value, name, locale))
    .join(' ');
}

function unit(value: number, name: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
}
