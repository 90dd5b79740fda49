/** The example is what people copy: it must run as its README says, against the server as it is. */
import { createInbox } from '@support-chat/core';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { bundleScript } from '../support/bundle-script.js';
import { startServerBackend } from '../support/conformance-backend.js';

const releases: (() => unknown)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

it('examples/headless sends its words and every line, prints the answers and ends with its input', async () => {
  const backend = await startServerBackend();
  releases.push(() => backend.close());
  const script = await bundleScript(new URL('../../examples/headless/index.mjs', import.meta.url));
  releases.push(() => script.remove());
  const example = spawn(process.execPath, [script.path, backend.server.url, 'Is', 'this', 'on?']);
  const closed = once(example, 'close');
  releases.push(() => example.kill('SIGKILL'));
  let printed = '';
  for (const stream of [example.stdout, example.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      printed += piece;
    });
  }
  const prints = (line: RegExp): Promise<unknown> => vi.waitFor(() => expect(printed).toMatch(line), 30_000);

  await prints(/^\(online\)$/m);
  await prints(/^1 you: Is this on\?$/m);
  const inbox = createInbox({ adapter: backend.agent });
  releases.push(() => inbox.destroy());
  const conversation = await vi.waitUntil(() => inbox.getState().order[0], 30_000);
  await backend.say(conversation, 'Loud and clear');
  await prints(/: Loud and clear$/m);
  example.stdin.end('Thank you\n');
  await prints(/^\d+ you: Thank you$/m);
  await closed;
  expect({ code: example.exitCode, signal: example.signalCode }).toEqual({ code: 0, signal: null });
  expect(printed).not.toMatch(/error|refused/i);
});
