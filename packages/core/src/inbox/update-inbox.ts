/** The inbox as a pure function, on the same connection rules as a chat. */
import type { ConversationSummary, ServerEvent } from '@support-chat/protocol';
import {
  connectByHand,
  connectionDue,
  connectionLost,
  connectionOpened,
  heard,
  idleConnection,
  pageChanged,
  settleConnection,
} from '../connection/connection.js';
import type { ConnectionEffect } from '../effect.js';
import type { ConnectionHappening, Now, Stamp } from '../input.js';
import type { InboxState } from './inbox-state.js';
import { patch } from '../patch.js';

/** What happens to an inbox. */
export type InboxHappening = ConnectionHappening | { readonly type: 'connect' };

/** An inbox before anything happened. */
export function initialInbox(at: number): InboxState {
  return {
    ...idleConnection(at, true),
    self: null,
    staffed: false,
    presence: null,
    loaded: false,
    byId: {},
    order: [],
  };
}

/** What becomes of an inbox by an input, and what is to be done. */
export function updateInbox(
  state: InboxState,
  input: InboxHappening & Stamp,
): readonly [InboxState, readonly ConnectionEffect[]] {
  const now: Now<ConnectionEffect> = { at: input.at, random: input.random, effects: [] };
  const next = settleConnection(reduce(state, input, now), now, () => ({ identity: { kind: 'agent' } }));
  return [next, now.effects];
}

/** When the next tick has something to do. */
export function inboxDue(state: InboxState): number {
  return connectionDue(state, true);
}

function reduce(state: InboxState, input: InboxHappening & Stamp, now: Now<ConnectionEffect>): InboxState {
  if ('generation' in input && input.generation !== state.link.generation) return state;
  switch (input.type) {
    case 'connect':
      return connectByHand(state, now);
    case 'opened':
      return connectionOpened(state, now);
    case 'open-failed':
    case 'closed':
      return connectionLost(state, input.problem, now);
    case 'page-changed':
      return pageChanged(state, input.page, now);
    case 'event':
      return serverSaid(heard(state, now), input.event, now.at);
    case 'tick':
      return state;
  }
}

function serverSaid(state: InboxState, event: ServerEvent, at: number): InboxState {
  switch (event.type) {
    case 'welcome':
      return { ...state, self: event.self, staffed: event.staffed, presence: event.presence ?? null };
    case 'presence-changed':
      return { ...state, presence: event.presence };
    case 'staffed-changed':
      return { ...state, staffed: event.staffed };
    case 'goaway':
      return patch(state, 'link', { notBefore: at + event.retryAfter * 1000 });
    case 'inbox-snapshot':
      return listed(state, Object.fromEntries(event.conversations.map((summary) => [summary.id, summary])));
    case 'inbox-changed':
      return listed(state, { ...state.byId, [event.conversation.id]: event.conversation });
    default:
      return state; // what happens inside a conversation is told to its chat
  }
}

function listed(state: InboxState, byId: InboxState['byId']): InboxState {
  const order = Object.values(byId)
    .sort((one, other) => waiting(one) - waiting(other) || activity(other) - activity(one))
    .map(({ id }) => id);
  return { ...state, loaded: true, byId, order };
}

function waiting({ waitingSince }: ConversationSummary): number {
  return waitingSince ?? Number.MAX_SAFE_INTEGER;
}

function activity({ lastMessage, startedAt }: ConversationSummary): number {
  return lastMessage?.time ?? startedAt;
}
