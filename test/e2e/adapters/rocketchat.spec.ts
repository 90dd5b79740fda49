/** B4: the strict Rocket.Chat of our own, its REST API and its DDP. */
import { declaredBy } from '../../support/adapters-table.js';
import { FakeRocketChat } from '../../support/rocketchat/fake-rocketchat.js';
import { rocketChatAgent } from '../../support/rocketchat/rocketchat-agent.js';
import { expect } from '../../support/shop-test.js';
import { converse } from './conversation.js';

converse({
  title: 'B4',
  can: declaredBy('Rocket.Chat'),
  async start() {
    const rocketChat = await FakeRocketChat.start();
    const server = rocketChat.url;
    return {
      agent: rocketChatAgent(rocketChat),
      adapter: { make: 'rocketChat', options: { server } },
      policy: {
        'connect-src': `${server} ${server.replace('http', 'ws')}`,
        'img-src': server,
        'media-src': server,
      },
      heard: (conversation) =>
        rocketChat.words(conversation).flatMap(({ token, msg }) => (token !== undefined && msg ? [msg] : [])),
      async stop() {
        await rocketChat.close();
        expect(rocketChat.violations).toEqual([]);
      },
    };
  },
});
