import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openEventStream } from '../../support/event-stream-client.js';
import { buildServerProgram, runServer, startServer, type ServerProgram } from '../../support/server-process.js';
import { openVisitor } from '../../support/socket-client.js';
import { startSteadySender } from '../../support/steady-sender.js';

const environment = { LIMIT_MESSAGES: '1000000/1s', LIMIT_FRAMES: '1000000/1s', LIMIT_SESSIONS: '1000/1s' };

describe('S2 the server stops', () => {
  let program: ServerProgram;
  let data: string;
  beforeAll(async () => {
    program = await buildServerProgram();
  });
  afterAll(() => program.remove());
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'support-chat-drain-'));
  });
  afterEach(() => rmSync(data, { recursive: true, force: true }));

  const start = (port = 0) => startServer(program, { argv: ['--data', data, '--port', String(port)], environment });

  it.each(['SIGTERM', 'SIGINT'] as const)('%s says goaway, closes with 1012 and exits with 0', async (signal) => {
    const server = await start();
    const visitor = await openVisitor(server.url);
    const stream = await openEventStream(server.url, 'protocol=1&role=visitor');
    await stream.find(({ data: frame }) => frame.type === 'welcome');
    const unused = connect(server.port, '127.0.0.1'); // as browsers open in advance
    await once(unused, 'connect');
    unused.on('error', () => undefined); // it is cut, which is the point
    const began = performance.now();
    server.kill(signal);
    const goaway = await visitor.find(({ type }) => type === 'goaway');
    expect(goaway['retryAfter']).toBeGreaterThanOrEqual(0);
    expect(goaway['retryAfter']).toBeLessThanOrEqual(10);
    expect(await visitor.closed).toEqual({ code: 1012, reason: 'server-stopping' });
    await stream.ended;
    expect(stream.events.at(-1)).toMatchObject({ data: { type: 'goaway' } });
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it('a second signal ends it at once, whoever does not let go', async () => {
    const server = await start();
    const stubborn = connect(server.port, '127.0.0.1');
    stubborn.on('error', () => undefined);
    stubborn.write(
      'GET /v1/socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    let heard = '';
    stubborn.on('data', (piece) => (heard += String(piece)));
    await expect.poll(() => heard).toContain('101 Switching Protocols');
    server.kill('SIGTERM');
    await expect.poll(() => heard).toContain('server-stopping'); // the closing handshake this client never answers
    server.kill('SIGINT');
    expect(await server.exited).toEqual({ code: 1, signal: null });
  });

  it('a rolling restart fails no send: all is stored once, in order', async () => {
    let server = await start();
    let present = Promise.resolve(server);
    const { port } = server;
    const whereIs = () => present.then(({ url }) => url);
    const senders = ['ann', 'bob', 'cleo', 'dan'].map((name) => startSteadySender(name, whereIs));
    for (let restart = 1; restart <= 3; restart++) {
      await Promise.all(senders.map((sender) => sender.reach(restart * 25)));
      server.kill('SIGTERM');
      present = server.exited.then((exit) => {
        expect(exit).toEqual({ code: 0, signal: null });
        return start(port);
      });
      server = await present;
    }
    await Promise.all(senders.map((sender) => sender.reach(100)));
    for (const sender of senders) {
      const log = await sender.finish();
      expect(log.map(({ id }) => id)).toEqual(sender.acked.map(({ id }) => id));
      expect(log.map(({ seq }) => seq)).toEqual(sender.acked.map(({ seq }) => seq));
      expect(sender.refusals).toEqual([]);
      expect(sender.cuts).toBeGreaterThanOrEqual(3);
    }
    server.kill('SIGTERM');
    await server.exited;
  });

  it('S5 a second process on the same folder is refused with a sentence and exit code 3', async () => {
    const server = await start();
    const second = await runServer(program, { argv: ['--data', data, '--port', '0'] });
    expect(second.code).toBe(3);
    expect(second.output).toContain('support-chat-server: ');
    expect(second.output).not.toMatch(/\n\s+at /);
    server.kill('SIGTERM');
    await server.exited;
  });

  it('L4 `restored` gives every log a new epoch', async () => {
    let server = await start();
    const visitor = await openVisitor(server.url);
    visitor.say({ type: 'message-send', id: 'message-0001', text: 'Hello' });
    const { epoch } = await visitor.answer('message-0001');
    server.kill('SIGTERM');
    await server.exited;
    const restored = await runServer(program, { argv: ['restored', '--data', data] });
    expect(restored).toMatchObject({ code: 0, output: expect.stringContaining('1 conversation') as string });
    server = await start();
    const back = await openVisitor(server.url, { token: visitor.token, resumeAfter: { epoch, seq: 1 } });
    expect(back.welcome).toMatchObject({ conversation: { resumed: false, head: 1 } });
    expect((back.welcome['conversation'] as { epoch: string }).epoch).not.toBe(epoch);
    server.kill('SIGTERM');
    await server.exited;
  });

  it.each([
    [['--prot', '1'], {}, "'--prot'"],
    [['--port', 'many'], {}, '--port or PORT'],
    [['serve', 'twice'], {}, 'not a command'],
    [[], { ALLOWED_ORIGINS: 'shop.example' }, 'ALLOWED_ORIGINS'],
    [[], { LIMIT_MESSAGES: 'lots' }, 'LIMIT_MESSAGES'],
    [[], { OWNER_PASSWORD: 'without an e-mail' }, 'OWNER_EMAIL'],
    [[], { DATABASE_URL: 'mysql://x' }, 'postgres://'],
    [[], { BUS_URL: 'redis://x' }, 'BUS_URL'],
  ])('a wrong setting %j %j is named, with exit code 2', async (argv, wrong, words) => {
    const { code, output } = await runServer(program, { argv, environment: wrong });
    expect(code).toBe(2);
    expect(output).toContain(words);
    expect(output).not.toMatch(/\n\s+at /);
  });

  it('a port that is taken is a sentence, with exit code 1', async () => {
    const server = await start();
    const other = mkdtempSync(join(tmpdir(), 'support-chat-other-'));
    const second = await runServer(program, { argv: ['--data', other, '--port', String(server.port)] });
    expect(second.code).toBe(1);
    expect(second.output).toContain('EADDRINUSE');
    expect(second.output).not.toMatch(/\n\s+at /);
    server.kill('SIGTERM');
    await server.exited;
    rmSync(other, { recursive: true, force: true });
  });
});
