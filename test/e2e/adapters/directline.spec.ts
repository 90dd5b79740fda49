/** B6: the strict Direct Line of our own, its stream and its REST, and the server of a site that has the secret. */
import type { TokenRequest } from '@support-chat/adapter-directline';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { declaredBy } from '../../support/adapters-table.js';
import { directLineAgent } from '../../support/directline/direct-line-agent.js';
import { FakeDirectLine } from '../../support/directline/fake-direct-line.js';
import { expect } from '../../support/shop-test.js';
import { converse } from './conversation.js';

converse({
  title: 'B6',
  can: declaredBy('Direct Line'),
  async start(origin) {
    const directLine = await FakeDirectLine.start();
    const server = createServer((request, response) => {
      response.setHeader('Access-Control-Allow-Origin', origin);
      void text(request).then((body) => {
        const { conversationId } = JSON.parse(body) as TokenRequest;
        response.end(JSON.stringify(directLine.generate(conversationId)));
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const tokens = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      agent: directLineAgent(directLine),
      adapter: { make: 'directLine', options: { domain: directLine.domain, tokens } },
      policy: {
        'connect-src': `${directLine.url} ${directLine.url.replace('http', 'ws')} ${tokens}`,
        'img-src': directLine.url,
        'media-src': directLine.url,
      },
      heard: (conversation) =>
        directLine
          .conversation(conversation)
          .activities.flatMap(({ type, from, text: words }) =>
            type === 'message' && from.role === 'user' && words ? [words] : [],
          ),
      async stop() {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
        await directLine.close();
        expect(directLine.violations).toEqual([]);
      },
    };
  },
});
