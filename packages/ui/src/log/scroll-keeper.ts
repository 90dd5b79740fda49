/**
 * Where the reader is, and that they stay there. Two ways only: following the end, or holding a row ('anchor') where it
 * stands on the screen. Every correction is made in the frame that needs it, before it is painted: right after our own
 * rendering, and in a resize observer for all else that changes a height (pictures, groups coming into sight, the
 * keyboard of a phone). The engines' own scroll anchoring is off: one of them has none, and two corrections are one too
 * many.
 */
import { oncePerFrame } from '../once-per-frame.js';

/** This near to the end counts as at the end, in CSS pixels. */
const END_TOLERANCE = 24;

export interface ScrollKeeperOptions {
  /** Scrolls; its own overflow anchoring must be off. */
  readonly scroller: HTMLElement;
  /** The one child that grows. */
  readonly content: HTMLElement;
  /**
   * The rows a reader may hold on to at this distance from the top of the content, in order. Must not change any
   * size: it is asked for while sizes are observed.
   */
  readonly rowsAt: (offset: number) => readonly HTMLElement[];
  /** The row of a message, when the element that was held has been replaced. */
  readonly rowOf: (id: string) => HTMLElement | null;
  /** After each change of position or size, layout being clean: ask for history, show the way to the end. */
  readonly onSettled: () => void;
  readonly signal: AbortSignal;
}

export class ScrollKeeper {
  readonly #options: ScrollKeeperOptions;
  #following = true;
  #anchor: { readonly row: HTMLElement; readonly top: number } | null = null;
  /** Position, height of the viewport and of the content as last seen or written. */
  #top = 0;
  #height = 0;
  #contentHeight = 0;

  constructor(options: ScrollKeeperOptions) {
    this.#options = options;
    const { scroller, content, signal } = options;
    scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true, signal });
    const observer = new ResizeObserver(() => {
      const top = scroller.scrollTop;
      this.#settle();
      if (scroller.scrollTop !== top) pause();
    });
    const observe = (): void => {
      if (signal.aborted) return;
      observer.observe(scroller);
      observer.observe(content);
    };
    // A scroll can show and hide groups, which changes sizes once more. In this frame that would be reported to the page
    // as an error ('undelivered notifications'), so whatever it changes is looked at in the next one.
    const later = oncePerFrame(scroller, observe);
    const pause = (): void => {
      observer.disconnect();
      later();
    };
    observe();
    signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  }

  /** The newest message is kept in sight. */
  get following(): boolean {
    return this.#following;
  }

  /** Pixels of content below the viewport. Reads layout. */
  get distanceToEnd(): number {
    const { scrollHeight, scrollTop, clientHeight } = this.#options.scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  /** To the end, and following from there on. */
  scrollToEnd(): void {
    this.#following = true;
    this.#anchor = null;
    this.#settle();
  }

  /**
   * Rows were rendered: the place is put right at once. When the held row was replaced, the new row of the same message
   * is held from now on.
   */
  rendered(): void {
    if (this.#anchor && !this.#anchor.row.isConnected) {
      const row = this.#options.rowOf(this.#anchor.row.dataset.id ?? '');
      if (row) this.#anchor = { row, top: this.#anchor.top };
    }
    this.#settle();
  }

  /** A group that was held until it had rows has them: one of them is held from now on. */
  filled(group: HTMLElement): void {
    if (this.#anchor?.row !== group) return;
    this.#settle();
    this.#remember();
  }

  /** The reader chose a row: it is brought into sight and held there; the newest one means following. */
  reveal(row: HTMLElement, newest: boolean): void {
    if (newest) {
      this.scrollToEnd();
      return;
    }
    row.scrollIntoView({ block: 'nearest' });
    this.#following = false;
    this.#measure();
    this.#anchor = { row, top: this.#offsetOf(row) };
    this.#options.onSettled();
  }

  #scrolled(): void {
    const { scroller } = this.#options;
    const top = scroller.scrollTop;
    // Our own write; or the engine's, because the viewport changed its height or the content now ends sooner: the
    // observer is about to put that right.
    const cutShort = scroller.scrollHeight < this.#contentHeight && this.distanceToEnd <= 1;
    if (top === this.#top || scroller.clientHeight !== this.#height || cutShort) return;
    if (this.distanceToEnd <= END_TOLERANCE) this.#following = true;
    else if (top < this.#top) this.#following = false;
    this.#remember();
    this.#options.onSettled();
  }

  #settle(): void {
    const { scroller } = this.#options;
    // Not displayed: positions mean nothing, and the place must survive until it is.
    if (scroller.clientHeight === 0) return;
    if (this.#following) {
      scroller.scrollTop = scroller.scrollHeight;
      this.#remember();
    } else if (this.#anchor?.row.isConnected) {
      const shift = this.#offsetOf(this.#anchor.row) - this.#anchor.top;
      // Fractions of a pixel are rounding. The anchor keeps the place it had, so that they never add up.
      if (Math.abs(shift) >= 1) scroller.scrollTop += shift;
      this.#measure();
    } else {
      this.#remember();
    }
    this.#options.onSettled();
  }

  #remember(): void {
    const { scroller, rowsAt } = this.#options;
    this.#measure();
    this.#anchor = null;
    if (this.#following) return;
    // Rows stand in order: the first one whose lower edge is in sight, by halves.
    const rows = rowsAt(this.#top);
    const edge = scroller.getBoundingClientRect().top;
    let low = 0;
    let high = rows.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle;
      else low = middle + 1;
    }
    const row = rows[low];
    if (row) this.#anchor = { row, top: this.#offsetOf(row) };
  }

  #measure(): void {
    const { scroller } = this.#options;
    this.#top = scroller.scrollTop;
    this.#height = scroller.clientHeight;
    this.#contentHeight = scroller.scrollHeight;
  }

  #offsetOf(row: HTMLElement): number {
    return row.getBoundingClientRect().top - this.#options.scroller.getBoundingClientRect().top;
  }
}
