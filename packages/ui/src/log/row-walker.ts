/**
 * The keyboard in the log: arrows, Page Up and Down, Home and End go message by message; one row at a time is in the
 * tab order (roving tabindex). Also keeps the focus when the row that had it is replaced, and tells the focused row's
 * true place in the whole.
 */

import { rowIn } from './row.js';

/** Rows that Page Up and Page Down pass over. */
const PAGE = 10;

export interface RowWalkerOptions {
  readonly scroller: HTMLElement;
  /** Every element that holds rows, in order; may not be rendered yet. */
  readonly groups: () => readonly HTMLElement[];
  /** Renders the rows of a group now. */
  readonly ensureRows: (group: HTMLElement) => void;
  /** Brings a row into sight. */
  readonly reveal: (row: HTMLElement, newest: boolean) => void;
  /** Number of rows in the whole conversation, loaded or not. */
  readonly size: () => number;
  readonly signal: AbortSignal;
}

/** Only the current row says how many there are: on all of them the number would be wrong with the next message. */
const SIZE_UNSAID = '-1';

const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -PAGE,
  PageDown: PAGE,
  Home: -Infinity,
  End: Infinity,
};

export class RowWalker {
  readonly #options: RowWalkerOptions;
  /** The row in the tab order. */
  #current: HTMLElement | null = null;
  /** The reader walked there; else the newest row is current. */
  #chosen = false;
  /** Message that had the focus before a rendering. */
  #focused: string | null = null;

  constructor(options: RowWalkerOptions) {
    this.#options = options;
    const { scroller, signal } = options;
    scroller.addEventListener('keydown', (event) => this.#pressed(event), { signal });
    scroller.addEventListener('focusin', (event) => this.#focusMoved(event), { signal });
    scroller.addEventListener('focusout', () => (this.#chosen = this.#current !== this.#lastRow()), { signal });
  }

  /** Puts the focus on the newest row. */
  focusNewest(): void {
    const row = this.#lastRow();
    if (row) this.#focus(row);
  }

  /** Call it before rows are rendered or removed. */
  beforeRender(): void {
    const active = this.#active();
    this.#focused = active && (rowOf(active)?.dataset.id ?? '');
  }

  /** Call it afterwards: the focus goes back to the same message, or to the nearest there is. */
  afterRender(): void {
    if (!this.#chosen || !this.#current?.isConnected) {
      this.#chosen = this.#chosen && this.#current?.isConnected === true;
      this.#makeCurrent(this.#lastRow());
    }
    if (this.#focused === null) return;
    const active = this.#active();
    // An element that is there still may show another message now.
    if (!active || (this.#focused && rowOf(active)?.dataset.id !== this.#focused)) {
      const row = rowIn(this.#options.scroller, this.#focused) ?? this.#current;
      if (row) this.#focus(row);
    }
    this.#tellSize();
  }

  /** What has the focus inside the log. */
  #active(): Element | null {
    const { scroller } = this.#options;
    const { activeElement } = scroller.getRootNode() as Document | ShadowRoot;
    return scroller.contains(activeElement) ? activeElement : null;
  }

  #pressed(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const from = rowOf(event.target as Element) ?? this.#current;
    const to = from && this.#walk(from, step);
    if (!to) return;
    event.preventDefault();
    this.#focus(to);
    this.#options.reveal(to, to === this.#lastRow());
  }

  #focusMoved(event: FocusEvent): void {
    const row = rowOf(event.target as Element);
    if (!row) return;
    this.#chosen = true;
    this.#makeCurrent(row);
    this.#tellSize();
  }

  #focus(row: HTMLElement): void {
    this.#makeCurrent(row);
    row.focus({ preventScroll: true });
  }

  #makeCurrent(row: HTMLElement | null): void {
    if (row === this.#current) return;
    if (this.#current) {
      this.#current.tabIndex = -1;
      this.#current.ariaSetSize = SIZE_UNSAID;
    }
    this.#current = row;
    if (row) row.tabIndex = 0;
  }

  #tellSize(): void {
    if (this.#current) this.#current.ariaSetSize = String(this.#options.size());
  }

  /** The row that many steps away, or the last one on the way. */
  #walk(from: HTMLElement, steps: number): HTMLElement | null {
    const groups = this.#options.groups();
    if (steps === -Infinity || steps === Infinity) {
      const ordered = steps < 0 ? groups : [...groups].reverse();
      for (const group of ordered) {
        const rows = this.#rows(group);
        const row = steps < 0 ? rows[0] : rows.at(-1);
        if (row) return row;
      }
      return null;
    }
    const direction = Math.sign(steps);
    let groupIndex = groups.findIndex((group) => group.contains(from));
    let rows = this.#rows(groups[groupIndex]);
    let index = rows.indexOf(from) + steps;
    let reached = from;
    while (index < 0 || index >= rows.length) {
      if (rows.length > 0) reached = (direction < 0 ? rows[0] : rows.at(-1)) ?? reached;
      groupIndex += direction;
      const group = groups[groupIndex];
      if (!group) return reached;
      const next = this.#rows(group);
      index = direction < 0 ? index + next.length : index - rows.length;
      rows = next;
    }
    return rows[index] ?? reached;
  }

  #rows(group: HTMLElement | undefined): HTMLElement[] {
    if (!group) return [];
    this.#options.ensureRows(group);
    return [...group.querySelectorAll<HTMLElement>('.row')];
  }

  #lastRow(): HTMLElement | null {
    const groups = this.#options.groups();
    for (let index = groups.length - 1; index >= 0; index--) {
      let row = groups[index]?.lastElementChild;
      while (row && !row.matches('.row')) row = row.previousElementSibling;
      if (row) return row as HTMLElement;
    }
    return null;
  }
}

function rowOf(target: Element): HTMLElement | null {
  return target.closest<HTMLElement>('.row');
}
