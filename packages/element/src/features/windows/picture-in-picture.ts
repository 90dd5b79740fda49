/**
 * Moves the open panel into a window of its own that keeps in front of all others (V3), and back. The very same panel: nothing is
 * loaded, connected or rendered a second time, and what is being written, sent or looked at goes with it. The element stays where
 * it is in its page, with its events and methods; in the window a stand-in of the same name takes its place, so that the page's
 * styles find it.
 *
 * Owns the window. What is in the panel does not know: it asks its own root for styles and focus, and its own window for frames.
 */
import { dressLikePage } from './dress-like-page.js';
import { createStandIn } from './stand-in.js';

/** What moves, and for how long at most. */
export interface Moved {
  readonly element: HTMLElement;
  readonly panel: HTMLElement;
  /** The panel's life. */
  readonly signal: AbortSignal;
}

/** Name of the window while the chat is in it: who asks whether the chat can be seen, asks for it. */
const NAME = 'support-chat';

/**
 * Fills a window with the panel. It comes back when the window closes, and the window closes when the chat does.
 *
 * @param there - just opened, empty
 */
export function moveInto(there: Window & typeof globalThis, { element, panel, signal }: Moved): void {
  const { document: target } = there;
  const home = element.shadowRoot as ShadowRoot;
  const moved = new AbortController();
  const place = new Comment('the chat is in a window of its own');
  const standIn = createStandIn(there, element);
  const log = panel.querySelector<HTMLElement>("[part~='log']");
  const top = log?.scrollTop ?? 0;

  there.name = NAME;
  target.title = panel.ariaLabel ?? '';
  dressLikePage(there);
  panel.before(place);
  standIn.take(panel);
  target.body.append(standIn.element);
  if (log) log.scrollTop = top;
  focusInput(panel);

  const comeBack = (): void => {
    if (moved.signal.aborted) return;
    moved.abort();
    const { activeElement } = standIn.root;
    const where = log?.scrollTop ?? 0;
    home.adoptedStyleSheets = [...new Set([...home.adoptedStyleSheets, ...standIn.root.adoptedStyleSheets])];
    standIn.giveBack();
    place.replaceWith(panel);
    if (log) log.scrollTop = where;
    if (activeElement && panel.checkVisibility()) focusInput(panel);
    there.name = '';
    there.close();
    // Whether it can be seen is now the page's affair again.
    document.dispatchEvent(new Event('resume'));
  };
  const options = { signal: moved.signal };
  there.addEventListener('pagehide', comeBack, options);
  element.addEventListener('sc-close', comeBack, options);
  signal.addEventListener('abort', comeBack, options);
  standIn.root.addEventListener('keydown', (event) => escape(event as KeyboardEvent), options);

  /** Leaves what covers the conversation, as in the page; without that, the window. */
  function escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    if (panel.querySelector('.page-back')) home.dispatchEvent(new KeyboardEvent('keydown', event));
    else comeBack();
  }
}

function focusInput(panel: HTMLElement): void {
  panel.querySelector<HTMLElement>("[part~='input']")?.focus({ preventScroll: true });
}
