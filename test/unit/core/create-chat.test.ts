import {
  AdapterError,
  type Ack,
  type ChatAdapter,
  type ClientCommand,
  type LogEvent,
  type OpenOptions,
  type Welcome,
} from '@support-chat/protocol';
import {
  createChat,
  createMemoryPorts,
  createMemoryStorage,
  type Chat,
  type ChatState,
  type ChatStorage,
} from '@support-chat/core';
import { setImmediate } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { ALL_CAPABILITIES } from '../../support/chat-driver.js';
import { untilState } from '../../support/until-state.js';

const epoch = 'epoch-0001';
const conversation = 'conversation-1';
const self = { kind: 'visitor', id: 'visitor-1' } as const;
const agent = { kind: 'agent', id: 'agent-1', name: 'Ada' } as const;

/** The smallest back end that keeps a log. */
function backEnd() {
  const log: LogEvent[] = [];
  let open: OpenOptions | null = null;
  const place = () => ({ conversation, epoch, seq: log.length + 1, time: 1 });
  function store(event: LogEvent): LogEvent {
    log.push(event);
    open?.onEvent(event);
    return event;
  }
  const adapter: ChatAdapter = {
    name: 'test',
    async open(options) {
      open = options;
      const welcome: Welcome = {
        type: 'welcome',
        protocol: 1,
        connection: 'connection-1',
        self,
        session: { token: 'token-1', expiresAt: 1 },
        conversation: null,
        staffed: true,
        serverTime: 1,
      };
      options.onEvent(welcome);
      return {
        capabilities: ALL_CAPABILITIES,
        async send(command: ClientCommand): Promise<Ack> {
          if (command.type !== 'message-send') throw new AdapterError('forbidden');
          const stored = store({ type: 'message-added', ...place(), id: command.id, author: self, text: command.text });
          return { type: 'ack', id: command.id, conversation, epoch, seq: stored.seq, time: 1 };
        },
        notify: () => undefined,
        close: () => undefined,
      };
    },
  };
  return {
    adapter,
    log,
    agentSays: (text: string) =>
      store({ type: 'message-added', ...place(), id: `agent-message-${log.length}`, author: agent, text }),
  };
}

it('sends a first message, receives an answer, and stays idle before that', async () => {
  const server = backEnd();
  const chat = createChat({ adapter: server.adapter });
  const received = vi.fn();
  chat.on('message-received', received);
  await untilState(chat, () => chat.getState().storage.phase === 'memory');
  expect(chat.getState().connection.phase).toBe('idle');

  chat.dispatch({ type: 'send', text: 'Hello' });
  await untilState(chat, () => chat.getState().timeline.cursor?.seq === 1 && chat.getState().outbox.length === 0);
  server.agentSays('Hi');
  const { timeline, widget } = chat.getState();
  expect(timeline.open.map((event) => event.type === 'message-added' && event.text)).toEqual(['Hello', 'Hi']);
  expect(widget.unread).toBe(1);
  expect(received).toHaveBeenCalledOnce();
  await chat.destroy();
});

it('a connection that takes nothing, and says so at once, does not keep the page from doing anything else', async () => {
  const server = backEnd();
  let sends = 0;
  const adapter: ChatAdapter = {
    name: 'test',
    async open(options) {
      const connection = await server.adapter.open(options);
      const send = (command: ClientCommand): Promise<Ack> => {
        // What would go on for ever ends here.
        if (++sends > 1_000) return new Promise(() => undefined);
        return sends === 1 ? connection.send(command) : Promise.reject(new AdapterError('connection-unknown'));
      };
      return { ...connection, send, resume: () => Promise.reject(new AdapterError('connection-unknown')) };
    },
  };
  const chat = createChat({ adapter });
  chat.dispatch({ type: 'send', text: 'Hello' });
  await untilState(chat, ({ timeline, outbox }) => timeline.cursor?.seq === 1 && outbox.length === 0);
  chat.dispatch({ type: 'send', text: 'Again' });
  await untilState(chat, () => sends > 1);
  await setImmediate(); // everything else of the page
  expect(sends).toBeLessThan(10);
  expect(chat.getState().outbox[0]).toMatchObject({ text: 'Again', phase: 'queued' });
  await chat.destroy();
});

