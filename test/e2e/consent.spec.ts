/**
 * Consent (V27): before it, a page with the chat holds no entry of any storage, has no cookie, no channel, no lock, and asks
 * for nothing but the shell's own file, by the browser's account and by the server's.
 */
import type { Locator, Page } from '@playwright/test';
import type { SupportChatElement } from '@support-chat/element';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { axeFindings, expect, test as base } from '../support/shop-test.js';
import { startTestServer } from '../support/test-server.js';

interface ConsentFixtures {
  /** What the chat's server was asked, by route. */
  readonly served: string[];
  /** Somebody else's web server, with one page on which the chat is. */
  readonly site: { readonly url: string; show(page: string): void };
  /** A person on that page. */
  readonly visitor: (attributes?: string, language?: string) => Promise<{ page: Page; asked: string[] }>;
}

const test = base.extend<ConsentFixtures>({
  served: [[], { option: true }],
  site: async ({ served }, use) => {
    let shown = '';
    served.splice(0);
    const server = createHttpServer((request, response) => {
      response.writeHead(request.url === '/' ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(shown);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await use({ url, show: (page) => void (shown = page) });
    server.close();
    server.closeAllConnections();
  },
  server: async ({ served, site }, use) => {
    const write = (line: string): void => {
      const { msg, route } = JSON.parse(line) as { msg: string; route?: string };
      if (msg === 'request' && route) served.push(route);
    };
    const server = await startTestServer({
      logLevel: 'debug',
      logDestination: { write },
      allowedOrigins: [site.url],
    });
    served.splice(0);
    await use(server);
    await server.close();
  },
  visitor: async ({ person, server, site }, use) => {
    await use(async (attributes = '', language = 'en') => {
      site.show(`<!doctype html><html lang="${language}"><head><title>Site</title><link rel="icon" href="data:,">
        <script type="module" src="${server.url}/support-chat.js"></script></head>
        <body><main><h1>Site</h1><support-chat server="${server.url}" consent="required" ${attributes}></support-chat>
        </main></body></html>`);
      const { page } = await person();
      return { page, asked: await visit(page, site.url) };
    });
  },
});

/** Opens the site, and from before on notes what is asked for and which channels are opened. */
async function visit(page: Page, url: string): Promise<string[]> {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('websocket', (socket) => asked.push(socket.url()));
  await page.addInitScript(() => {
    const Channel = BroadcastChannel;
    const names: string[] = [];
    Object.assign(globalThis, {
      channels: names,
      BroadcastChannel: class extends Channel {
        constructor(name: string) {
          super(name);
          names.push(name);
        }
      },
    });
  });
  await page.goto(`${url}/`);
  await expect(launcherOf(page)).toBeVisible();
  return asked;
}

const launcherOf = (page: Page): Locator => page.locator('support-chat').locator('[part~="launcher"]');
const question = (page: Page): Locator => page.locator('support-chat').locator('[part~="consent"]');

/** Everything of every kind that a page can leave on a device, or hold open between tabs. */
async function traces(page: Page): Promise<string[]> {
  const inPage = await page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    return [
      ...Object.keys(localStorage).map((key) => `local ${key}`),
      ...Object.keys(sessionStorage).map((key) => `session ${key}`),
      ...(await indexedDB.databases()).map(({ name }) => `database ${name}`),
      ...(await caches.keys()).map((name) => `cache ${name}`),
      ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => `worker ${scope}`),
      ...[...held, ...pending].map(({ name }) => `lock ${name}`),
      ...(globalThis as unknown as { channels: string[] }).channels.map((name) => `channel ${name}`),
    ];
  });
  const cookies = await page.context().cookies();
  return [...inPage, ...cookies.map(({ name }) => `cookie ${name}`)];
}

/** The chat is connected: Chromium complains of a socket that is closed while it opens. */
async function isOnline(page: Page): Promise<void> {
  const phase = () => page.evaluate(() => document.querySelector('support-chat')?.state?.connection.phase);
  await expect.poll(phase).toBe('online');
}

/** The page has had the idle moments in which a chat without consent to ask for would begin to work. */
async function idle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let count = 0; count < 3; count++) await new Promise((resolve) => requestIdleCallback(resolve));
  });
}

test('V27 before consent nothing is stored, nothing asked for, and the launcher is there @firefox', async ({
  visitor,
  server,
  site,
  served,
}) => {
  const { page, asked } = await visitor('', 'de');
  await idle(page);
  await launcherOf(page).hover();
  await launcherOf(page).focus();
  await page.evaluate(async () => {
    const chat = document.querySelector('support-chat') as SupportChatElement;
    await chat.ready;
    chat.visitor = { id: '7', name: 'Ada' };
    chat.track('cart', { value: 200 });
    chat.config = { triggers: [{ id: 'now', when: { timeOnPage: { atLeast: 0 } }, text: 'Any question?' }] };
    await chat.reset();
    await chat.withdrawConsent();
    if (await chat.send('Hello')) throw new Error('It was queued.');
  });
  await idle(page);
  expect(asked).toEqual([`${site.url}/`, `${server.url}/support-chat.js`]);
  expect(served).toHaveLength(1);
  expect(await traces(page)).toEqual([]);
});

