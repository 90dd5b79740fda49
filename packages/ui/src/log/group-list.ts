/**
 * The elements that hold the rows of the log: one per closed chunk, rendered once and left alone, and one open group at
 * the end that renders with every change. Owns which chunk is in which element and when it is rendered (newest at once,
 * the rest while idle, sooner when it comes into sight); knows nothing of scrolling.
 *
 * A chunk counts as closed here only when an event follows it, because its last row must know whether the group goes on.
 */
import type { Chunk, TimelineState } from '@support-chat/core';
import { isWritten, type LogEvent } from '@support-chat/protocol';
import { html, noChange, nothing, render } from 'lit/html.js';
import { entriesOf, placementOf, type Entry } from './entries.js';
import { IdleQueue } from './idle-queue.js';
import { rowIn, rowKey, rowTemplate, type RowContext } from './row.js';

/** Rows that are rendered at once, counted from the newest and rounded up to whole groups: enough for most screens. */
const ROWS_AT_ONCE = 30;

interface Group {
  readonly chunk: Chunk;
  readonly element: HTMLElement;
  filled: boolean;
}

export interface GroupListOptions {
  /** The groups become its children, before `end`. */
  readonly parent: HTMLElement;
  readonly end: HTMLElement;
  /** Values of now for rows rendered outside `update`. */
  readonly context: () => RowContext;
  /** A closed group has been rendered. */
  readonly onFilled: (group: HTMLElement) => void;
  readonly signal: AbortSignal;
}

export class GroupList {
  readonly #options: GroupListOptions;
  readonly #idle: IdleQueue;
  #epoch: string | undefined;
  #chunks: readonly Chunk[] = [];
  #groups: Group[] = [];
  #byElement = new WeakMap<Element, Group>();
  /** Heights of groups that were cleared, by the `from` of their chunks. */
  #heights: ReadonlyMap<number, number> = new Map();
  /** Every group from here on is rendered; below it, some may not be. */
  #filledFrom = 0;
  #open = newGroup('open');
  #openEvents: readonly LogEvent[] = [];
  /** What the rows of the open group were last rendered from. */
  #openKeys: readonly string[] = [];

