/** Server-sent events to the reference server, alone or where a WebSocket does not open. Loaded when that has happened. */
import { fallback } from '@support-chat/browser';
import type { AdapterError, ChatAdapter } from '@support-chat/protocol';
import { createSharedSseAdapter } from '../shared-sse-adapter.js';

/**
 * Makes the adapter.
 *
 * @param socket - the preferred way; null: there is none
 * @param failure - why it did not open just now
 */
export function createOtherWays(
  server: string,
  socket: ChatAdapter | null,
  failure: AdapterError | undefined,
): ChatAdapter {
  const events = createSharedSseAdapter(server);
  return socket ? fallback([socket, events], { silent: failure?.code === 'request-timeout' ? [socket] : [] }) : events;
}
