/** V22: a vendor that is away, in a real page of another origin: the contact form, and a second back end that takes over. */
import type { Page } from '@playwright/test';
import type { ConversationSummary } from '@support-chat/protocol';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startChatPage, type ChatPage } from '../../support/adapters/chat-page.js';
import { OWNER, signIn } from '../../support/agent-api.js';
import { FakeChatwoot, INBOX } from '../../support/chatwoot/fake-chatwoot.js';
import { expect, forgive, openChat, openPerson, test } from '../../support/shop-test.js';
import { startTestServer } from '../../support/test-server.js';

/** What a page sees of a vendor that is away: the proxy before it answers. */
const AWAY = { status: 503, body: '<!doctype html><title>Maintenance</title>' };

let site: ChatPage;
let chatwoot: FakeChatwoot;
test.beforeEach(async () => {
  site = await startChatPage();
  chatwoot = await FakeChatwoot.start();
  chatwoot.failAll(AWAY);
});
test.afterEach(async () => {
  await site.close();
  await chatwoot.close();
  expect(chatwoot.violations).toEqual([]);
});

const vendor = () => ({ make: 'chatwoot', options: { server: chatwoot.url, inbox: INBOX } }) as const;
const sources = (...servers: readonly string[]) => ({
  'connect-src': servers.flatMap((url) => [url, url.replace('http', 'ws')]).join(' '),
});
const heard = (): readonly (string | null)[] =>
  chatwoot.conversations.flatMap(({ messages }) => messages.map(({ content }) => content));

/** An address of the site's own, which takes entries of the contact form. */
async function startContactAddress(origin: string) {
  const entries: unknown[] = [];
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type, Idempotency-Key');
    if (request.method !== 'POST') return void response.writeHead(204).end();
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      entries.push(JSON.parse(body));
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    entries,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function fillIn(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Name' }).fill('Zofia');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('zofia@example.com');
  await page.getByRole('textbox', { name: 'Message' }).fill('Do you ship to Poland?');
  await page.getByRole('button', { name: 'Send' }).click();
}

test('V22 while the vendor is away the contact form goes to an address of the site, and the chat goes on when it is back', async ({
  browser,
}) => {
  const contact = await startContactAddress(site.origin);
  site.serve({
    adapter: vendor(),
    config: { contact: { form: 'offer', way: 'endpoint', endpoint: contact.url } },
    policy: sources(chatwoot.url, contact.url),
  });
  const { page, complaints, close } = await openPerson(browser, { baseURL: site.origin });
  try {
    await page.goto('/');
    await openChat(page);
    await page.getByRole('button', { name: 'Get the answer by e-mail' }).click();
    await fillIn(page);
    await expect.poll(() => contact.entries).toHaveLength(1);
    expect(contact.entries[0]).toMatchObject({
      ...{ name: 'Zofia', email: 'zofia@example.com', text: 'Do you ship to Poland?' },
    });
    await expect(page.getByText('zofia@example.com')).toBeVisible();
    expect(heard()).toEqual([]);

    chatwoot.failAll(null);
    await page.getByRole('button', { name: 'Back to the chat' }).click();
    const composer = page.getByRole('textbox', { name: 'Message' });
    await composer.fill('Are you there again?');
    await composer.press('Enter');
    await expect.poll(heard).toEqual(['Are you there again?']);
    forgive(complaints, /status of 503/);
    expect(complaints).toEqual([]);
  } finally {
    await close();
    await contact.close();
  }
});

test('V22 while the vendor is away its visitor finds the site’s own server, where the form becomes a ticket, and the vendor again when it is back', async ({
  browser,
}) => {
  const server = await startTestServer({ owner: OWNER, allowedOrigins: [site.origin], logLevel: 'silent' });
  site.serve({
    adapter: [vendor(), { make: 'auto', options: { server: server.url } }],
    policy: sources(chatwoot.url, server.url),
  });
  const { page, complaints, close } = await openPerson(browser, { baseURL: site.origin });
  try {
    await page.goto('/');
    await openChat(page);
    await page.getByRole('button', { name: 'Get the answer by e-mail' }).click();
    await fillIn(page);
    const cookie = await signIn(server.url);
    await expect
      .poll(async () => {
        const answer = await fetch(`${server.url}/v1/agent/conversations`, { headers: { Cookie: cookie } });
        const { conversations } = (await answer.json()) as { conversations: readonly ConversationSummary[] };
        return conversations.map(({ ticket }) => ticket?.email);
      })
      .toEqual(['zofia@example.com']);
    expect(heard()).toEqual([]);

    // Another page of theirs begins with the vendor again, and has its own conversation there.
    chatwoot.failAll(null);
    await page.reload();
    const composer = await openChat(page);
    await composer.fill('Are you there again?');
    await composer.press('Enter');
    await expect.poll(heard).toEqual(['Are you there again?']);
    await expect(page.getByRole('log')).not.toContainText('Do you ship to Poland?');
    forgive(complaints, /status of 503/);
    expect(complaints).toEqual([]);
  } finally {
    await close();
    await server.close();
  }
});
