/** Plug-ins around a chat: what they may change, what they cannot, and what happens when they fail (V33). */
import { createChat, createMemoryPorts, createPluggedChat, type Chat, type ChatPlugin } from '@support-chat/core';
import { isWritten, type ChatAdapter, type LogEvent, type OpenOptions, type Problem } from '@support-chat/protocol';
import { createScriptedAdapter, type ScriptedAdapter, type ScriptedAdapterOptions } from '@support-chat/testkit';
import { expect, it, onTestFinished, vi } from 'vitest';
import { untilState } from '../../support/until-state.js';

async function start(plugins: readonly ChatPlugin[], script: ScriptedAdapterOptions = {}, adapter?: ChatAdapter) {
  const scripted = createScriptedAdapter(script);
  const error = vi.fn();
  const ports = createMemoryPorts({ log: { debug: () => undefined, error } });
  const chat = createChat({ adapter: adapter ?? scripted, plugins, ports });
  onTestFinished(() => chat.destroy());
  const problems: Problem[] = [];
  const stopProblems = chat.on('error', (problem) => problems.push(problem));
  chat.dispatch({ type: 'connect' });
  await untilState(chat, () => chat.getState().connection.phase === 'online');
  return { chat, scripted, problems, stopProblems, error };
}

function texts(chat: Chat): string[] {
  const { closed, open } = chat.getState().timeline;
  const events: LogEvent[] = [...closed.flatMap((chunk) => chunk.events), ...open];
  return events.flatMap((event) => (isWritten(event) ? [event.text] : []));
}

const sentTexts = (adapter: ScriptedAdapter): string[] =>
  adapter.received.flatMap((command) => (command.type === 'message-send' ? [command.text] : []));

const mask: ChatPlugin = {
  name: 'mask',
  outgoing: ({ text, ...more }) => ({ ...more, text: text.replace(/\d{4}/g, '••••') }),
};
const shout: ChatPlugin = { name: 'shout', incoming: (event) => ({ ...event, text: event.text.toUpperCase() }) };

it('V33 what plug-ins make of a message is what is queued, and what every attempt sends (O1, L2)', async () => {
  let calls = 0;
  const count: ChatPlugin = {
    name: 'count',
    outgoing: (message) => ({ ...message, text: `${message.text} #${++calls}` }),
  };
  const { chat, scripted } = await start([mask, count]);
  scripted.holdAcks();
  chat.dispatch({ type: 'send', text: 'Card 1234 5678' });
  expect(chat.getState().outbox.map(({ text }) => text)).toEqual(['Card •••• •••• #1']);
  await untilState(chat, () => scripted.held.length === 1);
  scripted.cut();
  scripted.releaseAcks();
  chat.dispatch({ type: 'connect' });
  await untilState(chat, () => chat.getState().outbox.length === 0);
  expect(new Set(sentTexts(scripted))).toEqual(new Set(['Card •••• •••• #1']));
  expect(texts(chat)).toEqual(['Card •••• •••• #1']);
});

it('V33 a message that is kept back is not queued, and the plug-ins after it do not see it', async () => {
  const after = vi.fn(() => null);
  const { chat, scripted, problems } = await start([
    { name: 'no links', outgoing: (message) => (message.text.includes('http') ? null : message) },
    { name: 'after', outgoing: after },
  ]);
  chat.dispatch({ type: 'send', text: 'http://spam.example' });
  expect(chat.getState().outbox).toEqual([]);
  expect(after).not.toHaveBeenCalled();
  expect(sentTexts(scripted)).toEqual([]);
  expect(problems).toEqual([]);
});

it.each([
  [
    'throws',
    () => {
      throw new Error('no dictionary');
    },
  ],
  ['answers later', async (message: unknown) => Promise.resolve(message)],
  ['returns nothing', () => undefined],
])('V33 an outgoing plug-in that %s keeps the message back, by name', async (_, outgoing) => {
  const { chat, problems, stopProblems, error } = await start([{ name: 'broken', outgoing: outgoing as never }]);
  chat.dispatch({ type: 'send', text: 'Hello' });
  expect(chat.getState().outbox).toEqual([]);
  expect(problems).toMatchObject([{ code: 'plugin-failed', detail: expect.stringContaining('broken') as string }]);
  expect(error).toHaveBeenCalledWith('plugin-failed', expect.objectContaining({ plugin: 'broken' }));
  stopProblems();
  chat.dispatch({ type: 'send', text: 'Hello' });
  expect(problems.length).toBe(1);
});

