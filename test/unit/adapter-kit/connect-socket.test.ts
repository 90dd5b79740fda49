/** A socket and its connection end together, against a real WebSocket server. */
import { connectSocket, type ConnectionLife, type SocketOptions } from '@support-chat/adapter-kit';
import { problem, type Problem } from '@support-chat/protocol';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

let server: WebSocketServer;
let url: string;
let ended: Problem[];
let texts: string[];
let over: AbortController;
let life: ConnectionLife;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const reasons: Problem[] = [];
  const ending = new AbortController();
  life = {
    signal: ending.signal,
    emit: () => undefined,
    end(reason) {
      if (!ending.signal.aborted) reasons.push(reason);
      ending.abort();
    },
  };
  [ended, over, texts] = [reasons, ending, []];
});
afterEach(() => {
  over.abort();
  for (const client of server.clients) client.terminate();
  server.close();
});

const connect = (options: Partial<SocketOptions> = {}) =>
  connectSocket(life, { url, WebSocket, onText: (text) => texts.push(text), ...options });
const peer = () => new Promise<WebSocket>((resolve) => server.once('connection', resolve));

describe('connectSocket', () => {
  it('speaks the subprotocol and carries text both ways', async () => {
    const waiting = peer();
    const line = await connect({ protocols: ['chat-v1'] });
    const other = await waiting;
    expect(other.protocol).toBe('chat-v1');
    const heard = new Promise((resolve) => other.once('message', (data: Buffer) => resolve(data.toString())));
    line.send('Hello');
    expect(await heard).toBe('Hello');
    other.send('World');
    await vi.waitFor(() => expect(texts).toEqual(['World']));
  });

  it('ends its connection by a frame of a kind that is not spoken', async () => {
    const waiting = peer();
    await connect();
    (await waiting).send(new Uint8Array([1]));
    await vi.waitFor(() => expect(ended.map(({ code }) => code)).toEqual(['connection-lost']));
  });

  it('ends its connection when it closes, for the reason that its code gives', async () => {
    const waiting = peer();
    await connect({ explain: (code) => (code === 4403 ? problem('forbidden') : null) });
    (await waiting).close(4403);
    await vi.waitFor(() => expect(ended.map(({ code }) => code)).toEqual(['forbidden']));
  });

  it('is lost when it is cut', async () => {
    const waiting = peer();
    await connect();
    (await waiting).terminate();
    await vi.waitFor(() => expect(ended.map(({ code }) => code)).toEqual(['connection-lost']));
  });

  it('is lost over a frame that cannot be read', async () => {
    const waiting = peer();
    await connect({
      onText(text) {
        JSON.parse(text);
      },
    });
    (await waiting).send('{');
    await vi.waitFor(() => expect(ended.map(({ code }) => code)).toEqual(['connection-lost']));
  });

  it('closes with its connection, and drops what is sent and what comes afterwards', async () => {
    const waiting = peer();
    const line = await connect();
    const other = await waiting;
    const closed = new Promise((resolve) => other.once('close', resolve));
    over.abort();
    other.send('too late');
    line.send('too late');
    await closed;
    expect(texts).toEqual([]);
  });

  it('rejects when nobody is there, and when the address is none', async () => {
    await expect(connect({ url: 'http://127.0.0.1:1/' })).rejects.toMatchObject({ code: 'network-failed' });
    await expect(connect({ url: 'nowhere' })).rejects.toMatchObject({ code: 'not-found' });
  });
});
