/** The example is what people copy: it must run as its README says, against the server as it is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { createChat } from '@support-chat/core';
import { WebSocket } from 'ws';
import { OWNER, postJson, signIn } from '../support/agent-api.js';
import { freePort } from '../support/free-port.js';
import { startTestServer } from '../support/test-server.js';

const releases: (() => unknown)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

it('A19 examples/webhook-relay prints what visitors write, says what is typed, ends a chat and ends with its input', async () => {
  const server = await startTestServer({ owner: { ...OWNER } });
  releases.push(() => server.close());
  const port = await freePort();
  const Cookie = await signIn(server.url);
  const draft = { name: 'Shop', url: `http://127.0.0.1:${port}/`, answers: true };
  const made = await postJson(`${server.url}/v1/webhooks`, draft, { Cookie });
  const { webhook } = (await made.json()) as { webhook: { id: string; secret: string } };
  const example = spawn(
    process.execPath,
    [fileURLToPath(new URL('../../examples/webhook-relay/relay.mjs', import.meta.url))],
    {
      env: {
        ...process.env,
        SERVER: server.url,
        WEBHOOK_ID: webhook.id,
        WEBHOOK_SECRET: webhook.secret,
        PORT: String(port),
      },
    },
  );
  const closed = once(example, 'close');
  releases.push(() => example.kill('SIGKILL'));
  let printed = '';
  for (const stream of [example.stdout, example.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      printed += piece;
    });
  }
  const prints = (line: RegExp): Promise<unknown> => vi.waitFor(() => expect(printed).toMatch(line), 30_000);
  await prints(/^listening on \d+$/m);

  const chat = createChat({
    adapter: createWebSocketAdapter({ server: server.url, WebSocket }),
  });
  releases.push(() => chat.destroy());
  const received: string[] = [];
  chat.on('message-received', ({ author, text }) => received.push(`${author.name ?? ''}: ${text}`));
  chat.dispatch({ type: 'send', text: 'Is anybody there?' });
  await prints(/^1 Visitor: Is anybody there\?$/m);
  example.stdin.write('1 Good morning\n');
  await vi.waitFor(() => expect(received).toEqual(['Shop: Good morning']), 30_000);
  example.stdin.write('1\n');
  await vi.waitFor(() => expect(chat.getState().conversation.phase).toBe('ended'), 30_000);
  example.stdin.write('7 nobody\n');
  await prints(/^which conversation\? 7 nobody$/m);
  example.stdin.end();
  await closed;
  expect(example.exitCode).toBe(0);
  expect(printed).not.toMatch(/not taken|not sent/);
});
