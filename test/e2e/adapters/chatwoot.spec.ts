/** B3: the strict Chatwoot of our own, its client API and its ActionCable. */
import { declaredBy } from '../../support/adapters-table.js';
import { chatwootAgent } from '../../support/chatwoot/chatwoot-agent.js';
import { FakeChatwoot, INBOX } from '../../support/chatwoot/fake-chatwoot.js';
import { converse } from './conversation.js';
import { expect } from '../../support/shop-test.js';

converse({
  title: 'B3',
  can: declaredBy('Chatwoot'),
  async start() {
    const chatwoot = await FakeChatwoot.start();
    const server = chatwoot.url;
    return {
      agent: chatwootAgent(chatwoot),
      adapter: { make: 'chatwoot', options: { server, inbox: INBOX } },
      policy: {
        'connect-src': `${server} ${server.replace('http', 'ws')}`,
        'img-src': `${server} https://*.example`,
        'media-src': server,
      },
      heard: (conversation) =>
        chatwoot
          .conversation(conversation)
          .messages.flatMap(({ messageType, content }) => (messageType === 0 && content ? [content] : [])),
      async stop() {
        await chatwoot.close();
        expect(chatwoot.violations).toEqual([]);
      },
    };
  },
});
