/** V1: the built examples in a browser, each from an origin of its own, with the real server at another. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from '@playwright/test';
import { startServerBackend, type ServerBackend } from '../support/conformance-backend.js';
import { bundleFolder, bundlers, examples, outputOf, rendered, WRITTEN_SERVER } from '../support/examples.js';
import { startFolderServer } from '../support/folder-server.js';
import { startRenderer } from '../support/renderer.js';
import { expect, forgive, openChat, test as shopTest, type Person } from '../support/shop-test.js';

type NewPerson = (options: BrowserContextOptions) => Promise<Person>;

interface World {
  readonly backend: ServerBackend;
  /** Addresses of the examples by name. */
  readonly pages: ReadonlyMap<string, string>;
}

/** What Lit says where something is built for development. */
const inDevelopment = /^Lit is in dev mode/;

/** React twice, once as a developer runs it: there StrictMode mounts everything twice. */
const builtExamples = examples.flatMap((example) => {
  const built = { ...example, path: outputOf(example) };
  if (example.name !== 'react') return [built];
  return [built, { ...built, name: 'react in development', path: `${built.path}-development` }];
});
const bundles = bundlers.map((bundler) => ({
  name: bundler,
  path: join(bundleFolder(bundler), 'dist'),
  policies: bundler === 'webpack' ? ['webpack'] : [],
}));

const test = shopTest.extend<object, { world: World }>({
  world: [
    async ({ browserName }, use) => {
      expect(browserName).toBe('chromium');
      const folders = await Promise.all(
        [...builtExamples, ...bundles].map(async ({ name, path, policies }) => {
          if (!existsSync(path)) throw new Error(`${name} is not built: run vitest --project examples first.`);
          return { name, policies, server: await startFolderServer(path) };
        }),
      );
      const renderer = await startRenderer(join(outputOf(rendered), 'handler.js'));
      const pages = new Map(folders.map(({ name, server }) => [name, server.url]));
      pages.set(rendered.name, renderer.url);
      const backend = await startServerBackend({ allowedOrigins: [...pages.values()] });
      const address = backend.server.url;
      for (const { policies, server } of folders)
        server.serve({ written: WRITTEN_SERVER, address, policy: policy(address, policies) });
      await renderer.serve({ PUBLIC_SUPPORT_CHAT_SERVER: address });
      await use({ backend, pages });
      await backend.close();
      await Promise.all([renderer, ...folders.map(({ server }) => server)].map((server) => server.close()));
    },
    { scope: 'worker' },
  ],
  server: async ({ world }, use) => use(world.backend.server),
});

/** The strict policy of X6, with the chat at another origin. */
function policy(address: string, policies: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${address}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    `connect-src ${address} ${address.replace(/^http/, 'ws')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${['lit-html', ...policies].join(' ')}`,
  ].join('; ');
}

const composer = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const log = (page: Page) => page.getByRole('log');

/** Sends by keyboard and waits until the server has it. */
async function send(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  const message = log(page).locator('[part~="message"]').filter({ hasText: text });
  await expect(message.getByRole('img', { name: /Sent|Delivered/ })).toBeAttached();
}

async function conversationOf(page: Page): Promise<string> {
  const id = await page.evaluate(() => document.querySelector('support-chat')?.state?.conversation.id);
  if (id == null) throw new Error('There is no conversation.');
  return id;
}

test.describe.configure({ timeout: 30_000 });

/** Of the page of the running test. */
let complaints: string[] = [];
test.afterEach(() => {
  forgive(complaints, inDevelopment);
});

async function visit(person: NewPerson, { pages }: World, name: string): Promise<Page> {
  const { page, ...visitor } = await person({ baseURL: pages.get(name) ?? '' });
  complaints = visitor.complaints;
  await page.goto('/');
  return page;
}

for (const { name } of [...builtExamples, rendered]) {
  test.describe(`V1 ${name}`, () => {
    test('its button opens the chat, a message is delivered, its handler hears of an answer', async ({
      person,
      world,
    }) => {
      const page = await visit(person, world, name);
      const launcher = page.getByRole('button', { name: 'Talk to the potter' });
      await expect(launcher).toBeVisible();
      await expect(launcher).toHaveCSS('background-color', 'rgb(138, 59, 18)');
      await page.getByRole('button', { name: 'Ask the potter' }).click();
      await expect(composer(page)).toBeFocused();
      await send(page, 'Is the teapot dishwasher-proof?');
      await page.evaluate(() => document.querySelector('support-chat')?.hide());
      await world.backend.say(await conversationOf(page), 'It is.');
      await expect(page.getByRole('banner').getByText('1 unread')).toBeVisible();
      await page.getByRole('button', { name: 'Ask the potter' }).click();
      await expect(log(page)).toContainText('It is.');
      await expect(page.getByRole('banner')).not.toContainText('unread');
    });

    test('taken off the page and put back by its framework, the chat has lost nothing', async ({ person, world }) => {
      const page = await visit(person, world, name);
      await page.getByRole('button', { name: 'Ask the potter' }).click();
      await expect(composer(page)).toBeFocused();
      await send(page, 'One pot, please.');
      await composer(page).fill('And a lid');
      await page.getByLabel('Chat on this page').uncheck();
      await expect(page.locator('support-chat')).toHaveCount(0);
      await page.getByLabel('Chat on this page').check();
      await page.getByRole('button', { name: 'Ask the potter' }).click();
      await expect(composer(page)).toHaveValue('And a lid');
      await expect(log(page).getByText('One pot, please.')).toHaveCount(1);
      await send(page, 'And a lid');
      await world.backend.say(await conversationOf(page), 'With pleasure.');
      await expect(log(page).getByText('With pleasure.')).toHaveCount(1);
    });
  });
}

for (const { name } of bundles) {
  test(`V1 bundled by ${name}, the chat opens and delivers`, async ({ person, world }) => {
    const page = await visit(person, world, name);
    await openChat(page);
    await send(page, `Thrown by ${name}`);
  });
}

test('V1 what SvelteKit renders on the server has the tag in it', async ({ request, world }) => {
  const page = await (await request.get(world.pages.get(rendered.name) ?? '')).text();
  expect(page).toContain(`<support-chat server="${world.backend.server.url}" color-scheme="light"`);
});
