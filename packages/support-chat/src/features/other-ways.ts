/** Server-sent events to the reference server, alone or where a WebSocket does not open. Loaded when that has happened. */
import { fallback } from '@support-chat/browser';
import type { ChatAdapter } from '@support-chat/protocol';
import { createSharedSseAdapter } from '../shared-sse-adapter.js';

/**
 * Makes the adapter.
 *
 * @param socket - the preferred way; null: there is none
 * @param silent - it has just given no answer
 */
export function createOtherWays(server: string, socket: ChatAdapter | null, silent: boolean): ChatAdapter {
  const events = createSharedSseAdapter(server);
  return socket ? fallback([socket, events], { silent: silent ? [socket] : [] }) : events;
}
