/** How many columns there is room for. The style sheet follows the class, so that script and styles never disagree. */

/** `wide`: three columns; `narrow`: two, the third as a sheet over the second; `phone`: one at a time. */
export type Layout = 'wide' | 'narrow' | 'phone';

const WIDE_FROM = 1100;
const NARROW_FROM = 700;

/** @param width - of the desk, in CSS pixels */
export function layoutFor(width: number): Layout {
  if (width >= WIDE_FROM) return 'wide';
  return width >= NARROW_FROM ? 'narrow' : 'phone';
}

/** Tells each change of layout of an element, until the signal. */
export function watchLayout(element: HTMLElement, onChange: (layout: Layout) => void, signal: AbortSignal): Layout {
  let layout = layoutFor(element.clientWidth || innerWidth);
  const observer = new ResizeObserver(() => {
    const now = layoutFor(element.clientWidth);
    if (now !== layout) onChange((layout = now));
  });
  observer.observe(element);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  return layout;
}
