/**
 * What a visitor does on the page, for the rules of proactive messages: how long, how far, how idle, where, and whether they
 * are about to leave. Listens only; loaded only where there are rules.
 */
import type { PageFacts } from '@support-chat/core';

/** The part of the facts that the page itself tells. */
export type WatchedFacts = Omit<PageFacts, 'visits' | 'events'>;

export interface PageWatchOptions {
  /** Something happened that may matter: at most once per frame. */
  readonly onChange: () => void;
  /** Ends the watching. */
  readonly signal: AbortSignal;
}

/** Begins to watch; the returned function gives the facts as of now. */
export function watchPage({ onChange, signal }: PageWatchOptions): () => WatchedFacts {
  let url = location.href;
  let openedAt = performance.now();
  let activeAt = openedAt;
  let deepest = depth();
  let exitIntent = false;
  let frame = 0;

  const changed = (): void => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      if (!signal.aborted) onChange();
    });
  };
  const active = (): void => {
    activeAt = performance.now();
  };
  const scrolled = (): void => {
    active();
    deepest = Math.max(deepest, depth());
    changed();
  };
  /** A single-page application went to another view. */
  const moved = (): void => {
    if (location.href === url) return;
    url = location.href;
    openedAt = activeAt = performance.now();
    exitIntent = false;
    deepest = depth();
    changed();
  };
  const left = (event: MouseEvent): void => {
    if (event.relatedTarget !== null || event.clientY > 0) return;
    exitIntent = true;
    changed();
  };

  const passive = { passive: true, capture: true, signal };
  for (const name of ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart']) {
    document.addEventListener(name, active, passive);
  }
  document.addEventListener('scroll', scrolled, passive);
  document.addEventListener('mouseout', left, { signal });
  document.addEventListener('visibilitychange', changed, { signal });
  // A dialog of the page that closes makes room; its event does not bubble.
  document.addEventListener('close', changed, { capture: true, signal });
  for (const name of ['popstate', 'hashchange']) addEventListener(name, moved, { signal });
  // Not every engine has it; there a view of an application counts from the next look on.
  (globalThis as { navigation?: EventTarget }).navigation?.addEventListener('navigatesuccess', moved, { signal });
  signal.addEventListener('abort', () => cancelAnimationFrame(frame), { once: true });

  return () => {
    moved();
    const now = performance.now();
    return {
      timeOnPage: (now - openedAt) / 1000,
      scrollDepth: deepest,
      idle: (now - activeAt) / 1000,
      exitIntent,
      url,
      referrer: document.referrer,
      language: navigator.language,
    };
  };
}

/** How much of the way down was scrolled, percent; 0 where there is nothing to scroll. */
function depth(): number {
  const { scrollHeight, clientHeight } = document.documentElement;
  const way = scrollHeight - clientHeight;
  return way > 0 ? Math.min(100, (scrollY / way) * 100) : 0;
}
