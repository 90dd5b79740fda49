/**
 * The contiguous window of the log a chat holds, as a data structure: append at the end, prepend pages, replace.
 * Appending copies fewer than {@link CHUNK_SIZE} references and shares everything else. Knows only `seq`; what
 * events mean is told in `timeline.ts`.
 */
import type { Cursor, LogEvent } from '@support-chat/protocol';
import { CHUNK_SIZE, type Chunk, type TimelineState } from '../state.js';

/** A window on nothing yet. */
export const EMPTY_TIMELINE: TimelineState = {
  closed: [],
  open: [],
  cursor: null,
  head: 0,
  atStart: false,
  fillingSince: null,
  fillingAfter: 0,
  stale: false,
  loadingHistory: false,
};

/** Puts the event that follows the cursor at the end. */
export function append(timeline: TimelineState, event: LogEvent): TimelineState {
  const { seq, epoch } = event;
  const full = timeline.open.length + 1 === CHUNK_SIZE;
  const open = [...timeline.open, event];
  return {
    ...timeline,
    closed: full ? [...timeline.closed, chunk(open)] : timeline.closed,
    open: full ? [] : open,
    cursor: { epoch, seq },
    head: Math.max(timeline.head, seq),
  };
}

/** Replaces the window by the newest page of a log (D2). */
export function replaceWindow(page: readonly LogEvent[], epoch: string, head: number): TimelineState {
  const events = contiguousEnd(page);
  const cut = events.length - (events.length % CHUNK_SIZE);
  const cursor: Cursor = { epoch, seq: events.at(-1)?.seq ?? 0 };
  return {
    ...EMPTY_TIMELINE,
    closed: chunks(events.slice(0, cut)),
    open: events.slice(cut),
    cursor,
    head: Math.max(head, cursor.seq),
    atStart: (events[0]?.seq ?? 1) === 1,
  };
}

/**
 * Puts a page before the window.
 *
 * @returns null when the page does not end right before the window
 */
export function prepend(timeline: TimelineState, page: readonly LogEvent[], atStart: boolean): TimelineState | null {
  const last = page.at(-1);
  if (last === undefined) return { ...timeline, atStart: timeline.atStart || atStart };
  const fits = last.seq === firstSeq(timeline) - 1 && last.epoch === timeline.cursor?.epoch;
  if (!fits || contiguousEnd(page).length !== page.length) return null;
  return {
    ...timeline,
    closed: [...chunks(page), ...timeline.closed],
    atStart: atStart || page[0]?.seq === 1,
  };
}

/** `seq` of the first event in the window; one beyond the cursor when it is empty. */
export function firstSeq({ closed, open, cursor }: TimelineState): number {
  return closed[0]?.from ?? open[0]?.seq ?? (cursor?.seq ?? 0) + 1;
}

/** The events of the window from the newest to the oldest. */
export function* newestFirst({ closed, open }: TimelineState): Generator<LogEvent, void> {
  yield* [...open].reverse();
  for (let index = closed.length - 1; index >= 0; index--) yield* [...(closed[index] as Chunk).events].reverse();
}

/** Whoever sends a page with a hole in it gets what is after the hole believed, never a silent gap. */
function contiguousEnd(events: readonly LogEvent[]): readonly LogEvent[] {
  let from = events.length - 1;
  while (from > 0 && events[from - 1]?.seq === (events[from] as LogEvent).seq - 1) from--;
  return from > 0 ? events.slice(from) : events;
}

function chunk(events: readonly LogEvent[]): Chunk {
  return { from: (events[0] as LogEvent).seq, to: (events.at(-1) as LogEvent).seq, events };
}

function chunks(events: readonly LogEvent[]): readonly Chunk[] {
  const result: Chunk[] = [];
  // Counted from the end, so that the short one is where the page began.
  for (let end = events.length; end > 0; end -= CHUNK_SIZE) {
    result.unshift(chunk(events.slice(Math.max(0, end - CHUNK_SIZE), end)));
  }
  return result;
}
