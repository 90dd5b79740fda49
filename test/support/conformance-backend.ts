/** The real server behind the fault proxy: reachable or not, cut, with an agent. */
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { createWebSocketAdapter, type WebSocketClass } from '@support-chat/adapter-websocket';
import type { ChatAdapter, ChatConnection, Identity } from '@support-chat/protocol';
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { startFaultProxy, type FaultProxy } from './fault-proxy.js';
import { startTestServer } from './test-server.js';

/** Enough for tests that are not about limits. */
const PLENTY = { count: 1_000_000, seconds: 1 };
const UNLIMITED = {
  messages: PLENTY,
  agentMessages: PLENTY,
  frames: PLENTY,
  sessions: PLENTY,
  logins: PLENTY,
  requests: PLENTY,
  sockets: 10_000,
};
const OWNER = { email: 'owner@shop.example', password: 'correct horse battery' };

export interface ServerBackend {
  /** An agent writes into a conversation. Resolves when it is stored. */
  say(conversation: string, text: string): Promise<void>;
  /** Ends all connections as a failing network does; new ones succeed. */
  cut(): void;
  /** Makes the server unreachable, or reachable again. */
  setReachable(reachable: boolean): void;
  readonly server: RunningServer;
  readonly proxy: FaultProxy;
  /** A visitor who has a session already. */
  newVisitor(): Promise<Identity>;
  /** An adapter as an agent's browser has it, past the proxy. */
  readonly agent: ChatAdapter;
  /** The same through another address, of a proxy before the server for one. */
  agentAt(url: string): Promise<ChatAdapter>;
  close(): Promise<void>;
}

/** Starts server, proxy and an agent. */
export async function startServerBackend(options: Pick<ServerOptions, 'allowedOrigins'> = {}): Promise<ServerBackend> {
  const server = await startTestServer({ ...options, limits: UNLIMITED, owner: OWNER, logLevel: 'fatal' });
  const proxy = await startFaultProxy({ target: server.url, seed: 1 });
  const agentAt = async (url: string): Promise<ChatAdapter> =>
    createWebSocketAdapter({ server: url, WebSocket: await signIn(server.url) });
  const agent = await agentAt(server.url);
  const direct = createWebSocketAdapter({ server: server.url, WebSocket });

  async function briefly<Result>(
    adapter: ChatAdapter,
    options: { readonly identity: Identity; readonly conversationId?: string },
    use: (connection: ChatConnection, token: string) => Promise<Result> | Result,
  ): Promise<Result> {
    let token = '';
    let epoch = '';
    const connection = await adapter.open({
      ...options,
      signal: new AbortController().signal,
      onEvent(event) {
        if (event.type !== 'welcome') return;
        token = event.session?.token ?? '';
        epoch = event.conversation?.epoch ?? '';
      },
      onClose: () => undefined,
    });
    try {
      return await use(connection, token || epoch);
    } finally {
      connection.close();
    }
  }

  return {
    server,
    proxy,
    agent,
    agentAt,
    say: (conversation, text) =>
      briefly(agent, { identity: { kind: 'agent' }, conversationId: conversation }, async (connection, epoch) => {
        await connection.send({ type: 'message-send', id: randomUUID(), conversation, epoch, text });
      }),
    cut() {
      proxy.cut();
    },
    setReachable(reachable) {
      proxy.refuse(!reachable);
      if (!reachable) proxy.cut(); // `fetch` keeps connections for the next request
    },
    newVisitor: () =>
      briefly(direct, { identity: { kind: 'visitor' } }, (_connection, token) => ({ kind: 'visitor', token })),
    async close() {
      await proxy.close();
      await server.close();
    },
  };
}

/** A socket class that carries the owner's cookie, as a browser would. */
async function signIn(url: string): Promise<WebSocketClass> {
  const response = await fetch(`${url}/v1/agent/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(OWNER),
  });
  if (!response.ok) throw new Error(`The owner cannot sign in: HTTP ${response.status}`);
  const cookie = response.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  return class extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { cookie } });
    }
  };
}
