/**
 * C4: changing the transport in the middle of a conversation, and sharing one connection among tabs, keep everything:
 * the real core, the real server, and a proxy that cuts or knows no WebSocket.
 */
import { createSseAdapter } from '@support-chat/adapter-sse';
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { fallback, shareAcrossTabs } from '@support-chat/browser';
import { createChat, createMemoryStorage, type Chat, type ChatOptions, type ChatState } from '@support-chat/core';
import type { ChatAdapter } from '@support-chat/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { signIn } from '../support/agent-api.js';
import { startServerBackend, type ServerBackend } from '../support/conformance-backend.js';
import { seededRandom } from '../support/random.js';
import { createWebLocks } from '../support/web-locks.js';
import { untilState } from '../support/until-state.js';

const SEED = Number(process.env['SEED'] ?? 20_261_122);

let backend: ServerBackend;
let chats: Chat[];
/** What attempts were made with, in order. */
let attempts: string[];

beforeEach(async () => {
  [backend, chats, attempts] = [await startServerBackend(), [], []];
});
afterEach(async () => {
  await Promise.all(chats.map((chat) => chat.destroy()));
  await backend.close();
});

function start(adapter: ChatAdapter, options: Partial<ChatOptions> = {}): Chat {
  const random = seededRandom(SEED + chats.length);
  const id = () => Array.from({ length: 16 }, () => random.between(0, 15).toString(16)).join('');
  // The shortest jitter: what is tested is what survives, not how long the backoff is.
  const ports = { random: { next: () => random.next() / 100, id }, ...options.ports };
  const chat = createChat({ adapter, ...options, ports });
  chats.push(chat);
  return chat;
}

function noted(adapter: ChatAdapter): ChatAdapter {
  return { name: adapter.name, open: (options) => (attempts.push(adapter.name), adapter.open(options)) };
}

const webSocket = () => noted(createWebSocketAdapter({ server: backend.proxy.url, WebSocket }));
const sse = () => noted(createSseAdapter({ server: backend.proxy.url }));

const texts = ({ timeline }: ChatState) =>
  [...timeline.closed.flatMap((chunk) => chunk.events), ...timeline.open].flatMap((event) =>
    event.type === 'message-added' ? [event.text] : [],
  );

const isOnline = ({ connection }: ChatState) => connection.phase === 'online';
const isSettled = (count: number) => (state: ChatState) => state.outbox.length === 0 && texts(state).length >= count;

async function agentOf(visitor: Chat): Promise<Chat> {
  await untilState(visitor, (state) => state.conversation.id !== null);
  const agent = start(backend.agent, { role: 'agent', conversationId: visitor.getState().conversation.id ?? '' });
  await untilState(agent, isOnline);
  return agent;
}

