/** The contact form against a server that is not there yet (V22, O1, L2): a real process, and a browser that was closed. */
import { chromium, expect, test } from '@playwright/test';
import type { SupportChatElement } from '@support-chat/element';
import type { ConversationSummary } from '@support-chat/protocol';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWNER, signIn } from '../support/agent-api.js';
import { startSite } from '../support/page-site.js';
import { buildServerProgram, startServer, type ServerProgram } from '../support/server-process.js';

let program: ServerProgram;
test.beforeAll(async () => {
  program = await buildServerProgram();
});
test.afterAll(() => program.remove());

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const holder = createHttpServer();
  await new Promise<void>((ready) => holder.listen(0, '127.0.0.1', ready));
  const { port } = holder.address() as AddressInfo;
  await new Promise((done) => holder.close(done));
  return port;
}

test('V22 O1 L2 written while the server was down, browser closed, server started: the entry arrives once', async () => {
  const [port, data, profile] = [
    await freePort(),
    mkdtempSync(join(tmpdir(), 'support-chat-data-')),
    mkdtempSync(join(tmpdir(), 'support-chat-browser-')),
  ];
  const { launchOptions } = test.info().project.use;
  const site = await startSite(
    `<!doctype html><html lang="en"><title>Site</title>
      <script type="module" src="/support-chat.js"></script>
      <support-chat server="http://127.0.0.1:${port}"></support-chat></html>`,
  );
  try {
    const first = await chromium.launchPersistentContext(profile, launchOptions);
    const page = await first.newPage();
    await page.goto(site.url);
    await page.getByRole('button', { name: /^Open chat/ }).click();
    await page.getByRole('button', { name: 'Get the answer by e-mail' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Zofia');
    await page.getByRole('textbox', { name: 'E-mail' }).fill('zofia@example.com');
    await page.getByRole('textbox', { name: 'Message' }).fill('Do you ship to Poland?');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(page.getByText('It is kept on this device.')).toBeVisible();
    await first.close();

    const server = await startServer(program, {
      environment: {
        PORT: String(port),
        DATA_DIR: data,
        ALLOWED_ORIGINS: site.url,
        OWNER_EMAIL: OWNER.email,
        OWNER_PASSWORD: OWNER.password,
      },
    });
    const cookie = await signIn(server.url);
    const tickets = async (): Promise<readonly ConversationSummary[]> => {
      const answer = await fetch(`${server.url}/v1/agent/conversations`, { headers: { Cookie: cookie } });
      return ((await answer.json()) as { conversations: ConversationSummary[] }).conversations;
    };
    expect(await tickets()).toEqual([]);

    const second = await chromium.launchPersistentContext(profile, launchOptions);
    for (const visit of ['the first after the start', 'another one']) {
      const again = await second.newPage();
      await again.goto(site.url);
      // Nobody opens the chat: what is kept on the device goes out by itself.
      await expect
        .poll(
          () => again.locator('support-chat').evaluate(({ state }: SupportChatElement) => state?.timeline.head),
          visit,
        )
        .toBe(1);
      await expect
        .poll(() => again.locator('support-chat').evaluate(({ state }: SupportChatElement) => state?.outbox.length))
        .toBe(0);
      await again.close();
    }
    expect(await tickets()).toEqual([
      expect.objectContaining({
        head: 1,
        unread: 1,
        visitor: expect.objectContaining({ name: 'Zofia' }),
        ticket: expect.objectContaining({ name: 'Zofia', email: 'zofia@example.com' }),
        lastMessage: expect.objectContaining({ text: 'Do you ship to Poland?' }),
      }),
    ]);
    await second.close();
    server.kill('SIGTERM');
    await server.exited;
  } finally {
    await site.close();
    for (const folder of [data, profile]) rmSync(folder, { recursive: true, force: true });
  }
});
