import { createChatwootAdapter } from '@support-chat/adapter-chatwoot';
import type { AdapterHarness } from '@support-chat/testkit';
import { WebSocket } from 'ws';
import { chatwootAgent } from '../../../support/chatwoot/chatwoot-agent.js';
import { FakeChatwoot, INBOX } from '../../../support/chatwoot/fake-chatwoot.js';
import { HTTP_FAULTS } from '../../../support/adapters/http-faults.js';
import { startFaultProxy } from '../../../support/fault-proxy.js';

const harness: AdapterHarness = {
  title: 'Chatwoot',
  async start() {
    const chatwoot = await FakeChatwoot.start();
    const proxy = await startFaultProxy({ target: chatwoot.url });
    chatwoot.publicUrl = proxy.url;
    return {
      createAdapter: () => createChatwootAdapter({ server: proxy.url, inbox: INBOX, WebSocket }),
      cut: () => void proxy.cut(),
      setReachable(reachable) {
        proxy.refuse(!reachable);
        if (!reachable) proxy.cut(); // `fetch` keeps connections for the next request
      },
      agent: chatwootAgent(chatwoot),
      stored: (conversation) =>
        chatwoot.conversation(conversation).messages.flatMap(({ messageType, content }) => {
          // Chatwoot's own words are no message of anybody.
          if (messageType > 1 || content === null) return [];
          return [{ by: messageType === 0 ? ('visitor' as const) : ('other' as const), text: content }];
        }),
      text: { longest: 10_000 },
      sayUnknown: () => chatwoot.sayUnknown(),
      answerBadly: (how) => chatwoot.failAll(how && HTTP_FAULTS[how]),
      async stop() {
        await proxy.close();
        await chatwoot.close();
        if (chatwoot.violations.length > 0)
          throw new Error(`Chatwoot would not have it: ${chatwoot.violations.join('; ')}`);
      },
    };
  },
};
export default harness;
