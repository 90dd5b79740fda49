/** Which conversation this is: taken up, forgotten, and who is who in it. */
import type { Author } from '@support-chat/protocol';
import { boundTo } from '../outbox/entries.js';
import { mayBegin } from '../selectors.js';
import type { ChatState } from '../state.js';
import { EMPTY_TIMELINE } from './window.js';
import { patch } from '../patch.js';

/** The visitor has begun a conversation that the back end does not know yet. */
export function isBegun({ role, conversation }: ChatState): boolean {
  return role === 'visitor' && conversation.id !== null && conversation.epoch === null;
}

/** Begins another conversation, once the present one has ended and nothing waits that would open it again. */
export function beginConversation(state: ChatState, id: string): ChatState {
  return mayBegin(state)
    ? patch(forgetConversation(state), 'conversation', { id, left: state.timeline.cursor })
    : state;
}

/** A conversation made by the own first message, known by its ack or first event before any snapshot. */
export function adoptConversation(state: ChatState, id: string, epoch: string): ChatState {
  const { conversation } = state;
  if (conversation.id !== null && !(isBegun(state) && conversation.id === id)) return state;
  return {
    ...state,
    conversation: { ...state.conversation, id, epoch, phase: 'queued' },
    timeline: { ...EMPTY_TIMELINE, cursor: { epoch, seq: 0 }, atStart: true },
    outbox: boundTo(state.outbox, id),
  };
}

/** Forgets the conversation, not the outbox: another identity, another back end, or the server knows of none. */
export function forgetConversation(state: ChatState): ChatState {
  const id = state.role === 'agent' ? state.conversation.id : null;
  return {
    ...state,
    conversation: { phase: 'none', id, epoch: null, participants: [], queue: null },
    timeline: EMPTY_TIMELINE,
    typing: [],
    cursors: { delivered: 0, read: 0 },
    widget: { ...state.widget, unread: 0 },
    outbox: state.outbox.filter((entry) => entry.phase !== 'sent'),
  };
}

/** The log we have a window on is not the server's any more: a new window is needed before anything is sent (L4). */
export function windowIsStale(state: ChatState): ChatState {
  return patch(state, 'timeline', { stale: true });
}

/** Whether two are the same person or bot. */
export function sameAuthor(one: Author | null, other: Author | null): boolean {
  return one !== null && other !== null && one.id === other.id && one.kind === other.kind;
}
