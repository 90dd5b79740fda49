/**
 * Reading the log: snapshots, what follows a cursor, what comes before one. A page has at most 300 events or 1 MiB,
 * whichever comes first, but at least one event (D2).
 */
import {
  MAX_PAGE_BYTES,
  MAX_PAGE_EVENTS,
  type ConversationSnapshot,
  type Cursor,
  type HistoryPage,
  type LogEvent,
} from '@support-chat/protocol';
import type { Database } from '../store/store.js';
import { toEvent, type ConversationRow } from './log.js';
import { listParticipants } from './participants.js';

/** Rows fetched at once: a page of the longest messages must not pull many megabytes to throw most of them away. */
const SLICE = 60;
/** Bytes an event has beside its body, rounded up. */
const PLACE_BYTES = 220;

/**
 * A conversation as of now.
 *
 * @param after - the events that follow it; when it does not belong to this log, or is null, the newest page
 */
export async function takeSnapshot(
  database: Database,
  conversation: ConversationRow,
  after: Cursor | null,
): Promise<ConversationSnapshot> {
  const { id, epoch, head, phase } = conversation;
  const resumed = after !== null && after.epoch === epoch && after.seq <= head;
  const [participants, events] = [
    await listParticipants(database, id),
    resumed
      ? await readPage(database, conversation, 'after', after.seq, MAX_PAGE_EVENTS)
      : (await readPage(database, conversation, 'before', head + 1, MAX_PAGE_EVENTS)).reverse(),
  ];
  return { id, epoch, head, phase, participants: [...participants], resumed, events };
}

/** The newest events before a place, ascending. */
export async function readHistory(
  database: Database,
  conversation: ConversationRow,
  before: number,
  limit: number,
): Promise<HistoryPage> {
  const events = (await readPage(database, conversation, 'before', before, limit)).reverse();
  return { events, atStart: (events[0]?.seq ?? 1) <= 1 };
}

/** Events from a place on, nearest first. Never beyond the head that the caller saw. */
async function readPage(
  database: Database,
  { id, epoch, head }: ConversationRow,
  direction: 'after' | 'before',
  place: number,
  limit: number,
): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  let bytes = 0;
  let edge = place;
  while (events.length < limit) {
    const wanted = Math.min(SLICE, limit - events.length);
    const rows = await database
      .selectFrom('events')
      .selectAll()
      .where('conversation', '=', id)
      .where('seq', direction === 'after' ? '>' : '<', edge)
      .where('seq', '<=', head)
      .orderBy('seq', direction === 'after' ? 'asc' : 'desc')
      .limit(wanted)
      .execute();
    for (const row of rows) {
      bytes += Buffer.byteLength(row.body) + PLACE_BYTES;
      if (bytes > MAX_PAGE_BYTES && events.length > 0) return events;
      events.push(toEvent(row, epoch));
      edge = row.seq;
    }
    if (rows.length < wanted) break;
  }
  return events;
}
