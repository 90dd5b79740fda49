/** The AI SDK dialect against the real library (`ai@6`) with its mock model, through core and over real connections. */
import { createAiSdkAdapter } from '@support-chat/adapter-ai';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startAnswerServer, type AnswerServer, type ModelPart } from '../../support/ai-sdk/answer-server.js';
import { startFaultProxy } from '../../support/fault-proxy.js';
import { gate, talk } from './talk.js';

let server: AnswerServer;
beforeEach(async () => {
  server = await startAnswerServer();
});
afterEach(() => server.close());

/** The model says these, whatever it is asked. */
const says = (...parts: readonly ModelPart[]) =>
  async function* (): AsyncGenerator<ModelPart> {
    await Promise.resolve();
    yield* parts;
  };

/** A model whose next words come when the test lets them. */
function heldModel(first: string, rest: string) {
  const hold = gate();
  return {
    open: () => hold.open(),
    async *model(): AsyncGenerator<ModelPart> {
      yield first;
      await hold.opened;
      yield rest;
    },
  };
}

describe('a model behind the AI SDK', () => {
  it('answers with a message that grows, and gets the whole conversation with each question', async () => {
    const { ask, settled, log, grown, until, messages, chat } = talk(
      createAiSdkAdapter({ api: server.api, bot: { name: 'Pip' } }),
    );
    const held = heldModel('From Fri', 'day on.');
    server.model = held.model;
    ask('Is the blue teapot back?');
    await until(({ typing }) => typing[0]?.preview === 'From Fri', 'growing');
    expect(log()).toEqual(['visitor: Is the blue teapot back?']);
    const streamed = chat.getState().typing[0]?.message;
    held.open();
    await settled(2);
    expect(messages()[1]).toMatchObject({
      id: streamed,
      author: { kind: 'bot', name: 'Pip' },
      text: 'From Friday on.',
    });
    expect(grown[0]).toBe('From Fri');
    expect(chat.getState().conversation.phase).toBe('bot');

    server.model = says('Yes.');
    ask('Sure?');
    await settled(4);
    expect(server.asked).toEqual([
      ['Is the blue teapot back?'],
      ['Is the blue teapot back?', 'From Friday on.', 'Sure?'],
    ]);
  });

  it('shows the sources of an answer, and nothing of what the model thinks', async () => {
    const { ask, settled, messages } = talk(createAiSdkAdapter({ api: server.api }));
    server.model = says(
      { reasoning: 'The visitor is in a hurry.' },
      { source: 'https://shop.example/teapots', title: 'Teapots' },
      { source: 'https://shop.example/teapots' },
      { source: 'https://shop.example/a(b)' },
      'On Monday.',
    );
    ask('When?');
    await settled(2);
    expect(messages()[1]).toMatchObject({
      text: 'On Monday.\n\n- [Teapots](https://shop.example/teapots)\n- [https://shop.example/a(b)](https://shop.example/a%28b%29)',
    });
    expect(JSON.stringify(messages())).not.toContain('hurry');
  });

  it('asks again after an error inside the stream, at most three times, and says so', async () => {
    const { ask, settled, log, problems, until } = talk(createAiSdkAdapter({ api: server.api }));
    const plans = [says('From', { failure: 'Overloaded' }), says('From Friday on.')];
    server.model = () => plans.shift()?.() ?? says('Nobody asked for this.')();
    ask('When?');
    await settled(2);
    expect(log()).toEqual(['visitor: When?', 'bot: From Friday on.']);
    expect(problems[0]).toMatchObject({ code: 'unavailable', detail: 'Overloaded' });

    server.model = says('On', { failure: 'Broken for good' });
    ask('And the red one?');
    // What had come of it stands, for the visitor has seen it.
    await settled(4);
    expect(log().at(-1)).toBe('bot: On');
    await until(({ connection }) => connection.phase === 'online', 'online again');
    expect(server.asked.filter((texts) => texts.at(-1) === 'And the red one?')).toHaveLength(3);
  });

  it('goes on with an answer that is being written when the line breaks', async () => {
    const proxy = await startFaultProxy({ target: `http://127.0.0.1:${server.port}` });
    try {
      const { ask, settled, log, until } = talk(createAiSdkAdapter({ api: `${proxy.url}/api/chat` }));
      const held = heldModel('From ', 'Friday on.');
      server.model = held.model;
      ask('When?');
      await until(({ typing }) => typing[0]?.preview === 'From ', 'growing');
      proxy.cut();
      await until(({ typing }) => server.resumed.length > 0 && typing[0]?.preview === 'From ', 'again');
      expect(server.resumed).toEqual([200]);
      held.open();
      await settled(2);
      expect(log()).toEqual(['visitor: When?', 'bot: From Friday on.']);
      expect(server.asked).toHaveLength(1);
    } finally {
      await proxy.close();
    }
  });

  it('stops an answer when the visitor writes on, and keeps what came of it', async () => {
    const { ask, settled, log, until } = talk(createAiSdkAdapter({ api: server.api }));
    server.model = heldModel('A long story begins', '.').model;
    ask('Tell me a story');
    await until(({ typing }) => typing[0]?.preview === 'A long story begins', 'growing');
    server.model = says('From Friday on.');
    ask('No: when is it back?');
    await settled(4);
    expect(log()).toEqual([
      'visitor: Tell me a story',
      'bot: A long story begins',
      'visitor: No: when is it back?',
      'bot: From Friday on.',
    ]);
  });

  it('stops asking when the chat is closed', async () => {
    const { ask, until, chat } = talk(createAiSdkAdapter({ api: server.api }));
    server.model = heldModel('A long story', ' that nobody waits for').model;
    ask('Tell me a story');
    await until(({ typing }) => Boolean(typing[0]?.preview), 'growing');
    expect(server.abandoned).toBe(0);
    void chat.destroy();
    await vi.waitFor(() => expect(server.abandoned).toBe(1), 10_000);
  });

  it('is in the memory of the page, or where the site says, for this visitor alone', async () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
    const open = async (token?: string, withStorage = true) => {
      const events: object[] = [];
      const adapter = createAiSdkAdapter({ api: server.api, ...(withStorage && { storage }) });
      const connection = await adapter.open({
        identity: { kind: 'visitor', ...(token !== undefined && { token }) },
        signal: new AbortController().signal,
        onEvent: (event) => events.push(event),
        onClose: () => undefined,
      });
      const welcome = events[0] as { session?: { token: string }; conversation: { events: { text: string }[] } };
      return { connection, welcome, texts: welcome.conversation.events.map(({ text }) => text) };
    };
    const first = await open();
    await first.connection.send({ type: 'message-send', id: 'message-0001', text: 'When?' });
    const token = first.welcome.session?.token ?? '';
    first.connection.close();

    // The question was taken: it is answered after a reload.
    const second = await open(token);
    expect(second.texts[0]).toBe('When?');
    expect(second.welcome.session).toBeUndefined();
    expect((await open(token, false)).texts).toEqual([]);
    for (const broken of ['{', '[]', '{"owner":1}', [...kept.values()][0]?.replace('message-added', 'x') ?? '']) {
      const [key = ''] = kept.keys();
      const before = kept.get(key) ?? '';
      kept.set(key, broken);
      expect((await open(token)).texts).toEqual([]);
      kept.set(key, before);
    }
    expect((await open('somebody-else')).texts).toEqual([]);
    expect([...kept.values()].join()).not.toContain('When?');
  });

  it('answers a ping, so that a quiet chat is not taken for a dead one (C2)', async () => {
    const types: string[] = [];
    const connection = await createAiSdkAdapter({ api: server.api }).open({
      identity: { kind: 'visitor' },
      signal: new AbortController().signal,
      onEvent: (event) => types.push(event.type),
      onClose: () => undefined,
    });
    connection.notify({ type: 'ping' });
    await vi.waitFor(() => expect(types).toEqual(['welcome', 'pong']));
    connection.close();
  });

  it('50 cuts while 100 questions are asked: nothing is lost, nothing doubled, each question is answered once', async () => {
    const proxy = await startFaultProxy({ target: `http://127.0.0.1:${server.port}` });
    try {
      const { ask, settled, log, until, chat } = talk(createAiSdkAdapter({ api: `${proxy.url}/api/chat` }));
      for (let index = 0; index < 100; index++) {
        const hold = gate();
        if (index % 2 === 0) {
          server.model = async function* (question) {
            yield 'Answer to: ';
            await hold.opened;
            yield question;
          };
        }
        ask(`Question ${index}`);
        if (index % 2 === 0) {
          await until(({ typing }) => Boolean(typing[0]?.preview), 'growing');
          proxy.cut();
          hold.open();
          await until(({ connection }) => connection.phase !== 'online', 'cut');
          chat.dispatch({ type: 'connect' }); // what the backoff would do, later
        }
        await settled(2 * index + 2);
      }
      expect(proxy.cuts).toBeGreaterThanOrEqual(50);
      expect(log()).toEqual(
        Array.from({ length: 100 }, (_, index) => [
          `visitor: Question ${index}`,
          `bot: Answer to: Question ${index}`,
        ]).flat(),
      );
    } finally {
      await proxy.close();
    }
  }, 300_000);
});
