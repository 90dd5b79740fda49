/**
 * What log events and snapshots do to a conversation (D1, D2, D4). Owns `conversation`, `timeline` and the own
 * cursors; own messages coming back are handed to the outbox.
 */
import {
  isWritten,
  type Author,
  type ConversationSnapshot,
  type HistoryPage,
  type LogEvent,
  type Participant,
} from '@support-chat/protocol';
import type { Now } from '../input.js';
import { boundTo } from '../outbox/entries.js';
import { echoed, outboxAfterSnapshot } from '../outbox/outbox.js';
import type { ChatState, ConversationState } from '../state.js';
import { stoppedTyping } from '../typing/typing.js';
import { adoptConversation, sameAuthor, windowIsStale } from './conversation.js';
import { append, newestFirst, prepend, replaceWindow } from './window.js';
import { patch } from '../patch.js';

/** Takes one event of the log: applied when it is the next, else dropped (below) or told as a gap (beyond). */
export function logEventCame(before: ChatState, event: LogEvent, now: Now): ChatState {
  const state = adoptConversation(before, event.conversation, event.epoch);
  const { conversation, timeline } = state;
  // A view is on one conversation; late events of another one have no place.
  if (event.conversation !== conversation.id || timeline.cursor === null) return state;
  if (event.epoch !== timeline.cursor.epoch) return windowIsStale(state);
  if (event.seq <= timeline.cursor.seq) return state;
  if (event.seq > timeline.cursor.seq + 1) return headTold(state, event.seq);
  return applied(state, event, now);
}

/** The server's log is at least this long. */
export function headTold(state: ChatState, head: number): ChatState {
  if (head <= state.timeline.head) return state;
  return patch(state, 'timeline', { head });
}

/**
 * Takes a snapshot: pages that continue the window are applied event by event, any other replaces it in one step (D2).
 *
 * @param reset - replaces the window whatever it says
 */
export function snapshotCame(before: ChatState, snapshot: ConversationSnapshot, now: Now, reset = false): ChatState {
  const { cursor } = before.timeline;
  const { id, epoch, head, events, phase } = snapshot;
  const here = before.conversation.id === id;
  const same = !reset && here && cursor?.epoch === epoch;
  const first = events[0]?.seq ?? head + 1;
  let state = before;
  if (same && (snapshot.resumed || first <= cursor.seq + 1)) {
    // The same log, continued: what the reader has loaded and where they read stays. Events below are dropped (D1).
    for (const event of events) state = logEventCame(state, event, now);
    // Whatever was told before, a page that brought nothing is the end: asking again would only bring nothing again.
    // Not one that live events have overtaken: from where they got to, nobody has asked yet.
    const overtaken = before.timeline.fillingSince !== null && before.timeline.fillingAfter < cursor.seq;
    const nothing = state.timeline.cursor === cursor && !overtaken;
    const end = nothing ? cursor.seq : Math.max(head, state.timeline.head);
    state = patch(state, 'timeline', { head: end, stale: false });
  } else {
    state = { ...state, timeline: replaceWindow(events, epoch, head), typing: [] };
    if (!same) state = { ...state, cursors: { delivered: 0, read: 0 } };
  }
  // An answer that live events have overtaken tells of the past.
  const current = !same || head >= (state.timeline.cursor?.seq ?? 0);
  const conversation: ConversationState = {
    id,
    epoch,
    phase: current ? phase : state.conversation.phase,
    queue: state.conversation.queue,
    participants: same ? snapshot.participants.reduce(moved, state.conversation.participants) : snapshot.participants,
  };
  state = ownCursorsTold({ ...state, conversation, outbox: boundTo(state.outbox, id) }, snapshot.participants);
  state = outboxAfterSnapshot(state, here && cursor !== null && cursor.epoch !== epoch, now);
  return recount({ ...delivered(state), pace: { ...state.pace, cursorsDirty: true } });
}

