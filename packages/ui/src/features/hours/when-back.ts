/** When somebody is back, in words of the visitor: on their clock, in their language. */
import { calendarDay } from '../../localizer/localizer.js';
import type { FormLocalizer } from '../form/field-form.js';

/**
 * 'Back at 09:00', 'Back tomorrow at 09:00', 'Back on Monday at 09:00', later 'Back on Monday, 4 January at 09:00'.
 *
 * @param opening, now - wall milliseconds
 */
export function whenBack(opening: number, now: number, localizer: FormLocalizer): string {
  const days = calendarDay(opening) - calendarDay(now);
  const time = localizer.clock(opening);
  if (days <= 0) return localizer.text('hours-back-today', { time });
  if (days === 1) return localizer.text('hours-back-tomorrow', { time });
  const format = new Intl.DateTimeFormat(localizer.locale, {
    weekday: 'long',
    ...(days > 6 && { day: 'numeric', month: 'long' }),
  });
  return localizer.text('hours-back-day', { day: format.format(opening), time });
}
