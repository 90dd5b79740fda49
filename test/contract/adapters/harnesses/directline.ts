/** B6: the strict Direct Line of our own, its stream and its REST. */
import { createDirectLineAdapter } from '@support-chat/adapter-directline';
import type { AdapterHarness } from '@support-chat/testkit';
import { WebSocket } from 'ws';
import { directLineAgent } from '../../../support/directline/direct-line-agent.js';
import { FakeDirectLine } from '../../../support/directline/fake-direct-line.js';
import { HTTP_FAULTS } from '../../../support/adapters/http-faults.js';
import { startFaultProxy } from '../../../support/fault-proxy.js';

const harness: AdapterHarness = {
  title: 'Direct Line',
  async start() {
    const directLine = await FakeDirectLine.start();
    const proxy = await startFaultProxy({ target: directLine.url });
    directLine.publicUrl = proxy.url;
    return {
      createAdapter: () =>
        createDirectLineAdapter({
          domain: directLine.domain,
          getToken: ({ conversationId }) => Promise.resolve(directLine.generate(conversationId)),
          WebSocket,
        }),
      cut: () => void proxy.cut(),
      setReachable(reachable) {
        proxy.refuse(!reachable);
        if (!reachable) proxy.cut(); // `fetch` keeps connections for the next request
      },
      agent: directLineAgent(directLine),
      stored: (id) =>
        directLine
          .conversation(id)
          .activities.filter(({ type }) => type === 'message')
          .map(({ from, text = '' }) => ({
            by: from.role === 'bot' ? ('other' as const) : ('visitor' as const),
            text,
          })),
      text: { longest: 10_000 },
      refuses: ['epoch-stale'],
      sayUnknown() {
        for (const conversation of directLine.conversations) directLine.say(conversation, { type: 'sang', verse: 1 });
      },
      answerBadly: (how) => directLine.failAll(how && HTTP_FAULTS[how]),
      async stop() {
        await proxy.close();
        await directLine.close();
        if (directLine.violations.length > 0) throw new Error(directLine.violations.join('\n'));
      },
    };
  },
};
export default harness;
