/** B6 without a stream: a real bot of the Bot Framework's SDK behind `offline-directline`. */
import { createDirectLineAdapter } from '@support-chat/adapter-directline';
import type { AdapterHarness } from '@support-chat/testkit';
import { botLacks, startOfflineBot } from '../../../support/directline/offline-bot.js';
import { startFaultProxy } from '../../../support/fault-proxy.js';

const harness: AdapterHarness = {
  title: 'Direct Line, polled (botbuilder)',
  missing: botLacks,
  async start() {
    const bot = await startOfflineBot();
    const proxy = await startFaultProxy({ target: bot.domain });
    const domain = bot.domain.replace(new URL(bot.domain).origin, proxy.url);
    return {
      createAdapter: () =>
        createDirectLineAdapter({
          domain,
          getToken: () => Promise.resolve({ token: 'nobody-asks-for-it' }),
          stream: false,
          files: false, // the bridge has no `/upload`
          pollInterval: 20,
        }),
      cut() {
        proxy.cut();
        void proxy.cutNext('up', 'before'); // between two questions there is no line to be cut
      },
      setReachable(reachable) {
        proxy.refuse(!reachable);
        if (!reachable) proxy.cut(); // `fetch` keeps connections for the next request
      },
      bot: true,
      stored: async (id) =>
        (await bot.activities(id)).flatMap(({ type, from, text = '' }) =>
          type === 'message' ? [{ by: from.role === 'user' ? ('visitor' as const) : ('other' as const), text }] : [],
        ),
      text: { longest: 10_000 },
      refuses: ['epoch-stale'],
      async stop() {
        await proxy.close();
        await bot.stop();
      },
    };
  },
};
export default harness;
