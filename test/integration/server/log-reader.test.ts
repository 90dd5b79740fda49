import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildServerProgram,
  startServer,
  type ServerProcess,
  type ServerProgram,
} from '../../support/server-process.js';

/** Of log lines: more than a pipe holds. */
const MORE_THAN_A_PIPE = 260_000;

const environment = { LOG_LEVEL: 'info', LIMIT_REQUESTS: '1000000/1s' };

describe('S2 S6 whoever reads the log stops reading', () => {
  let program: ServerProgram;
  let server: ServerProcess | undefined;
  const data = mkdtempSync(join(tmpdir(), 'support-chat-log-'));
  beforeAll(async () => {
    program = await buildServerProgram();
  });
  afterAll(() => {
    server?.kill('SIGKILL'); // one that waits for its reader hears no other signal
    program.remove();
    rmSync(data, { recursive: true, force: true });
  });

  it('requests are answered all the same, and a signal ends the server as always', async () => {
    server = await startServer(program, { argv: ['--data', data], environment });
    const { url } = server;
    const ended = server.stopReading();
    // The shortest line that a request can leave.
    const line = '{"level":"info","time":"2026-01-01T00:00:00.000Z","route":"/v1/site"}'.length;
    for (let written = 0; written < MORE_THAN_A_PIPE; written += 20 * line) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}/v1/site`)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    }
    server.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, signal: null });
  }, 60_000);
});
