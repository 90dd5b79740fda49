/** B7: an endpoint made with the AI SDK, on its mock model. */
import { declaredBy } from '../../support/adapters-table.js';
import { startAnswerServer } from '../../support/ai-sdk/answer-server.js';
import { converse } from './conversation.js';

converse({
  title: 'B7',
  // No storage was given to it.
  can: declaredBy('AI SDK').filter((capability) => capability !== 'history'),
  async start(origin) {
    const server = await startAnswerServer(origin);
    return {
      adapter: { make: 'aiSdk', options: { api: server.api } },
      policy: { 'connect-src': new URL(server.api).origin },
      // A question carries along what was said before it, answers too.
      heard: () => server.asked.map((texts) => texts.at(-1) ?? ''),
      stop: () => server.close(),
    };
  },
});
