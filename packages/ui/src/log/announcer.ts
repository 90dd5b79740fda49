/**
 * What is said aloud: three live regions that are there before anything is to be said. Owns the regions and the joining
 * of bursts; what is worth saying is decided by `announcements.ts` and by the panel. The log itself is not live, so rows
 * that come into sight are never read out (Y3).
 */
import type { Localizer } from '../localizer/localizer.js';

/** How long arriving messages are collected into one announcement, in milliseconds. */
const BURST = 400;

/** One message by somebody else. */
export interface Incoming {
  readonly name: string;
  readonly text: string;
}

/** Speaks to screen readers. */
export class Announcer {
  readonly #messages = region('polite');
  readonly #status = region('polite', 'status');
  readonly #alert = region('assertive', 'alert');
  #localizer: Localizer;
  #burst: Incoming[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param container - gets the regions; must be displayed whenever something is to be heard
   * @param signal - removes them
   */
  constructor(container: HTMLElement, localizer: Localizer, signal: AbortSignal) {
    this.#localizer = localizer;
    const regions = [this.#messages, this.#status, this.#alert];
    container.append(...regions);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(this.#timer);
        for (const element of regions) element.remove();
      },
      { once: true },
    );
  }

  setLocalizer(localizer: Localizer): void {
    this.#localizer = localizer;
  }

  /** Somebody wrote: said politely, once, with the sender; what comes within a moment is joined. */
  incoming(messages: readonly Incoming[]): void {
    if (messages.length === 0) return;
    this.#burst.push(...messages);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const burst = this.#burst;
      this.#burst = [];
      say(this.#messages, this.#wordsFor(burst));
    }, BURST);
  }

  /** Progress and connection, politely; the newest replaces what was there. @returns what says it, to be taken away when it is over */
  status(text: string): HTMLElement {
    return say(this.#status, text);
  }

  /** A failure, at once. */
  alert(text: string): void {
    say(this.#alert, text);
  }

  #wordsFor(burst: readonly Incoming[]): string {
    // Up to three are read in full; more would keep a listener from doing anything else.
    if (burst.length <= 3) return burst.map((message) => this.#localizer.text('row-text', { ...message })).join('\n');
    const names = new Set(burst.map(({ name }) => name));
    const [name = ''] = names;
    const count = burst.length;
    return names.size === 1
      ? this.#localizer.text('announce-messages', { count, name })
      : this.#localizer.text('announce-messages-several', { count });
  }
}

function region(live: 'polite' | 'assertive', role?: 'status' | 'alert'): HTMLElement {
  const element = document.createElement('div');
  element.className = 'visually-hidden';
  element.ariaLive = live;
  if (role) element.role = role;
  return element;
}

/** A new element and not a changed text: the same words twice are said twice. */
function say(element: HTMLElement, text: string): HTMLElement {
  const line = document.createElement('p');
  line.textContent = text;
  element.replaceChildren(line);
  return line;
}