describe('a conversation', () => {
  it('goes on over SSE when upgrades are blocked, and back over WebSocket', async () => {
    const chat = start(fallback([webSocket(), sse()]));
    chat.dispatch({ type: 'send', text: 'over WebSocket' });
    await untilState(chat, isSettled(1));
    const agent = await agentOf(chat);

    for (const how of ['refuse', 'strip'] as const) {
      backend.proxy.blockUpgrades(how);
      backend.proxy.cut();
      chat.dispatch({ type: 'send', text: `over SSE: ${how}` });
      agent.dispatch({ type: 'send', text: `heard: ${how}` });
      await untilState(chat, (state) => texts(state).includes(`heard: ${how}`) && state.outbox.length === 0);
      expect(attempts.splice(0)).toEqual(how === 'refuse' ? ['websocket', 'websocket', 'sse'] : ['websocket', 'sse']);
    }

    backend.proxy.blockUpgrades(null);
    backend.proxy.cut();
    chat.dispatch({ type: 'send', text: 'over WebSocket again' });
    await untilState(chat, isSettled(6));
    expect(attempts).toEqual(['websocket']);
    await untilState(agent, isSettled(6));
    expect(texts(agent.getState())).toEqual(texts(chat.getState()));
    expect(texts(chat.getState()).filter((text) => text.startsWith('over'))).toEqual([
      'over WebSocket',
      'over SSE: refuse',
      'over SSE: strip',
      'over WebSocket again',
    ]);
  });

  it.each([
    ['WebSocket', webSocket],
    ['SSE', sse],
  ] as const)(
    'L1 L2 L5 D1 loses, doubles and reorders nothing over %s, however often it is cut',
    async (_, transport) => {
      console.info(`seed ${SEED}`);
      const random = seededRandom(SEED);
      const chat = start(transport());
      chat.dispatch({ type: 'send', text: 'start' });
      const agent = await agentOf(chat);
      const said = { visitor: ['start'], agent: [] as string[] };
      for (let round = 0; round < 20; round++) {
        for (let n = random.between(1, 4); n > 0; n--) {
          const text = `visitor ${said.visitor.length}`;
          said.visitor.push(text);
          chat.dispatch({ type: 'send', text });
          const answer = `agent ${said.agent.length}`;
          said.agent.push(answer);
          agent.dispatch({ type: 'send', text: answer });
        }
        const where = random.pick(['now', 'before up', 'before down', 'within up', 'within down']);
        if (where === 'now') backend.proxy.cut();
        else {
          const [how, direction] = where.split(' ') as ['before' | 'within', 'up' | 'down'];
          await backend.proxy.cutNext(direction, how);
        }
        await untilState(chat, isOnline);
      }
      const count = said.visitor.length + said.agent.length;
      await untilState(chat, isSettled(count));
      await untilState(agent, isSettled(count));
      const log = texts(chat.getState());
      expect(log).toHaveLength(count);
      expect(log.filter((text) => !text.startsWith('agent'))).toEqual(said.visitor);
      expect(log.filter((text) => text.startsWith('agent'))).toEqual(said.agent);
      expect(texts(agent.getState())).toEqual(log);
    },
  );

  it('C3 C1 stops, visibly, when an agent’s session has ended while the stream was cut', async () => {
    const cookie = await signIn(backend.server.url);
    const chat = start(sse());
    chat.dispatch({ type: 'send', text: 'start' });
    await untilState(chat, isSettled(1));
    const asAgent: typeof fetch = (input, options) =>
      fetch(input, { ...options, headers: { ...(options?.headers as Record<string, string>), Cookie: cookie } });
    const adapter = noted(createSseAdapter({ server: backend.proxy.url, fetch: asAgent }));
    const agent = start(adapter, { role: 'agent', conversationId: chat.getState().conversation.id ?? '' });
    await untilState(agent, isSettled(1));
    const told: string[] = [];
    agent.on('error', ({ code }) => told.push(code));

    backend.setReachable(false);
    await fetch(`${backend.server.url}/v1/agent/sessions`, { method: 'DELETE', headers: { Cookie: cookie } });
    attempts = [];
    backend.setReachable(true);
    await untilState(agent, ({ connection }) => connection.phase === 'stopped' || attempts.length > 3);
    expect(agent.getState().connection).toMatchObject({ phase: 'stopped', problem: { code: 'sign-in-required' } });
    expect(told).toEqual(['sign-in-required']);
  });

  it('C3 O3 is the same in every tab that shares a connection, and goes on when the tab that has it goes', async () => {
    const locks = createWebLocks();
    const storage = createMemoryStorage(true);
    const name = `transports-${SEED}`;
    const tab = () => start(shareAcrossTabs(webSocket(), { name, locks }), { ports: { storage } });
    const first = tab();
    first.dispatch({ type: 'send', text: 'first' });
    await untilState(first, isSettled(1));
    const others = [tab(), tab()];
    for (const other of others) await untilState(other, isSettled(1));
    expect(backend.proxy.open).toBe(1);

    others[0]?.dispatch({ type: 'send', text: 'second' });
    for (const chat of chats) await untilState(chat, isSettled(2));
    expect(backend.proxy.open).toBe(1);

    await first.destroy();
    others[1]?.dispatch({ type: 'send', text: 'third' });
    for (const other of others) await untilState(other, isSettled(3));
    expect(backend.proxy.open).toBe(1);

    for (let round = 0; round < 10; round++) {
      for (const other of others) other.dispatch({ type: 'send', text: `round ${round}` });
      backend.proxy.cut();
      for (const other of others) await untilState(other, isSettled(3 + 2 * (round + 1)));
    }
    const logs = others.map((other) => texts(other.getState()));
    expect(logs[0]).toHaveLength(23);
    expect(logs[1]).toEqual(logs[0]);
    expect(backend.proxy.accepted).toBeLessThanOrEqual(backend.proxy.cuts + 10);
  });
});
