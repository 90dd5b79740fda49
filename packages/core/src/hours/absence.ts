/** Why nobody answers right now, if so: what a chat offers instead depends on it. Pure. */
import type { OpeningHours } from '@support-chat/protocol';
import { isReconnecting } from '../selectors.js';
import type { ChatState } from '../state.js';
import { isOpen } from './opening-hours.js';

/**
 * - `refused`: the back end will have nothing to do with us, for good
 * - `offline`: the device has no network
 * - `down`: the back end cannot be reached
 * - `closed`: outside the opening hours
 * - `away`: nobody is at the desk
 * - `busy`: somebody is, but the visitor waits so long that the form is offered (P-R9)
 */
export type Absence = 'refused' | 'offline' | 'down' | 'closed' | 'away' | 'busy';

/**
 * Why nobody answers; null when somebody does, or while it is not known yet. A talk that an agent has taken goes on
 * whatever the hours say.
 *
 * @param now - `monotonic` as the state's times, `wall` in wall milliseconds
 */
export function absence(
  state: ChatState,
  hours: OpeningHours | null,
  now: { readonly monotonic: number; readonly wall: number },
): Absence | null {
  const { connection, conversation, capabilities, staffed } = state;
  if (connection.phase === 'stopped') return 'refused';
  const live = conversation.phase === 'live';
  // Before the connection: even if that came back, nobody would answer.
  if (!live && hours && !isOpen(hours, now.wall)) return 'closed';
  if (isReconnecting(state, now.monotonic)) {
    if (connection.offline) return 'offline';
    if (connection.problem) return 'down';
  }
  if (live || capabilities === null) return null;
  if (!staffed) return 'away';
  return conversation.queue?.form ? 'busy' : null;
}
