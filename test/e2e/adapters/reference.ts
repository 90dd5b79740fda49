/** The reference server as the conversation wants it, on another origin than the page. */
import type { AutoAdapterOptions } from 'support-chat';
import { declaredBy } from '../../support/adapters-table.js';
import { startServerBackend } from '../../support/conformance-backend.js';
import { createReferenceAgent } from '../../support/reference-agent.js';
import type { Vendor, VendorOptions } from './conversation.js';

/** What it can do, whichever way leads there; files go a way of their own. */
export const REFERENCE: VendorOptions['can'] = [...declaredBy('WebSocket'), 'upload'];

export async function startReference(
  origin: string,
  transport: Exclude<AutoAdapterOptions['transport'], undefined>,
): Promise<Vendor> {
  const back = await startServerBackend({ allowedOrigins: [origin] });
  const agent = createReferenceAgent(back.agent);
  const server = back.server.url;
  const { host } = new URL(server);
  return {
    agent,
    adapter: { make: 'auto', options: { server, transport } },
    policy: { 'connect-src': `${server} ws://${host}`, 'img-src': `${server} blob: data:` },
    async heard(conversation) {
      const stored = await agent.stored(conversation);
      return stored.flatMap(({ by, text }) => (by === 'visitor' ? [text] : []));
    },
    async stop() {
      agent.close();
      await back.close();
    },
  };
}
