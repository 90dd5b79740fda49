/**
 * What the rows of the log are and how they stand together: pure, and the same for chunks, the open end and the
 * outbox. A group is a run of messages of one author with at most two minutes between neighbours.
 */
import { isHere, type ChatState, type OutboxEntry } from '@support-chat/core';
import {
  isWritten,
  type Author,
  type CardData,
  type ContactDetails,
  type LogEvent,
  type SentAttachment,
} from '@support-chat/protocol';
import { calendarDay } from '../localizer/localizer.js';

/** The longest pause within a group, in milliseconds. */
const GROUP_PAUSE = 120_000;

/** Whose side of the log is 'own'. */
export type Perspective = 'visitor' | 'agent';

/** A message in the log. */
export interface MessageEntry {
  readonly type: 'message';
  readonly id: string;
  readonly seq: number;
  readonly time: number;
  readonly author: Author;
  readonly text: string;
  /** It was written into the contact form. */
  readonly contact?: ContactDetails;
  readonly card?: CardData | undefined;
  readonly attachments?: readonly SentAttachment[] | undefined;
  /** The words it answers. */
  readonly quote?: string | undefined;
  /** Stays the same object as long as the text does. */
  readonly source: object;
}
/** A line about the conversation. */
export interface SystemEntry {
  readonly type: 'system';
  readonly id: string;
  readonly seq: number;
  readonly time: number;
  readonly author: Author;
  readonly event: 'joined' | 'ended' | 'reopened' | 'rated';
  /** Of a rating. */
  readonly score?: number;
  readonly text?: string;
}
/** An own message that is not in the log yet. */
export interface PendingEntry {
  readonly type: 'pending';
  readonly id: string;
  /** Where it will most likely be. */
  readonly seq: number;
  readonly time: number;
  readonly author: Author;
  readonly text: string;
  readonly contact?: ContactDetails;
  readonly card?: CardData | undefined;
  readonly attachments?: readonly SentAttachment[] | undefined;
  readonly quote?: string | undefined;
  readonly source: object;
  readonly pending: OutboxEntry;
}
export type Entry = MessageEntry | SystemEntry | PendingEntry;

/** How an entry stands to its neighbours. */
export interface Placement {
  /** The first of its day: the day stands above it. */
  readonly newDay: boolean;
  /** The first of its group: the name stands above it. */
  readonly first: boolean;
  /** The last of its group: face, time and state stand at it. */
  readonly last: boolean;
}

const SYSTEM_EVENTS = {
  'participant-joined': 'joined',
  'conversation-ended': 'ended',
  'conversation-reopened': 'reopened',
  'rating-given': 'rated',
} as const;

/** The row of a log event; null for one this version does not know, which takes its place and shows nothing. */
export function entryOf(event: LogEvent): MessageEntry | SystemEntry | null {
  if (event.type === 'unknown') return null;
  const { seq, time, author } = event;
  if (isWritten(event)) {
    const { id, text } = event;
    const more =
      event.type === 'contact-submitted'
        ? { contact: event }
        : { card: event.card, attachments: event.attachments, quote: event.offered?.text };
    return { type: 'message', id, seq, time, author, text, source: event, ...more };
  }
  const entry = { type: 'system', id: `system-${seq}`, seq, time, author, event: SYSTEM_EVENTS[event.type] } as const;
  return event.type === 'rating-given' ? { ...entry, score: event.score, text: event.text } : entry;
}

/** The rows of some events, in order. */
export function entriesOf(events: readonly LogEvent[]): readonly Entry[] {
  return events.flatMap((event) => entryOf(event) ?? []);
}

/** The rows of the outbox: what the log does not have yet. */
export function pendingEntries(state: ChatState, perspective: Perspective): readonly PendingEntry[] {
  if (state.outbox.length === 0) return [];
  const author = state.self ?? { kind: perspective, id: '' };
  const end = lastSeq(state);
  return state.outbox
    .filter((one) => {
      const { seq, phase, details } = one;
      if (!isHere(state, one)) return false;
      // A rating is on its way where it was given; only one that failed needs a row, with the ways out.
      if (details?.type === 'rating-give' && phase !== 'failed') return false;
      return seq === null || seq > (state.timeline.cursor?.seq ?? 0);
    })
    .map((pending, index) => ({
      type: 'pending',
      id: pending.id,
      seq: end + index + 1,
      time: pending.createdAt,
      author,
      text: pending.details?.type === 'rating-give' ? `${pending.details.score}/5 ${pending.text}` : pending.text,
      ...(pending.details?.type === 'contact-submit' && { contact: pending.details }),
      ...(pending.details?.type === 'message-send' && {
        card: pending.details.card,
        attachments: pending.details.attachments,
        quote: pending.details.offered?.text,
      }),
      source: pending,
      pending,
    }));
}

/** `seq` of the newest event in the timeline; positions are counted with it. */
export function lastSeq({ timeline }: ChatState): number {
  return timeline.open.at(-1)?.seq ?? timeline.closed.at(-1)?.to ?? timeline.cursor?.seq ?? 0;
}

/** How `entry` stands between the rows around it, wherever those are rendered. */
export function placementOf(previous: Entry | null, entry: Entry, next: Entry | null): Placement {
  return {
    newDay: !previous || calendarDay(previous.time) !== calendarDay(entry.time),
    first: !previous || !sameGroup(previous, entry),
    last: !next || !sameGroup(entry, next),
  };
}

function sameGroup(one: Entry, other: Entry): boolean {
  return (
    one.type !== 'system' &&
    other.type !== 'system' &&
    // What could not be sent says so below itself, and the next message stands apart from that.
    !(one.type === 'pending' && one.pending.phase === 'failed') &&
    one.author.kind === other.author.kind &&
    // Before the first welcome an own message has no id to compare.
    (one.author.id === other.author.id || other.author.id === '') &&
    Math.abs(other.time - one.time) <= GROUP_PAUSE &&
    calendarDay(one.time) === calendarDay(other.time)
  );
}

/** The author is on the reader's side: visitors for a visitor; agents and bots for an agent. */
export function isOwnSide(author: Author, perspective: Perspective): boolean {
  return author.kind !== 'system' && (author.kind === 'visitor') === (perspective === 'visitor');
}

/** The reader wrote it. */
export function isSelf(author: Author, state: ChatState, perspective: Perspective): boolean {
  const { self } = state;
  return self ? author.kind === self.kind && author.id === self.id : author.kind === perspective;
}