it('goes on when a listener throws', async () => {
  const error = vi.fn();
  const server = backEnd();
  const ports = createMemoryPorts({ log: { debug: () => undefined, error } });
  const chat = createChat({ adapter: server.adapter, ports });
  chat.subscribe(() => {
    throw new Error('broken view');
  });
  chat.dispatch({ type: 'set-open', open: true });
  await untilState(chat, () => chat.getState().connection.phase === 'online');
  expect(error).toHaveBeenCalledWith('listener-failed', { message: 'broken view' });
  await chat.destroy();
});

it('takes inputs that come while one is at work in their turn, and tells subscribers once', async () => {
  const server = backEnd();
  const chat = createChat({ adapter: server.adapter });
  await untilState(chat, () => chat.getState().storage.phase === 'memory');
  const seen: unknown[] = [];
  chat.subscribe(({ connection, self: known }) => seen.push([connection.phase, known?.id]));
  // The welcome is said inside of `open`, which is an effect of this very input.
  chat.dispatch({ type: 'connect' });
  expect(seen).toEqual([['connecting', 'visitor-1']]);
  chat.on('unread', () => chat.dispatch({ type: 'mark-read' }));
  await untilState(chat, () => chat.getState().connection.phase === 'online');
  server.agentSays('Hi');
  expect(chat.getState().widget.unread).toBe(0);
  await chat.destroy();
});

it('closes a connection that opens after its end, and hears nothing of it', async () => {
  const server = backEnd();
  const close = vi.fn();
  let open: () => void = () => undefined;
  const adapter: ChatAdapter = {
    name: 'slow',
    async open(options) {
      await new Promise<void>((resolve) => (open = resolve));
      return { ...(await server.adapter.open(options)), close };
    },
  };
  const chat = createChat({ adapter });
  chat.dispatch({ type: 'connect' });
  await untilState(chat, () => chat.getState().connection.phase === 'connecting');
  const { state } = { state: chat.getState() };
  await chat.destroy();
  open();
  await vi.waitUntil(() => close.mock.calls.length > 0);
  expect(close).toHaveBeenCalledOnce();
  expect(chat.getState()).toBe(state);
});

it('destroy resolves when what was to be stored is stored', async () => {
  const memory = createMemoryStorage(true);
  let write: () => void = () => undefined;
  const storage: ChatStorage = {
    ...memory,
    saveDraft: (owner, draft) =>
      new Promise<void>((resolve) => (write = resolve)).then(() => memory.saveDraft(owner, draft)),
  };
  const chat = createChat({ adapter: backEnd().adapter, ports: { storage } });
  await untilState(chat, () => chat.getState().storage.phase === 'durable');
  chat.dispatch({ type: 'set-draft', text: 'Half a sentence' });
  const destroyed = vi.fn();
  const end = chat.destroy().then(destroyed);
  await memory.load('nobody');
  expect(destroyed).not.toHaveBeenCalled();
  write();
  await end;
  expect((await memory.load('nobody')).draft).toBe('Half a sentence');
});

it('O4 logs what the device refuses and goes on from memory', async () => {
  const error = vi.fn();
  const full = () => Promise.reject(new Error('QuotaExceededError'));
  const storage: ChatStorage = { ...createMemoryStorage(true), addRecord: full, claimToken: full, saveDraft: full };
  const server = backEnd();
  const chat = createChat({ adapter: server.adapter, ports: { storage, log: { debug: () => undefined, error } } });
  chat.dispatch({ type: 'send', text: 'Hello' });
  await untilState(chat, () => chat.getState().timeline.cursor?.seq === 1);
  expect(chat.getState().storage).toMatchObject({ phase: 'memory', token: 'token-1' });
  expect(error).toHaveBeenCalledWith('storage-failed', { message: 'QuotaExceededError' });
  await chat.destroy();
});

