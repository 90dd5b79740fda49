/** B9: the strict Live Helper Chat of our own. */
import { declaredBy } from '../../support/adapters-table.js';
import { FakeLiveHelperChat } from '../../support/livehelperchat/fake-live-helper-chat.js';
import { liveHelperChatAgent } from '../../support/livehelperchat/live-helper-chat-agent.js';
import { expect } from '../../support/shop-test.js';
import { converse } from './conversation.js';

converse({
  title: 'B9',
  can: declaredBy('Live Helper Chat'),
  async start() {
    const help = await FakeLiveHelperChat.start({ uploads: true });
    const server = help.url;
    return {
      agent: liveHelperChatAgent(help),
      adapter: { make: 'liveHelperChat', options: { server, files: true, pollInterval: 100 } },
      policy: {
        'connect-src': server,
        'img-src': `${server} https://faces.example`,
        'media-src': server,
      },
      heard: (conversation) => help.words(conversation).flatMap(({ by, msg }) => (by === null && msg ? [msg] : [])),
      async stop() {
        await help.stop();
        expect(help.violations).toEqual([]);
      },
    };
  },
});
