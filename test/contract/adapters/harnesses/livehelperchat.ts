/** B9: the strict Live Helper Chat of our own. */
import { createLiveHelperChatAdapter } from '@support-chat/adapter-livehelperchat';
import type { AdapterHarness } from '@support-chat/testkit';
import { HTTP_FAULTS } from '../../../support/adapters/http-faults.js';
import { startFaultProxy } from '../../../support/fault-proxy.js';
import { FakeLiveHelperChat } from '../../../support/livehelperchat/fake-live-helper-chat.js';
import { liveHelperChatAgent } from '../../../support/livehelperchat/live-helper-chat-agent.js';

const harness: AdapterHarness = {
  title: 'Live Helper Chat',
  async start() {
    const help = await FakeLiveHelperChat.start({ uploads: true });
    const proxy = await startFaultProxy({ target: help.url });
    help.publicUrl = proxy.url;
    return {
      createAdapter: () => createLiveHelperChatAdapter({ server: proxy.url, files: true, pollInterval: 20 }),
      cut() {
        proxy.cut();
        void proxy.cutNext('up', 'before'); // between two questions there is no line to be cut
      },
      setReachable(reachable) {
        proxy.refuse(!reachable);
        if (!reachable) proxy.cut(); // `fetch` keeps connections for the next request
      },
      agent: liveHelperChatAgent(help),
      stored: (conversation) =>
        help
          .words(conversation)
          .map(({ by, msg }) => ({ by: by ? ('other' as const) : ('visitor' as const), text: msg })),
      text: { longest: 500 },
      sayUnknown: () => help.sayUnknown(),
      answerBadly: (how) => help.failAll(how && HTTP_FAULTS[how]),
      async stop() {
        await proxy.close();
        await help.stop();
        if (help.violations.length > 0)
          throw new Error(`Live Helper Chat would not have it: ${help.violations.join('; ')}`);
      },
    };
  },
};
export default harness;
