/** Fetches what is missing at the end of the timeline (D1): one request at a time, until the head is reached. */
import type { Problem } from '@support-chat/protocol';
import { reconnect } from '../connection/connection.js';
import type { Now } from '../input.js';
import { CHUNK_SIZE, type ChatState } from '../state.js';
import { firstSeq } from './window.js';
import { patch } from '../patch.js';

/** Asks for what is missing, if anything is; a back end that cannot resume is asked by a new connection. */
export function settleGap(state: ChatState, now: Now): ChatState {
  const { timeline, conversation, connection, capabilities } = state;
  if (connection.phase !== 'online' || conversation.id === null || timeline.fillingSince !== null || !hasGap(state))
    return state;
  if (!capabilities?.resume) return { ...reconnect(state, now), timeline: { ...timeline, stale: false } };
  const { generation } = state.link;
  now.effects.push({ type: 'resume', generation, conversation: conversation.id, after: timeline.cursor });
  return patch(state, 'timeline', { fillingSince: now.at, fillingAfter: timeline.cursor?.seq ?? 0 });
}

/** The log has more than the window, or another window is needed. */
export function hasGap({ timeline }: ChatState): boolean {
  return timeline.stale || timeline.head > (timeline.cursor?.seq ?? 0);
}

/**
 * The request failed: what was told of the head is forgotten, so that not a loop but the next pong, event or
 * reconnect finds the gap again.
 */
export function gapNotFilled(state: ChatState, { code }: Problem, now: Now): ChatState {
  const { timeline } = state;
  now.effects.push({ type: 'log', event: 'resume-failed', facts: { code } });
  return patch(state, 'timeline', { fillingSince: null, stale: false, head: timeline.cursor?.seq ?? 0 });
}

/** Events asked for per history page: two chunks. */
export const HISTORY_PAGE = 2 * CHUNK_SIZE;

/** Asks for the page before the window. */
export function loadHistory(state: ChatState, now: Now): ChatState {
  const { timeline, conversation, connection, capabilities } = state;
  const { cursor } = timeline;
  if (connection.phase !== 'online' || timeline.loadingHistory || timeline.atStart || !cursor) return state;
  if (!capabilities?.history || conversation.id === null) return state;
  now.effects.push({
    type: 'load-history',
    generation: state.link.generation,
    conversation: conversation.id,
    before: { epoch: cursor.epoch, seq: firstSeq(timeline) },
    limit: HISTORY_PAGE,
  });
  return patch(state, 'timeline', { loadingHistory: true });
}