test('V27 the press asks, in the language of the page; declining leaves nothing @firefox', async ({
  visitor,
  server,
  site,
  served,
}) => {
  const { page, asked } = await visitor('privacy-url="/privacy?from=chat"', 'de');
  await launcherOf(page).click();
  const dialog = page.getByRole('dialog', { name: 'Bevor es losgeht' });
  await expect(dialog).toBeFocused();
  await expect(dialog).toHaveAccessibleDescription(/speichern wir Ihre Nachrichten.*Bisher wurde nichts gespeichert/);
  await expect(launcherOf(page)).toHaveAccessibleName('Chat schließen');
  await expect(dialog.getByRole('link', { name: 'Datenschutzhinweise' })).toHaveAttribute(
    'href',
    /\/privacy\?from=chat$/,
  );
  expect(await axeFindings(page)).toEqual([]);

  await page.keyboard.press('Escape');
  await expect(question(page)).toBeHidden();
  await expect(launcherOf(page)).toBeFocused();
  await expect(launcherOf(page)).toHaveAccessibleName('Chat öffnen');
  await launcherOf(page).click();
  await page.getByRole('button', { name: 'Jetzt nicht' }).click();
  await expect(question(page)).toBeHidden();
  await expect(launcherOf(page)).toBeFocused();

  // The press brought code and words; nobody was told of it.
  expect(asked.shift()).toBe(`${site.url}/`);
  expect(asked.filter((url) => !url.startsWith(`${server.url}/`) || !/\/[\w-]+\.js$/.test(url))).toEqual([]);
  expect(served.filter((route) => route.startsWith('/v1'))).toEqual([]);
  expect(await traces(page)).toEqual([]);
});

test('V27 agreeing opens the chat and is remembered; taking it back forgets all, in every tab @firefox', async ({
  visitor,
  site,
}) => {
  const { page } = await visitor();
  await page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(globalThis, { heard });
    document.addEventListener('sc-consent', ({ detail }) => heard.push(detail));
  });
  await launcherOf(page).click();
  await page.getByRole('button', { name: 'Agree and chat' }).click();
  const composer = page.getByRole('textbox', { name: 'Message' });
  await expect(composer).toBeFocused();
  await composer.fill('Is this safe?');
  await composer.press('Enter');
  const unsent = () =>
    page.evaluate(() => document.querySelector<SupportChatElement>('support-chat')?.state?.outbox.length);
  await expect.poll(unsent).toBe(0);

  // Another tab, and another page, do not ask again.
  const other = await page.context().newPage();
  await visit(other, site.url);
  await launcherOf(other).click();
  await expect(other.getByRole('log')).toContainText('Is this safe?');
  await other.getByRole('textbox', { name: 'Message' }).fill('Half a thought');
  await page.reload();
  await launcherOf(page).click();
  await expect(page.getByRole('log')).toContainText('Is this safe?');
  expect(await traces(page)).toContainEqual(expect.stringMatching(/^local support-chat:consent:/));

  for (const tab of [page, other]) await isOnline(tab);
  await page.evaluate(() => document.querySelector<SupportChatElement>('support-chat')?.withdrawConsent());
  for (const tab of [page, other]) {
    await expect(tab.locator('[part~="panel"]')).toHaveCount(0);
    // Channels are counted as they are opened, locks and entries as they are.
    await expect.poll(async () => (await traces(tab)).filter((trace) => !trace.startsWith('channel'))).toEqual([]);
    await tab.bringToFront();
    await launcherOf(tab).click();
    await expect(question(tab)).toBeFocused();
  }
});

test("V27 the site's own banner gives and takes consent by script @firefox", async ({ visitor, served }) => {
  const { page } = await visitor();
  const chat = (call: 'giveConsent' | 'withdrawConsent') =>
    page.evaluate((name) => document.querySelector<SupportChatElement>('support-chat')?.[name](), call);
  await chat('giveConsent');
  // Now it looks for the owner's rules, as a page without consent to ask for does.
  await expect.poll(() => served).toContain('/v1/site');
  await launcherOf(page).click();
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await isOnline(page);
  await chat('withdrawConsent');
  await expect(launcherOf(page)).toHaveAccessibleName('Open chat');
  await expect.poll(async () => (await traces(page)).filter((trace) => !trace.startsWith('channel'))).toEqual([]);
  // What the banner said is the banner's to remember.
  await chat('giveConsent');
  await page.reload();
  await launcherOf(page).click();
  await expect(question(page)).toBeVisible();
});

test('V27 an inline chat that needs consent shows the launcher in its place', async ({ visitor, server, site }) => {
  const { page, asked } = await visitor('mode="inline"');
  await idle(page);
  expect(asked).toEqual([`${site.url}/`, `${server.url}/support-chat.js`]);
  await launcherOf(page).click();
  await page.getByRole('button', { name: 'Agree and chat' }).click();
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await expect(launcherOf(page)).toBeHidden();
});