it('V33 incoming plug-ins see messages of the first page, live, of the history and after a cut, each in its place (D1)', async () => {
  const { chat, scripted } = await start([shout], {
    messages: [
      { from: 'visitor', text: 'one' },
      { from: 'agent', text: 'two' },
      { from: 'agent', text: 'three' },
    ],
    pageSize: 2,
  });
  scripted.agentSays('four');
  await untilState(chat, () => texts(chat).includes('FOUR'));
  chat.dispatch({ type: 'load-history' });
  await untilState(chat, () => chat.getState().timeline.atStart);
  scripted.goOffline();
  await untilState(chat, () => chat.getState().connection.phase !== 'online');
  scripted.agentSays('five');
  scripted.goOnline();
  chat.dispatch({ type: 'connect' });
  await untilState(chat, () => texts(chat).includes('FIVE'));
  expect(texts(chat)).toEqual(['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE']);
  expect(scripted.log.flatMap((event) => (isWritten(event) ? [event.text] : []))).toEqual(
    ['one', 'two', 'three', 'four', 'five'], // the back end's log is not touched
  );
});

it('V33 id, place, time and author stay whatever a plug-in returns', async () => {
  const forge: ChatPlugin = {
    name: 'forge',
    incoming: (event) => ({
      ...event,
      ...{ id: 'forged-id', seq: 99, epoch: 'epoch-9999', time: 0 },
      author: { kind: 'system', id: 'nobody', name: 'Renamed' },
      text: 'new',
    }),
  };
  const { chat, scripted } = await start([forge]);
  scripted.agentSays('Hello');
  await untilState(chat, () => texts(chat).length === 1);
  const original = scripted.log.find(isWritten);
  const shown = chat.getState().timeline.open.find(isWritten);
  expect(shown).toEqual({ ...original, text: 'new', author: { ...original?.author, name: 'Renamed' } });
});

it('V33 an incoming plug-in that fails leaves the message as it is, and the others go on', async () => {
  const broken: ChatPlugin = { name: 'broken', incoming: () => undefined as never };
  const { chat, scripted, problems } = await start([broken, shout]);
  scripted.agentSays('Hello');
  await untilState(chat, () => texts(chat).length === 1);
  expect(texts(chat)).toEqual(['HELLO']);
  expect(problems).toMatchObject([{ code: 'plugin-failed', detail: expect.stringContaining('broken') as string }]);
});

it('V33 an adapter of a class with private state works behind plug-ins, and so does a frozen one', async () => {
  class OwnAdapter implements ChatAdapter {
    readonly name = 'own';
    readonly #inner: ScriptedAdapter;
    constructor(inner: ScriptedAdapter) {
      this.#inner = inner;
    }
    async open(options: OpenOptions) {
      const inner = this.#inner;
      class OwnConnection {
        readonly #open = connection;
        readonly capabilities = connection.capabilities;
        send(...what: Parameters<typeof connection.send>) {
          return this.#open.send(...what);
        }
        notify(...what: Parameters<typeof connection.notify>) {
          this.#open.notify(...what);
        }
        close() {
          this.#open.close();
        }
      }
      const connection = await inner.open(options);
      return new OwnConnection();
    }
  }
  const first = createScriptedAdapter();
  const { chat } = await start([shout], {}, new OwnAdapter(first));
  chat.dispatch({ type: 'send', text: 'hello' });
  await untilState(chat, () => texts(chat).length === 1 && chat.getState().outbox.length === 0);
  expect(texts(chat)).toEqual(['HELLO']);
  const second = createScriptedAdapter({ messages: [{ from: 'agent', text: 'elsewhere' }] });
  chat.setAdapter(Object.freeze({ name: 'frozen', open: (options: OpenOptions) => second.open(options) }));
  await untilState(chat, () => texts(chat).includes('ELSEWHERE'));
});

it('V33 without plug-ins nothing stands between chat and adapter', async () => {
  const scripted = createScriptedAdapter();
  const create = vi.fn((adapter: ChatAdapter) => createChat({ adapter }));
  const chat = createPluggedChat({
    plugins: [],
    adapter: scripted,
    log: { debug: () => undefined, error: () => undefined },
    create,
  });
  onTestFinished(() => chat.destroy());
  chat.dispatch({ type: 'send', text: 'Hello' });
  await untilState(chat, () => texts(chat).length === 1);
  expect(create).toHaveBeenCalledOnce();
});
