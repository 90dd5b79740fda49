/** Harnesses of everything that leads to the reference server: through a proxy that really cuts, with an agent. */
import type { ChatAdapter } from '@support-chat/protocol';
import type { AdapterHarness, HarnessBackEnd } from '@support-chat/testkit';
import { startServerBackend, type ServerBackend } from './conformance-backend.js';
import { createReferenceAgent } from './reference-agent.js';

/** What a way to the reference server adds to its harness. */
export interface Way {
  readonly title: string;
  /** @param url - of the proxy before the server */
  create(url: string): ChatAdapter;
  /** Called before each rule. */
  reset?(): void;
  /** Whether the harness tells what is stored, for the long rule. Default: true. */
  readonly tellsStored?: boolean;
  /** Where a visitor has a session before they connect. */
  readonly identity?: (server: ServerBackend) => HarnessBackEnd['identity'];
}

/** The harness of one way. */
export function referenceHarness({ title, create, reset, tellsStored = true, identity }: Way): AdapterHarness {
  return {
    title,
    async start() {
      const server = await startServerBackend();
      const agent = createReferenceAgent(server.agent);
      const who = identity?.(server);
      return {
        createAdapter: () => create(server.proxy.url),
        ...(reset && { reset }),
        ...(who && { identity: who }),
        cut: () => server.cut(),
        setReachable: (reachable) => server.setReachable(reachable),
        agent,
        ...(tellsStored && { stored: (conversation: string) => agent.stored(conversation) }),
        text: { longest: 10_000 },
        refuses: ['id-conflict', 'epoch-stale'],
        async stop() {
          agent.close();
          await server.close();
        },
      };
    },
  };
}
