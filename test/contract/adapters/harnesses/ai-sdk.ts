/** A bot alone: it answers every message, and nobody writes by themselves. */
import { createAiSdkAdapter } from '@support-chat/adapter-ai';
import type { AdapterHarness } from '@support-chat/testkit';
import { startAnswerServer } from '../../../support/ai-sdk/answer-server.js';
import { startFaultProxy } from '../../../support/fault-proxy.js';

const harness: AdapterHarness = {
  title: 'AI SDK',
  async start() {
    const server = await startAnswerServer();
    const proxy = await startFaultProxy({ target: server.api });
    const device = new Map<string, string>();
    const storage = {
      getItem: (key: string) => device.get(key) ?? null,
      setItem: (key: string, value: string) => void device.set(key, value),
      removeItem: (key: string) => void device.delete(key),
    };
    return {
      createAdapter: () => createAiSdkAdapter({ api: `${proxy.url}/api/chat`, storage }),
      cut: () => void proxy.cut(),
      setReachable(reachable) {
        proxy.refuse(!reachable);
        if (!reachable) proxy.cut(); // `fetch` keeps connections for the next request
      },
      connectionless: true,
      bot: true,
      stored: (conversation) => server.stored(conversation),
      answerBadly: (how) => server.answerBadly(how),
      // A 401 is between the site and its visitor: the chat has no credential that could be another one. An answer that is
      // cut off in its middle was one: the question is taken.
      badAnswers: ['html', 'forbidden', 'rate-limited', 'rate-limited-bare', 'failed'],
      text: { longest: 10_000 },
      refuses: ['id-conflict'],
      async stop() {
        await proxy.close();
        await server.close();
      },
    };
  },
};
export default harness;
