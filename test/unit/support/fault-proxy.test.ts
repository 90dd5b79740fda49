/** The proxy the fault tests stand on: what it claims to break is broken, and nothing else. */
import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.js';

const sockets: Socket[] = [];
let echo: Server;
let proxy: FaultProxy;
/** What the server has read, so that swallowed bytes show. */
let seen = '';

async function listen<Kind extends Server | HttpServer>(server: Kind): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function dial(): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1');
  sockets.push(socket);
  socket.setEncoding('utf8').on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

const closed = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));

async function ask(socket: Socket, text: string): Promise<string> {
  const answer = once(socket, 'data');
  socket.write(text);
  return String((await answer)[0]);
}

beforeEach(async () => {
  seen = '';
  echo = createServer((socket) => {
    sockets.push(socket);
    socket
      .on('error', () => undefined)
      .on('data', (piece) => {
        seen += piece.toString();
        socket.write(piece);
      });
  });
  proxy = await startFaultProxy({ target: await listen(echo), seed: 7 });
});

afterEach(async () => {
  await proxy.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  echo.close();
});

describe('fault proxy', () => {
  it('carries both ways, and cuts all at once', async () => {
    const socket = await dial();
    expect(await ask(socket, 'hello')).toBe('hello');
    const end = closed(socket);
    expect(proxy.cut()).toBe(1);
    await end;
    expect([proxy.accepted, proxy.cuts, proxy.open]).toEqual([1, 1, 0]);
  });

  it('cuts before the server reads, and before the client has its answer', async () => {
    const first = await dial();
    await ask(first, 'a');
    void proxy.cutNext('up', 'before');
    first.write('lost');
    await closed(first);
    expect(seen).toBe('a');

    const second = await dial();
    void proxy.cutNext('down', 'before');
    second.write('stored');
    await closed(second);
    expect(seen).toBe('astored');
  });

  it('cuts in the middle of a piece, and at a seeded random place', async () => {
    const first = await dial();
    void proxy.cutNext('up', 'within');
    first.write('0123456789');
    await closed(first);
    await expect.poll(() => seen.length).toBeGreaterThan(0);
    expect(seen.length).toBeLessThan(10);

    proxy.cutAtRandom({ from: 5, to: 5 });
    seen = '';
    const second = await dial();
    second.write('0123456789');
    await closed(second);
    await expect.poll(() => seen).toBe('01234');
  });

  it('is half-open until it is not', async () => {
    const socket = await dial();
    await ask(socket, 'a');
    proxy.blackhole(true);
    const other = await dial();
    const [one, two] = [once(socket, 'data'), once(other, 'data')];
    socket.write('b');
    other.write('c');
    await expect.poll(() => proxy.open).toBe(2);
    expect(seen).toBe('a');
    proxy.blackhole(false);
    expect([String((await one)[0]), String((await two)[0])]).toEqual(['b', 'c']);
  });

  it.each([
    ['refuse', 403],
    ['strip', 200],
    [null, 101],
  ] as const)('upgrades: %s gives %i', async (how, status) => {
    const http = createHttpServer((_, response) => response.end('plain'));
    http.on('upgrade', (_, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
    proxy.retarget(await listen(http));
    proxy.blockUpgrades(how);
    const socket = await dial();
    const answer = await ask(socket, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    expect(answer).toContain(`HTTP/1.1 ${status}`);
    socket.destroy();
    http.close();
  });
});
