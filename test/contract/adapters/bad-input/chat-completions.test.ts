/** Bad input of `chat/completions`, as of every adapter: our own strict server, which the client `openai` checks. */
import { createChatCompletionsAdapter } from '@support-chat/adapter-ai';
import { describeAiBadInput } from '../../../support/ai/ai-bad-input.js';
import { startCompletionsServer } from '../../../support/openai/completions-server.js';

const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;
const delta = (value: object): string => event({ choices: [{ index: 0, delta: value, finish_reason: null }] });
const cited = (url: unknown): string => delta({ annotations: [{ type: 'url_citation', url_citation: { url } }] });

describeAiBadInput({
  title: 'chat/completions',
  nonsense: {
    'an object of the future': event({ object: 'chat.completion.song', verse: 'Lost' }),
    'an event with a name': `event: weather\ndata: {"sun":true}\n\n`,
    'a page in the stream': 'data: <!doctype html><title>Maintenance</title><script>alert(1)</script>\n\n',
    'a list': event([1, 2, 3]),
    'no choice': event({ choices: [] }),
    'choices that are none': event({ choices: 'Lost' }),
    'words that are a number': delta({ content: 7 }),
    'a tool of the site': delta({ tool_calls: [{ index: 0, function: { name: 'lost', arguments: '{}' } }] }),
    'a citation that would be executed': cited('javascript://shop.example/%0aalert(1)'),
    'a citation of nothing': cited(null),
    'no error': event({ error: null, choices: [] }),
    'a comment': ': Lost\n\n',
  },
  async start(model) {
    const server = await startCompletionsServer();
    server.model = (question) => ({ pieces: model(question) });
    return {
      origin: new URL(server.base).origin,
      stored: () =>
        server.asked.at(-1)?.messages.flatMap(({ role, content }) => (role === 'user' ? [content] : [])) ?? [],
      close: () => server.close(),
    };
  },
  createAdapter: (origin, options) =>
    createChatCompletionsAdapter({ ...options, api: `${origin}/v1`, model: 'test-model' }),
});
