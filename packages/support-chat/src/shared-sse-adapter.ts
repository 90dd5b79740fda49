/** Server-sent events, one stream for all tabs of a visitor: HTTP/1.1 allows six connections per host (C3). */
import { createSseAdapter } from '@support-chat/adapter-sse';
import { shareAcrossTabs } from '@support-chat/browser';
import type { ChatAdapter } from '@support-chat/protocol';

/** @param server - address of the reference server */
export function createSharedSseAdapter(server: string): ChatAdapter {
  return shareAcrossTabs(createSseAdapter({ server }), { name: `support-chat ${server}` });
}
