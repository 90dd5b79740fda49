/** Bad input of the AI SDK's UI message streams, as of every adapter: the real library with its mock model. */
import { createAiSdkAdapter } from '@support-chat/adapter-ai';
import { describeAiBadInput } from '../../../support/ai/ai-bad-input.js';
import { startAnswerServer } from '../../../support/ai-sdk/answer-server.js';

const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

describeAiBadInput({
  title: 'the AI SDK',
  nonsense: {
    'an event of the future': event({ type: 'text-sung', id: 'text', delta: 'Lost' }),
    'an event with a name': `event: weather\ndata: {"type":"sun"}\n\n`,
    'a page in the stream': 'data: <!doctype html><title>Maintenance</title><script>alert(1)</script>\n\n',
    'a list': event([1, 2, 3]),
    'words that are a number': event({ type: 'text-delta', id: 'text', delta: 7 }),
    'a card that is none': event({ type: 'data-card', data: 'Lost' }),
    'a source that would be executed': event({
      type: 'source-url',
      sourceId: 's',
      url: 'javascript://shop.example/%0aalert(1)',
    }),
    'a tool of the site': event({ type: 'tool-output-available', toolCallId: 't', output: 'Lost' }),
    'a comment': ': Lost\n\n',
  },
  async start(model) {
    const server = await startAnswerServer();
    server.model = model;
    return {
      origin: new URL(server.api).origin,
      stored: (id) => server.stored(id).flatMap(({ by, text }) => (by === 'visitor' ? [text] : [])),
      close: () => server.close(),
    };
  },
  createAdapter: (origin, options) => createAiSdkAdapter({ ...options, api: `${origin}/api/chat` }),
});