it('L2 O4 a record that a blocked device kept is not sent to the next back end, and is removed when the device answers', async () => {
  const memory = createMemoryStorage(true);
  const removed = vi.fn(memory.removeRecord.bind(memory));
  removed.mockRejectedValueOnce(new Error('blocked'));
  const [first, second] = [backEnd(), backEnd()];
  const chat = createChat({ adapter: first.adapter, ports: { storage: { ...memory, removeRecord: removed } } });
  chat.dispatch({ type: 'send', text: 'To the first' });
  await untilState(chat, () => chat.getState().timeline.cursor?.seq === 1);
  const { owner } = chat.getState().storage;
  expect((await memory.load(owner ?? '')).outbox).toHaveLength(1);
  chat.setAdapter(second.adapter);
  chat.dispatch({ type: 'send', text: 'To the second' });
  await untilState(chat, () => second.log.length > 0 && chat.getState().outbox.length === 0);
  expect(second.log).toMatchObject([{ text: 'To the second' }]);
  expect((await memory.load(owner ?? '')).outbox).toEqual([]);
  await chat.destroy();
});

it('swaps the back end: the log starts over, what waits goes to the new one', async () => {
  const [first, second] = [backEnd(), backEnd()];
  const chat = createChat({ adapter: first.adapter });
  chat.dispatch({ type: 'send', text: 'To the first' });
  await untilState(chat, () => chat.getState().timeline.cursor?.seq === 1);
  chat.setAdapter(second.adapter);
  chat.dispatch({ type: 'send', text: 'To the second' });
  await untilState(chat, () => chat.getState().outbox.length === 0);
  expect([first.log.length, second.log.length]).toEqual([1, 1]);
  first.agentSays('Too late');
  expect(chat.getState().timeline.open).toEqual(second.log);
  await chat.destroy();
});

it('X1 shows a token to no other back end, however often it is swapped, and finds it again on the device', async () => {
  const storage = createMemoryStorage(true);
  const seen: string[] = [];
  /** Gives a new token to whoever brings none, and does not know those of others. */
  const strict = (backEnd: string | undefined): ChatAdapter => ({
    name: 'strict',
    ...(backEnd !== undefined && { backEnd }),
    open({ identity, onEvent }) {
      const token = identity.kind === 'visitor' ? identity.token : undefined;
      seen.push(`${backEnd} ← ${token}`);
      if (token !== undefined && token !== `token-${backEnd}`)
        return Promise.reject(new AdapterError('session-unknown'));
      const session = token === undefined && { session: { token: `token-${backEnd}`, expiresAt: 1 } };
      const facts = { protocol: 1, connection: 'connection-1', self, conversation: null, staffed: true, serverTime: 1 };
      onEvent({ type: 'welcome', ...facts, ...session });
      const send = () => Promise.reject(new AdapterError('unavailable'));
      return Promise.resolve({ capabilities: ALL_CAPABILITIES, send, notify: () => undefined, close: () => undefined });
    },
  });
  const settled = ({ storage: { token, claiming }, connection }: ChatState, backEnd: string | undefined) =>
    token === `token-${backEnd}` && claiming === null && connection.phase === 'online';
  const [one, two] = [strict('a'), strict('b')];
  const tabs = [one, one].map((adapter) => createChat({ adapter, ports: { storage } }));
  const [chat, other] = tabs as [Chat, Chat];
  const swap = async (to: ChatAdapter) => {
    chat.setAdapter(to);
    await untilState(chat, () => settled(chat.getState(), to.backEnd));
  };
  for (const tab of tabs) {
    tab.dispatch({ type: 'connect' });
    await untilState(tab, () => settled(tab.getState(), 'a'));
  }
  await swap(two);
  await swap(one);
  await swap(two);
  // What only looks like the one before is a stranger, too.
  await swap(strict(undefined));
  await swap(two);
  expect(settled(other.getState(), 'a')).toBe(true);
  await Promise.all(tabs.map((tab) => tab.destroy()));
  const later = createChat({ adapter: one, ports: { storage } });
  await untilState(later, () => settled(later.getState(), 'a'));
  await later.destroy();
  const tokens = seen.map((line) => line.split(' ← '));
  expect(tokens.filter(([backEnd, token]) => token !== 'undefined' && token !== `token-${backEnd}`)).toEqual([]);
  expect(seen.filter((line) => line === 'b ← undefined')).toHaveLength(1);
  expect(seen.at(-1)).toBe('a ← token-a');
});
