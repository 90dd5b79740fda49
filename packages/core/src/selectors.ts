/** What views ask of a state: derived, never stored. */
import type { ChatState, OutboxEntry } from './state.js';

/** There are files for the next message: it needs no words. */
export function hasDraftFiles({ uploads }: Pick<ChatState, 'uploads'>): boolean {
  return uploads.some(({ message, phase }) => message === null && phase !== 'failed');
}

/** Whether the visitor may begin another conversation: this one is over, and nothing waits that would open it again. */
export function mayBegin({ conversation, capabilities, outbox }: ChatState): boolean {
  const isOver = conversation.phase === 'ended' && capabilities?.conversations === true;
  return isOver && outbox.every(({ details }) => details?.type === 'rating-give');
}

/** How far a message got (D4). */
export type MessageStatus = 'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

/** A connection that is away for less than this is not talked about, milliseconds (Y4). */
export const RECONNECTING_AFTER = 3000;

/**
 * How far the other side got in the log: the furthest of those the own messages are for. An agent writes for the
 * visitor, a visitor for whoever answers.
 */
export function othersCursors({ role, conversation }: Pick<ChatState, 'role' | 'conversation'>): {
  readonly delivered: number;
  readonly read: number;
} {
  let delivered = 0;
  let read = 0;
  for (const participant of conversation.participants) {
    if ((participant.author.kind === 'visitor') === (role === 'visitor')) continue;
    read = Math.max(read, participant.read);
    delivered = Math.max(delivered, participant.delivered, read);
  }
  return { delivered, read };
}

/**
 * Status of an own message: by its place in the log, or of an outbox entry. What is still being written to the device
 * is not yet promised to be kept, so it counts as `sending` (O1).
 */
export function messageStatus(
  state: Pick<ChatState, 'role' | 'conversation'>,
  message: number | OutboxEntry,
): MessageStatus {
  if (typeof message !== 'number') return message.phase === 'storing' ? 'sending' : message.phase;
  const others = othersCursors(state);
  if (message <= others.read) return 'read';
  return message <= others.delivered ? 'delivered' : 'sent';
}

/** Whether the view says that the connection is away: not for the first 3 s, and never before anybody wanted one. */
export function isReconnecting({ connection }: Pick<ChatState, 'connection'>, now: number): boolean {
  const { phase, changedAt } = connection;
  return (phase === 'waiting' || phase === 'connecting') && now - changedAt >= RECONNECTING_AFTER;
}
