/** The one movement in the log: a new message rises 8 px. By script, because only what is new may move. */

const KEYFRAMES: Keyframe[] = [{ transform: 'translateY(8px)', opacity: 0 }, {}];

/** Lets a row rise, unless the person asked for less motion. */
export function rise(row: HTMLElement | null): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  row?.animate(KEYFRAMES, { duration: 200, easing: 'cubic-bezier(0.2, 0.8, 0.2, 1)' });
}
