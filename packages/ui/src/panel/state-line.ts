/**
 * The one line above the composer: what is the matter with the connection or the conversation, in words, with what
 * will happen. Decides what to say; how it looks and where it stands is the panel's.
 */
import { RECONNECTING_AFTER, type ChatState } from '@support-chat/core';
import type { Localizer } from '../localizer/localizer.js';

/** What the line says. */
export interface StateLine {
  readonly kind: 'connection' | 'stopped' | 'waiting' | 'ended';
  readonly text: string;
  /** Said aloud again only when this changes. Default: the text. */
  readonly topic?: string;
  /** Trying at once makes sense. */
  readonly canRetry: boolean;
}

/**
 * The line for a state; null when all is well.
 *
 * @param now - monotonic milliseconds, the same clock as the state's
 */
export function stateLine(state: ChatState, now: number, localizer: Localizer): StateLine | null {
  const { connection, conversation } = state;
  const say = (kind: StateLine['kind'], text: string, canRetry = false): StateLine => ({ kind, text, canRetry });
  if (connection.phase === 'stopped') {
    return say('stopped', localizer.error(connection.problem?.code ?? 'unavailable'), true);
  }
  if (connection.phase === 'waiting' || connection.phase === 'connecting') {
    // A flap that is over within three seconds is not worth a word (Y4).
    if (now - connection.changedAt < RECONNECTING_AFTER) return null;
    if (connection.offline) return say('connection', localizer.text('connection-offline'));
    const lost = connection.attempt > 0 || state.capabilities !== null;
    const text = localizer.text(lost ? 'connection-reconnecting' : 'connection-connecting');
    return say('connection', text, connection.phase === 'waiting');
  }
  if (conversation.phase === 'ended') return say('ended', localizer.text('ended-hint'));
  if (conversation.phase === 'queued' && connection.phase === 'online') {
    const { queue } = conversation;
    if (!queue || !state.staffed) return say('waiting', localizer.text(state.staffed ? 'waiting-agent' : 'home-away'));
    const { position, minutes } = queue;
    const place = localizer.text('queue-position', { position });
    const wait = minutes ? ` ${localizer.text('queue-wait', { count: minutes })}` : '';
    // The time goes by without being counted down aloud.
    return { ...say('waiting', place + wait), topic: place };
  }
  return null;
}

/**
 * Milliseconds until {@link stateLine} may say something else although the state stays; null when it will not.
 *
 * @param now - as there
 */
export function stateLineDue({ connection }: ChatState, now: number): number | null {
  if (connection.phase !== 'waiting' && connection.phase !== 'connecting') return null;
  const left = connection.changedAt + RECONNECTING_AFTER - now;
  return left > 0 ? left : null;
}
