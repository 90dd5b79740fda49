import { createRocketChatAdapter } from '@support-chat/adapter-rocketchat';
import type { AdapterHarness } from '@support-chat/testkit';
import { WebSocket } from 'ws';
import { HTTP_FAULTS } from '../../../support/adapters/http-faults.js';
import { startFaultProxy } from '../../../support/fault-proxy.js';
import { FakeRocketChat } from '../../../support/rocketchat/fake-rocketchat.js';
import { rocketChatAgent } from '../../../support/rocketchat/rocketchat-agent.js';

const harness: AdapterHarness = {
  title: 'Rocket.Chat',
  async start() {
    const rocketChat = await FakeRocketChat.start();
    const proxy = await startFaultProxy({ target: rocketChat.url });
    return {
      createAdapter: () => createRocketChatAdapter({ server: proxy.url, WebSocket }),
      cut: () => void proxy.cut(),
      setReachable(reachable) {
        proxy.refuse(!reachable);
        if (!reachable) proxy.cut(); // `fetch` keeps connections for the next request
      },
      agent: rocketChatAgent(rocketChat),
      stored: (conversation) =>
        rocketChat.words(conversation).map(({ token, msg }) => {
          return { by: token === undefined ? ('other' as const) : ('visitor' as const), text: msg };
        }),
      text: { longest: 10_000 },
      sayUnknown: () => rocketChat.sayUnknown(),
      answerBadly: (how) => rocketChat.failAll(how && HTTP_FAULTS[how]),
      async stop() {
        await proxy.close();
        await rocketChat.close();
        if (rocketChat.violations.length > 0)
          throw new Error(`Rocket.Chat would not have it: ${rocketChat.violations.join('; ')}`);
      },
    };
  },
};
export default harness;
