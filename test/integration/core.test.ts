/** The core over a real socket to the real server, with the network cut again and again: nothing lost, doubled or reordered. */
import { createChat, type ChatState } from '@support-chat/core';
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startServerBackend } from '../support/conformance-backend.js';
import { untilState } from '../support/until-state.js';

const releases: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

const texts = ({ timeline }: ChatState) =>
  [...timeline.closed.flatMap((chunk) => chunk.events), ...timeline.open].flatMap((event) =>
    event.type === 'message-added' ? [event.text] : [],
  );

async function start() {
  const backend = await startServerBackend();
  releases.push(() => backend.close());
  const adapter = createWebSocketAdapter({ server: backend.proxy.url, WebSocket });
  let siteRequests = 0;
  const loadSite: typeof adapter.loadSite = (signal) => {
    siteRequests++;
    return adapter.loadSite?.(signal) ?? Promise.resolve();
  };
  const chat = createChat({ adapter: { ...adapter, loadSite } });
  releases.push(() => chat.destroy());
  return { backend, chat, siteRequests: () => siteRequests };
}

it('D1 D4 talks both ways: queued, sent, delivered, read, typing, claimed and ended', async () => {
  const { backend, chat } = await start();
  chat.dispatch({ type: 'send', text: 'Hello' });
  await untilState(chat, (state) => state.outbox.length === 0 && state.timeline.cursor?.seq === 1);
  const conversationId = chat.getState().conversation.id ?? '';
  const desk = createChat({ adapter: backend.agent, role: 'agent', conversationId });
  releases.push(() => desk.destroy());
  await untilState(desk, (state) => state.connection.phase === 'online');

  desk.dispatch({ type: 'claim' });
  await untilState(chat, (state) => state.conversation.phase === 'live');
  desk.dispatch({ type: 'type' });
  await untilState(chat, (state) => state.typing.length === 1);
  desk.dispatch({ type: 'send', text: 'Good morning' });
  await untilState(chat, (state) => state.widget.unread === 1 && state.typing.length === 0);
  chat.dispatch({ type: 'mark-read' });
  await untilState(desk, (state) =>
    state.conversation.participants.some((one) => one.read === state.timeline.cursor?.seq),
  );
  desk.dispatch({ type: 'end' });
  await untilState(chat, (state) => state.conversation.phase === 'ended');
  chat.dispatch({ type: 'send', text: 'One more thing' });
  await untilState(desk, (state) => state.conversation.phase === 'queued' && texts(state).length === 3);
  await untilState(chat, (state) => texts(state).length === 3);
  expect(texts(desk.getState())).toEqual(texts(chat.getState()));
});

it('L2 L5 D1 loses, doubles and reorders nothing while the network is cut again and again', async () => {
  const { backend, chat, siteRequests } = await start();
  const written = Array.from({ length: 100 }, (_, index) => `Message ${index}`);
  backend.proxy.cutAtRandom({ from: 2_000, to: 8_000 });
  // As a person would who does not want to wait for the backoff.
  chat.subscribe(({ connection }) => {
    if (connection.phase === 'waiting') chat.dispatch({ type: 'connect' });
  });
  for (const text of written) chat.dispatch({ type: 'send', text });
  await untilState(chat, (state) => state.outbox.length === 0 && texts(state).length === written.length);
  expect(texts(chat.getState())).toEqual(written);
  expect(backend.proxy.cuts).toBeGreaterThan(3);
  // One more for each time the owner's settings are asked for: a request of its own, which may be cut as well.
  expect(backend.proxy.accepted - siteRequests()).toBeLessThanOrEqual(backend.proxy.cuts + 1);
});
