/** Times in closed groups, which are never rendered again: '2 min' grows to a clock, 'Today' becomes 'Yesterday'. */
import { calendarDay, type Localizer } from '../localizer/localizer.js';

const HOUR = 3_600_000;

/** Keeps the words for moments true as they pass. */
export class TimeTexts {
  readonly #young = new Set<HTMLTimeElement>();
  readonly #days = new Set<HTMLTimeElement>();
  #today = 0;

  /** Takes the times of a group that has just been rendered. */
  adopt(group: HTMLElement, now: number): void {
    for (const time of group.querySelectorAll<HTMLTimeElement>('.meta time')) {
      if (now - momentOf(time) < HOUR) this.#young.add(time);
    }
    for (const day of group.querySelectorAll<HTMLTimeElement>('.day time')) this.#days.add(day);
  }

  /** Writes what has changed with time. */
  update(now: number, localizer: Localizer): void {
    for (const time of this.#young) {
      write(time, localizer.time(momentOf(time), now));
      if (now - momentOf(time) >= HOUR) this.#young.delete(time);
    }
    const today = calendarDay(now);
    if (today === this.#today) return;
    this.#today = today;
    for (const day of this.#days) write(day, localizer.day(momentOf(day), now));
  }

  clear(): void {
    this.#young.clear();
    this.#days.clear();
  }
}

function momentOf(time: HTMLTimeElement): number {
  return Date.parse(time.dateTime);
}

/** Into the text node that Lit made, because Lit may write there again. */
function write(time: HTMLTimeElement, words: string): void {
  for (const node of time.childNodes) if (node instanceof Text && node.data.trim()) node.data = words;
}
