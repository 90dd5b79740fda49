/** What the kit needs to judge the adapter: `npm run check`. */
import { createTemplateAdapter } from './adapter.js';
import { startToyBackEnd } from './toy-back-end.js';

/** @type {import('@support-chat/testkit').AdapterHarness} */
export default {
  title: 'template',
  async start() {
    const toy = await startToyBackEnd();
    return {
      createAdapter: () => createTemplateAdapter({ server: toy.url, interval: 10 }),
      agent: { say: toy.say },
      stored: toy.stored,
      cut: toy.cut,
      setReachable: toy.setReachable,
      answerBadly: toy.answerBadly,
      text: { longest: toy.longest },
      refuses: ['id-conflict', 'epoch-stale'],
      stop: toy.stop,
    };
  },
};
