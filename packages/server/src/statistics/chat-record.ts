/**
 * What the statistics remember of a chat, as a pure function over what happens in its conversation (A10). A chat goes from
 * the word that begins a conversation, or opens an ended one again, to its end. Words are not remembered, only when.
 */
import type { Author, ConversationPhase } from '@support-chat/protocol';
import type { Selectable } from 'kysely';
import type { ChatTable } from '../store/statistics-tables.js';

/** A chat without its place. */
export type ChatRecord = Omit<Selectable<ChatTable>, 'conversation' | 'place'>;

/** What of a conversation decides who has it and who waits. */
export interface ChatState {
  readonly phase: ConversationPhase;
  readonly assignee: string | null;
  readonly waiting_since: number | null;
}

/** An event of the log, as far as it matters here. */
export interface ChatEvent {
  readonly type: string;
  readonly seq: number;
  readonly author?: Author;
}

/** The agent who has a conversation: who had an ended one last has it no more. */
export function holderOf({ phase, assignee }: ChatState): string | null {
  return phase === 'live' ? assignee : null;
}

/** A chat that begins with an event. */
export function beginChat({ author }: ChatEvent, time: number): ChatRecord {
  return {
    ...{ begun_at: time, begun_by: author?.kind === 'agent' ? 'agent' : 'visitor', form: 0, department: null },
    ...{ question_seq: null, waited_from: null, joined_at: null, joined_by: null, answered_at: null },
    ...{ answered_by: null, passes: 0, held_by: null, ended_at: null, rating: null },
  };
}

/** A chat after something has happened in it; ratings come later and are not among that. */
export function advanceChat(record: ChatRecord, { before, after, events, time }: ChatStep): ChatRecord {
  const next = { ...record };
  const begins = events[0]?.seq === 1 || events[0]?.type === 'conversation-reopened';
  for (const { type, seq, author } of events) {
    const writes = type === 'message-added' || type === 'contact-submitted';
    if (type === 'contact-submitted' && next.joined_at === null) next.form = 1;
    if (writes && author?.kind === 'visitor') next.question_seq ??= seq;
    if (type === 'participant-joined' && author?.kind === 'agent' && next.joined_at === null) {
      Object.assign(next, { joined_at: time, joined_by: author.id });
    }
    if (writes && author?.kind === 'agent' && next.answered_at === null) {
      Object.assign(next, { answered_at: time, answered_by: author.id });
    }
    if (type === 'conversation-ended') next.ended_at = time;
  }
  if (after.phase === 'queued' && next.joined_at === null) {
    // Whoever has filled in the form waits no more.
    next.waited_from = after.waiting_since === null ? null : (next.waited_from ?? after.waiting_since);
  }
  const [had, has] = [begins ? null : holderOf(before), holderOf(after)];
  if (had !== null && had !== has && after.phase !== 'ended') next.passes++;
  next.held_by = has ?? next.held_by;
  return next;
}

/** What happened at once. */
export interface ChatStep {
  readonly before: ChatState;
  readonly after: ChatState;
  readonly events: readonly ChatEvent[];
  /** Wall time. */
  readonly time: number;
}

/**
 * Whether something happened that the statistics want to know: most messages are no news to them.
 *
 * @param step - `before.ticket` is of the conversation; null: the contact form was never filled in
 */
export function isWorthRecording({
  before,
  after,
  events,
}: ChatStep & { readonly before: { readonly ticket: string | null } }): boolean {
  if (holderOf(before) !== holderOf(after)) return true;
  if (before.waiting_since === null && after.waiting_since !== null && after.phase === 'queued') return true;
  return events.some(({ type, seq, author }) => {
    if (type !== 'message-added') return type !== 'rating-given';
    // Whoever is answered for the first time in a chat was waiting for it, unless they have filled in the form meanwhile.
    return seq === 1 || (author?.kind === 'agent' && (before.waiting_since !== null || before.ticket !== null));
  });
}
