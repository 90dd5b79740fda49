/**
 * A server that tells other systems of conversations, one of them at the other end, and visitors: for what every store owes
 * bridges and webhooks (A19).
 */
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { withUploads } from '@support-chat/browser';
import type { Attachment, ChatConnection, ServerEvent } from '@support-chat/protocol';
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { WebSocket } from 'ws';
import { OWNER, postJson, signIn } from './agent-api.js';
import { startTestServer } from './test-server.js';
import { signature, startWebhookTarget, type Hook, type WebhookTarget } from './webhook-target.js';

export interface Made {
  readonly id: string;
  readonly secret: string;
}

export interface Visitor {
  readonly connection: ChatConnection;
  readonly events: ServerEvent[];
  readonly token: string;
  readonly conversation: () => string;
  write(text: string, files?: readonly Blob[]): Promise<void>;
}

/** What changes in the course of a test. */
interface BridgeState {
  settings: ServerOptions;
  server: RunningServer;
  /** Cookie of the owner. */
  owner: string;
  /** Another one for each test. */
  target: WebhookTarget;
  /** The webhook that `hook` made. */
  made: Made;
}

/**
 * Starts the server for the tests of a describe, and a target for each of them.
 *
 * @param options - names a fresh, empty database
 */
export function useBridges(options: () => Promise<ServerOptions>) {
  const at = {} as BridgeState;

  beforeAll(async () => {
    const plenty = { count: 5000, seconds: 1 };
    at.settings = {
      ...{ owner: { ...OWNER }, bridgePatience: 3000 },
      limits: { messages: plenty, frames: plenty, sessions: plenty, uploads: plenty, requests: plenty },
      ...(await options()),
    };
    at.server = await startTestServer(at.settings);
    at.owner = await signIn(at.server.url);
  });
  afterAll(() => at.server.close());
  beforeEach(async () => {
    at.target = await startWebhookTarget();
  });
  afterEach(async () => {
    if (at.made as Made | undefined) await call('DELETE', `webhooks/${at.made.id}`);
    expect(at.target.wrong).toEqual([]);
    await at.target.close();
  });

  const call = (method: string, path: string, cookie = at.owner) =>
    fetch(`${at.server.url}/v1/${path}`, { method, headers: { Cookie: cookie } });
  const patch = (change: object, headers: Record<string, string> = {}) =>
    fetch(`${at.server.url}/v1/webhooks/${at.made.id}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json', Cookie: at.owner, ...headers },
      body: JSON.stringify(change),
    });
  const stateNow = async (): Promise<Readonly<Record<string, unknown>>> => {
    const { webhooks } = (await (await call('GET', 'webhooks')).json()) as { webhooks: { id: string }[] };
    return { ...webhooks.find(({ id }) => id === at.made.id) };
  };
  const post = (path: string, body: object, cookie = at.owner) =>
    postJson(`${at.server.url}/v1/${path}`, body, { Cookie: cookie });

  async function hook(draft: object = {}): Promise<Made> {
    const response = await post('webhooks', { name: 'Relay', url: at.target.url, ...draft });
    expect(response.status).toBe(201);
    ({ webhook: at.made } = (await response.json()) as { webhook: Made });
    at.target.secret = at.made.secret;
    return at.made;
  }

  async function arrive(name?: string): Promise<Visitor> {
    const events: ServerEvent[] = [];
    const adapter = withUploads(createWebSocketAdapter({ server: at.server.url, WebSocket }), at.server.url);
    const connection = await adapter.open({
      identity: { kind: 'visitor', ...(name !== undefined && { profile: { name } }) },
      signal: new AbortController().signal,
      onClose: () => undefined,
      onEvent: (event) => void events.push(event),
    });
    const welcome = events.find((event) => event.type === 'welcome');
    let place: { conversation: string; epoch: string } | undefined;
    return {
      ...{ connection, events, token: welcome?.session?.token ?? '' },
      conversation: () => place?.conversation ?? '',
      async write(text, files = []) {
        const attachments = await Promise.all(
          files.map(async (file, index) => {
            const uploaded = await connection.upload?.(file, { id: randomUUID(), name: `${index}.png` });
            const { url: _url, ...attachment } = uploaded as Attachment;
            return attachment;
          }),
        );
        const sent = attachments.length > 0 && { attachments };
        const ack = await connection.send({ type: 'message-send', id: randomUUID(), text, ...place, ...sent });
        place = { conversation: ack.conversation, epoch: ack.epoch };
      },
    };
  }

  const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 20 });
  const seen = (hooks: readonly Hook[], { conversation }: Visitor): readonly Hook[] =>
    hooks.filter(({ data }) => data.conversation === conversation());
  const textsOf = (visitor: Visitor): readonly unknown[] =>
    seen(at.target.taken, visitor)
      .filter(({ type }) => type === 'message-added')
      .map(({ data }) => data.event['text']);

  /** Signed as the other side would. */
  function say(input: object, { secret = at.made.secret, time = Date.now(), id = at.made.id } = {}): Promise<Response> {
    const [body, message, timestamp] = [JSON.stringify(input), `msg_${randomUUID()}`, Math.floor(time / 1000)];
    return fetch(`${at.server.url}/v1/bridges/${id}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'webhook-id': message,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signature(secret, message, timestamp, body),
      },
      body,
    });
  }

  return Object.assign(at, { call, patch, stateNow, post, hook, arrive, until, seen, textsOf, say });
}
