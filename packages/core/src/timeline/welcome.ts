/** What a back end tells of itself: who is connected, and which conversation they are in; what a heartbeat shows of that. */
import type { Cursor, Welcome } from '@support-chat/protocol';
import { reconnect } from '../connection/connection.js';
import { sessionCame } from '../identity/identity.js';
import type { Now } from '../input.js';
import { patch } from '../patch.js';
import type { ChatState } from '../state.js';
import { forgetConversation, isBegun, windowIsStale } from './conversation.js';
import { headTold, snapshotCame } from './timeline.js';

/** The first event of every connection. */
export function welcomeCame(before: ChatState, event: Welcome, now: Now): ChatState {
  const { self, staffed, staffedIn = null, session, conversation, queue = null } = event;
  const known = { ...before, self, staffed, staffedIn };
  const state = session ? sessionCame(known, session, now) : known;
  if (!conversation) return state.role === 'visitor' ? forgetConversation(state) : state;
  const { id, phase, epoch, head } = conversation;
  // What has ended does not push aside what was begun after it.
  if (isBegun(state) && phase === 'ended' && id !== state.conversation.id) {
    return patch(state, 'conversation', { left: { epoch, seq: head } });
  }
  return patch(snapshotCame(state, conversation, now), 'conversation', { queue });
}

/** The answer to a ping. */
export function pongCame(state: ChatState, head: Cursor | null, now: Now): ChatState {
  const { cursor } = state.timeline;
  if (head === null) return state;
  if (cursor === null) {
    // There is a conversation we never heard of, made in another tab: a new welcome tells all. While a first message
    // is in flight it is simply that one's. Or the one has gone on beside which another was begun.
    const { left } = state.conversation;
    const known = left?.epoch === head.epoch && left.seq === head.seq;
    return known || state.outbox.some(({ phase }) => phase === 'sending') ? state : reconnect(state, now);
  }
  // Another log: this conversation's was replaced, or another one is current, which only a welcome tells.
  if (head.epoch !== cursor.epoch)
    return state.capabilities?.conversations ? reconnect(state, now) : windowIsStale(state);
  return headTold(state, head.seq);
}