/** A page before the window came. */
export function historyCame(state: ChatState, page: HistoryPage, now: Now): ChatState {
  const timeline = prepend(state.timeline, page.events, page.atStart);
  if (!timeline) now.effects.push({ type: 'log', event: 'history-page-misplaced', facts: {} });
  return recount({ ...state, timeline: { ...(timeline ?? state.timeline), loadingHistory: false } });
}

/** Somebody's cursors moved: forward only (D4). */
export function cursorMoved(state: ChatState, participant: Participant): ChatState {
  const participants = moved(state.conversation.participants, participant);
  return ownCursorsTold(patch(state, 'conversation', { participants }), [participant]);
}

/** The person has seen everything. */
export function markRead(state: ChatState): ChatState {
  const read = state.timeline.cursor?.seq ?? 0;
  if (read <= state.cursors.read) return state;
  return {
    ...state,
    cursors: { ...state.cursors, read },
    widget: { ...state.widget, unread: 0 },
    pace: { ...state.pace, cursorsDirty: true },
  };
}

/** One copy of the state per event: this is the way every live message takes. */
function applied(before: ChatState, event: LogEvent, now: Now): ChatState {
  const timeline = append(before.timeline, event);
  const cursors = { ...before.cursors, delivered: Math.max(before.cursors.delivered, event.seq) };
  if (isWritten(event) && !sameAuthor(event.author, before.self)) {
    now.effects.push({ type: 'emit', name: 'message-received', event });
    return {
      ...before,
      timeline,
      cursors,
      typing: stoppedTyping(before, event.author).typing,
      widget: { ...before.widget, unread: before.widget.unread + (event.seq > cursors.read ? 1 : 0) },
      pace: before.pace.cursorsDirty ? before.pace : { ...before.pace, cursorsDirty: true },
    };
  }
  const state = { ...before, timeline, cursors };
  switch (event.type) {
    case 'message-added':
    case 'contact-submitted':
    case 'rating-given':
      return echoed(state, event, now);
    case 'participant-joined':
      return { ...state, conversation: joined(state.conversation, event.author) };
    case 'conversation-ended':
      return { ...patch(state, 'conversation', { phase: 'ended', queue: null }), typing: [] };
    case 'conversation-reopened':
      return patch(state, 'conversation', { phase: 'queued' });
    case 'unknown':
      return state;
  }
}

function moved(participants: readonly Participant[], to: Participant): readonly Participant[] {
  const known = participants.find(({ author }) => sameAuthor(author, to.author));
  if (!known) return [...participants, to];
  const delivered = Math.max(known.delivered, to.delivered);
  const read = Math.max(known.read, to.read);
  return participants.map((one) => (one === known ? { author: to.author, delivered, read } : one));
}

function joined(conversation: ConversationState, author: Author): ConversationState {
  const participants = moved(conversation.participants, { author, delivered: 0, read: 0 });
  return { ...conversation, participants, phase: 'live', queue: null };
}

function delivered(state: ChatState): ChatState {
  const seq = state.timeline.cursor?.seq ?? 0;
  if (seq <= state.cursors.delivered) return state;
  return patch(state, 'cursors', { delivered: seq });
}

function ownCursorsTold(state: ChatState, participants: readonly Participant[]): ChatState {
  const own = participants.find(({ author }) => sameAuthor(author, state.self));
  if (!own) return state;
  const read = Math.max(own.read, state.cursors.read);
  const told = Math.max(own.delivered, state.cursors.delivered);
  const next = { ...state, cursors: { read, delivered: told } };
  return read > state.cursors.read ? recount(next) : next;
}

function recount(state: ChatState): ChatState {
  let unread = 0;
  for (const event of newestFirst(state.timeline)) {
    if (event.seq <= state.cursors.read) break;
    if (isWritten(event) && !sameAuthor(event.author, state.self)) unread++;
  }
  return unread === state.widget.unread ? state : patch(state, 'widget', { unread });
}
