import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../support/random.js';
import { buildServerProgram, startServer, type ServerProgram } from '../../support/server-process.js';
import { startSteadySender } from '../../support/steady-sender.js';

const KILLS = 50;

describe('S6 kill -9', () => {
  let program: ServerProgram;
  let data: string;
  beforeAll(async () => {
    program = await buildServerProgram();
    data = mkdtempSync(join(tmpdir(), 'support-chat-kill-'));
  });
  afterAll(() => {
    program.remove();
    rmSync(data, { recursive: true, force: true });
  });

  it(`${KILLS} times under load: every acked message is there, once, in its place`, { timeout: 600_000 }, async () => {
    const seed = Date.now() % 1_000_000;
    console.log(`seed ${seed}`);
    const random = seededRandom(seed);
    const environment = { LIMIT_MESSAGES: '1000000/1s', LIMIT_FRAMES: '1000000/1s', LIMIT_SESSIONS: '1000/1s' };
    const start = (port = 0) => startServer(program, { argv: ['--data', data, '--port', String(port)], environment });
    let server = await start();
    let present = Promise.resolve(server);
    const { port } = server;
    const whereIs = () => present.then(({ url }) => url);
    const senders = ['ann', 'bob', 'cleo', 'dan'].map((name) => startSteadySender(name, whereIs));
    for (let kill = 0; kill < KILLS; kill++) {
      // A random number of commits later, at whatever the server is doing then.
      const target = Math.max(...senders.map(({ acked }) => acked.length)) + random.between(1, 20);
      await Promise.race(senders.map((sender) => sender.reach(target)));
      server.kill('SIGKILL');
      present = server.exited.then(() => start(port));
      server = await present;
    }
    await Promise.all(senders.map((sender) => sender.reach(1)));
    for (const sender of senders) {
      const log = await sender.finish();
      expect(log.map(({ id, seq }) => ({ id, seq }))).toEqual(sender.acked);
      expect(sender.refusals).toEqual([]);
    }
    server.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });
});
