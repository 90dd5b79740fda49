/** C4: one conformance suite for every adapter, on the real server behind a proxy that really cuts. */
import { createSseAdapter } from '@support-chat/adapter-sse';
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { fallback, shareAcrossTabs } from '@support-chat/browser';
import type { ChatAdapter, Identity } from '@support-chat/protocol';
import { conformance, createScriptedAdapter, type ConformanceBackend } from '@support-chat/testkit';
import { WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startServerBackend, type ServerBackend } from '../../support/conformance-backend.js';
import { createWebLocks } from '../../support/web-locks.js';

interface Subject {
  readonly name: string;
  create(): ChatAdapter;
  readonly backend: ConformanceBackend;
  readonly identity?: () => Promise<Identity>;
  readonly notClaimed?: readonly string[];
}

function judge({ name, create, backend, identity, notClaimed = [] }: Subject): void {
  describe(name, () => {
    for (const rule of conformance(create, backend, identity && { identity })) {
      it(`${rule.id} ${rule.title}`, async () => {
        expect(await rule.run()).toBe(notClaimed.includes(rule.id) ? 'not-claimed' : 'kept');
      });
    }
  });
}

describe('the reference server', () => {
  let server: ServerBackend;
  const leaders: AbortController[] = [];
  beforeAll(async () => {
    server = await startServerBackend();
  });
  afterEach(() => {
    for (const leader of leaders.splice(0)) leader.abort();
  });
  afterAll(() => server.close());

  const backend: ConformanceBackend = {
    say: (conversation, text) => server.say(conversation, text),
    cut: () => server.cut(),
    setReachable: (reachable) => server.setReachable(reachable),
  };
  // The reference server has no reason to say what nobody knows; the adapters' unit tests have.
  const notClaimed = ['K9'];
  const webSocket = () => createWebSocketAdapter({ server: server.proxy.url, WebSocket });
  const sse = () => createSseAdapter({ server: server.proxy.url });
  let names = 0;

  /** A tab that follows another one, which is opened first. */
  function followerOf(adapter: ChatAdapter): ChatAdapter {
    const options = { name: `test-${++names}`, locks: createWebLocks() };
    const tab = () => shareAcrossTabs(adapter, options);
    return {
      name: 'follower',
      async open(openOptions) {
        const leader = new AbortController();
        leaders.push(leader);
        const { identity, signal } = openOptions;
        signal.addEventListener('abort', () => leader.abort(), { once: true });
        if (signal.aborted) leader.abort();
        const ignore = () => undefined;
        await tab().open({ identity, signal: leader.signal, onEvent: ignore, onClose: ignore });
        return tab().open(openOptions);
      },
    };
  }

  judge({ name: 'WebSocket', create: webSocket, backend, notClaimed });
  judge({ name: 'SSE', create: sse, backend, notClaimed });
  judge({ name: 'fallback(WebSocket, SSE)', create: () => fallback([webSocket(), sse()]), backend, notClaimed });
  judge({
    name: 'fallback from a WebSocket that cannot open',
    create: () => fallback([createWebSocketAdapter({ server: 'http://127.0.0.1:1', WebSocket }), sse()]),
    backend,
    notClaimed,
  });
  judge({
    name: 'shareAcrossTabs(WebSocket), the leader',
    create: () => shareAcrossTabs(webSocket(), { name: `test-${++names}`, locks: createWebLocks() }),
    backend,
    notClaimed,
  });
  for (const [name, create] of [['WebSocket', webSocket] as const, ['SSE', sse] as const]) {
    judge({
      name: `shareAcrossTabs(${name}), a follower`,
      create: () => followerOf(create()),
      backend,
      identity: () => server.newVisitor(),
      notClaimed,
    });
  }
});

describe('the scripted back end', () => {
  let adapter = createScriptedAdapter();
  judge({
    name: 'scripted',
    create() {
      adapter = createScriptedAdapter();
      return adapter;
    },
    backend: {
      say: async (_conversation, text) => adapter.agentSays(text),
      cut: () => adapter.cut(),
      setReachable: (reachable) => (reachable ? adapter.goOnline() : adapter.goOffline()),
    },
    notClaimed: ['K9'],
  });
});