  constructor(options: GroupListOptions) {
    this.#options = options;
    this.#idle = new IdleQueue(() => this.#fillNext(), options.signal);
    options.parent.insertBefore(this.#open, options.end);
  }

  /** All groups in order, the open one last. */
  get elements(): readonly HTMLElement[] {
    return [...this.#groups.map(({ element }) => element), this.#open];
  }

  /** The group at the end, whose rows render with every change. */
  get open(): HTMLElement {
    return this.#open;
  }

  /** The last row, for whatever follows the log. */
  get lastEntry(): Entry | null {
    return this.#lastBefore(this.#groups.length, this.#openEvents);
  }

  /** Everything has to be rendered anew: another log, other words. What comes instead is likely to be as high. */
  clear(): void {
    const heights = this.#groups.map(({ chunk, element }) => [chunk.from, element.offsetHeight] as const);
    this.#heights = new Map(heights);
    for (const { element } of this.#groups) element.remove();
    this.#groups = [];
    this.#chunks = [];
    this.#byElement = new WeakMap();
    this.#filledFrom = 0;
    this.#replaceOpen();
  }

  /**
   * Brings the elements in line with the timeline.
   *
   * @param next - the first row after the log
   */
  update(timeline: TimelineState, next: Entry | null, context: RowContext): void {
    const epoch = timeline.cursor?.epoch;
    if (epoch !== this.#epoch) this.clear();
    this.#epoch = epoch;

    const { closed, open } = timeline;
    const closedCount = open.length > 0 ? closed.length : Math.max(0, closed.length - 1);
    const openEvents = open.length > 0 ? open : (closed.at(-1)?.events ?? []);
    this.#takeChunks(closed, closedCount, openEvents.length, context);
    this.#openEvents = openEvents;
    const previous = this.#lastBefore(this.#groups.length);
    this.#openKeys = renderRows(this.#open, entriesOf(this.#openEvents), previous, next, context, this.#openKeys);
  }

  /** Renders a group now if it is still waiting. */
  ensureRows(element: Element): void {
    const group = this.#byElement.get(element);
    if (group && !group.filled) this.#fill(group, this.#options.context());
  }

  /** What stands behind a place of the log is something else now; in the open group that shows by itself. */
  refill(seq: number, context: RowContext): void {
    const group = this.#groups.find(({ chunk }) => chunk.from <= seq && seq <= chunk.to);
    if (group?.filled) this.#fill(group, context);
  }

  /** The rows at a distance (pixels) from the top of the parent: one group's, or the group that waits for its rows. */
  rowsAt(offset: number): readonly HTMLElement[] {
    let low = 0;
    let high = this.#groups.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const element = this.#groups[middle]?.element;
      if (element && element.offsetTop + element.offsetHeight > offset) high = middle;
      else low = middle + 1;
    }
    const group = this.#groups[low];
    if (group && !group.filled) return [group.element];
    return [...(group?.element ?? this.#open).querySelectorAll<HTMLElement>('.row')];
  }

  /** The row of a message among all that are loaded, rendered now if need be. */
  rowOf(id: string): HTMLElement | null {
    const holds = ({ chunk }: Group): boolean => chunk.events.some((event) => isWritten(event) && event.id === id);
    const element = this.#groups.find(holds)?.element ?? this.#open;
    this.ensureRows(element);
    return rowIn(element, id);
  }

  /** The row of a message in the open group. */
  rowAtEnd(id: string): HTMLElement | null {
    return rowIn(this.#open, id);
  }

  #takeChunks(closed: readonly Chunk[], count: number, openRows: number, context: RowContext): void {
    const known = this.#chunks;
    if (closed === known && count === this.#groups.length) return;
    const offset = this.#groups[0] ? closed.indexOf(this.#groups[0].chunk) : 0;
    const kept = this.#groups.length;
    const same =
      offset >= 0 &&
      offset + kept <= count &&
      this.#groups.every(({ chunk }, index) => chunk === closed[offset + index]);
    if (!same) {
      this.clear();
      this.#chunks = closed;
      for (const chunk of closed.slice(0, count)) this.#append(chunk);
    } else {
      this.#chunks = closed;
      if (offset > 0) this.#prepend(closed.slice(0, offset), context);
      for (const chunk of closed.slice(offset + kept, count)) this.#append(chunk, context);
    }
    let rows = openRows;
    for (let index = count - 1; index >= 0 && rows < ROWS_AT_ONCE; index--) {
      const group = this.#groups[index] as Group;
      if (!group.filled) this.#fill(group, context);
      rows += group.chunk.events.length;
    }
    this.#idle.wake();
  }

  #prepend(chunks: readonly Chunk[], context: RowContext): void {
    const first = this.#groups[0];
    const before = chunks.map((chunk) => this.#createGroup(chunk));
    this.#options.parent.insertBefore(fragment(before), first?.element ?? this.#open);
    this.#groups.unshift(...before);
    this.#filledFrom = this.#groups.length;
    // The one closed group whose first row learns now what stands before it, and the one the reader sees next.
    if (first?.filled) this.#fill(first, context);
    const last = before.at(-1);
    if (last) this.#fill(last, context);
  }

  /** Closes the open group when it holds the beginning of the chunk, else adds an element that is rendered later. */
  #append(chunk: Chunk, context?: RowContext): void {
    if (context && this.#openEvents[0]?.seq === chunk.from) {
      const group: Group = { chunk, element: this.#open, filled: false };
      this.#groups.push(group);
      this.#byElement.set(group.element, group);
      const keys = this.#openKeys;
      this.#replaceOpen(false);
      this.#fill(group, context, keys);
      group.element.className = 'group closed';
      return;
    }
    const group = this.#createGroup(chunk);
    this.#options.parent.insertBefore(group.element, this.#open);
    this.#groups.push(group);
    this.#filledFrom = this.#groups.length;
  }

  #createGroup(chunk: Chunk): Group {
    const element = newGroup('closed');
    // Its place, filled or not, until it has been in sight once: `auto` then remembers the true height.
    const height = `${this.#heights.get(chunk.from) ?? estimateHeight(chunk)}px`;
    element.style.containIntrinsicBlockSize = `auto ${height}`;
    element.style.minBlockSize = height;
    const group = { chunk, element, filled: false };
    this.#byElement.set(element, group);
    return group;
  }

  #replaceOpen(removeOld = true): void {
    const old = this.#open;
    this.#open = newGroup('open');
    this.#openEvents = [];
    this.#openKeys = [];
    this.#options.parent.insertBefore(this.#open, this.#options.end);
    if (removeOld) old.remove();
  }

  #fillNext(): boolean {
    while (this.#filledFrom > 0) {
      const group = this.#groups[--this.#filledFrom];
      if (group && !group.filled) {
        this.#fill(group, this.#options.context());
        return true;
      }
    }
    return false;
  }

  #fill(group: Group, context: RowContext, keys?: readonly string[]): void {
    const index = this.#groups.indexOf(group);
    const following = this.#chunks[this.#chunks.indexOf(group.chunk) + 1];
    group.filled = true;
    group.element.style.minBlockSize = '';
    const next = firstOf(following?.events ?? context.state.timeline.open);
    renderRows(group.element, entriesOf(group.chunk.events), this.#lastBefore(index), next, context, keys);
    this.#options.onFilled(group.element);
  }

  /** The last row before a group, or of some events after it. */
  #lastBefore(index: number, events: readonly LogEvent[] = []): Entry | null {
    for (let at = index, run = events; ; run = this.#groups[at]?.chunk.events ?? []) {
      const entry = entriesOf(run.slice(-1))[0] ?? entriesOf(run).at(-1);
      if (entry) return entry;
      if (--at < 0) return null;
    }
  }
}

/** Renders rows into a group; those whose key is the known one are left alone. @returns the keys now */
function renderRows(
  element: HTMLElement,
  entries: readonly Entry[],
  previous: Entry | null,
  next: Entry | null,
  context: RowContext,
  known: readonly string[] = [],
): readonly string[] {
  const keys: string[] = [];
  const rows = entries.map((entry, index) => {
    const following = entries[index + 1] ?? next;
    const placement = placementOf(entries[index - 1] ?? previous, entry, following);
    const aside = context.aside?.(entry.seq, following?.seq ?? Infinity, context);
    const key = rowKey(entry, placement, context) + (aside?.key ?? '');
    keys.push(key);
    if (key === known[index]) return noChange;
    const row = rowTemplate(entry, placement, context);
    return context.aside ? html`${row}${aside?.rows ?? nothing}` : row;
  });
  render(rows, element);
  return keys;
}

function newGroup(kind: 'open' | 'closed'): HTMLElement {
  const element = document.createElement('div');
  element.className = `group ${kind}`;
  return element;
}

function fragment(groups: readonly Group[]): DocumentFragment {
  const result = document.createDocumentFragment();
  result.append(...groups.map(({ element }) => element));
  return result;
}

function firstOf(events: readonly LogEvent[]): Entry | null {
  return entriesOf(events)[0] ?? null;
}

/** Near enough for a scroll bar: lines of about 40 characters in bubbles with their gaps. */
function estimateHeight(chunk: Chunk): number {
  let height = 0;
  for (const event of chunk.events) {
    height += 24 + (isWritten(event) ? Math.ceil((event.text.length + 1) / 40) * 22 : 8);
  }
  return height;
}
