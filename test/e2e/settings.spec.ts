/** What the owner sets at the desk, and what visitors see of it (A12, V20, V21), on the real server. */
import type { Page } from '@playwright/test';
import { OWNER } from '../support/agent-api.js';
import { startSite } from '../support/page-site.js';
import { axeFindings, enterDesk, expect, openChat, test } from '../support/shop-test.js';
import { startTestServer } from '../support/test-server.js';

/** Opens a page of the settings as the owner. */
async function openSettings(page: Page, name: string): Promise<void> {
  await enterDesk(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
  await expect(page.locator('.settings-body')).toHaveAttribute('aria-busy', 'false');
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.locator('.save-bar')).toContainText('Saved.');
}

test('A12 the look is changed at the desk, and the chat that is open in the shop follows without a reload', async ({
  person,
}) => {
  const [{ page: shop }, { page: owner }] = [await person(), await person()];
  await shop.goto('/');
  await openChat(shop);
  await shop.evaluate(() => (document.documentElement.dataset['loaded'] = 'once'));
  await openSettings(owner, 'Look');
  // The name and the colour are the shop's own: they go before.
  await owner.getByLabel('While somebody is there').fill('Answers between two pots');
  await owner.getByLabel('Place of the button').selectOption('bottom-start');
  await save(owner);
  await expect(shop.getByRole('dialog').getByText('Answers between two pots')).toBeVisible();
  await expect(shop.locator('support-chat')).toHaveAttribute('placement', 'bottom-start');
  await expect(shop.locator('html[data-loaded="once"]')).toHaveCount(1);
});

test('A12 V21 the hours are closed at the desk: who opens the chat is told so and gets the contact form', async ({
  person,
}) => {
  const { page: owner } = await person();
  await openSettings(owner, 'Opening hours');
  await owner.getByLabel('There are opening hours').check();
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) {
    await owner.getByRole('button', { name: `Remove hours 1: ${day}` }).click();
  }
  await expect(owner.getByText('Now: closed, and no next opening in sight.')).toBeVisible();
  await save(owner);

  const { page: visitor } = await person();
  await visitor.goto('/');
  await visitor.getByRole('button', { name: /^Open chat/ }).click();
  const panel = visitor.getByRole('dialog');
  await expect(panel.getByText('We are closed right now.').first()).toBeVisible();
  await expect(panel.getByRole('textbox', { name: 'E-mail' })).toBeVisible();
});

test('A12 V20 a message is made at the desk: a page that is opened afterwards offers it, while it is switched on', async ({
  person,
}) => {
  const [{ page: owner }, { page: visitor }] = [await person(), await person()];
  await openSettings(owner, 'Proactive messages');
  await owner.getByRole('button', { name: 'Add a message' }).click();
  await owner.getByLabel('Message', { exact: true }).fill('Which teapot may it be?');
  await owner.getByLabel('At least (seconds)').fill('0');
  await owner.getByRole('button', { name: 'Add a condition' }).click();
  await owner.getByLabel('Text', { exact: true }).fill('/products');
  await owner.locator('#trigger-0-author').fill('Ben');
  const preview = owner.frameLocator('iframe[title="Preview"]');
  await expect(preview.getByText('Which teapot may it be?').first()).toBeVisible();
  expect(await axeFindings(owner)).toEqual([]);
  await save(owner);

  await visitor.goto('/products.html');
  const teaser = visitor.locator('support-chat [part~="teaser"]');
  await expect(teaser).toContainText('Which teapot may it be?');
  await expect(teaser).toContainText('Ben');
  await openChat(visitor);
  await expect(visitor.getByRole('dialog').getByText('Which teapot may it be?')).toBeVisible();

  await owner.getByRole('checkbox', { name: 'On: message-1' }).uncheck();
  await save(owner);
  const site = await owner.evaluate(async () => (await fetch('/v1/site')).json() as Promise<unknown>);
  expect(site).toMatchObject({ triggers: [] });
});

test('A12 the snippet of the desk is pasted into a page of another site: a visitor writes there, and it follows the look', async ({
  person,
}) => {
  const site = await startSite('');
  const chat = await startTestServer({ logLevel: 'silent', owner: OWNER, allowedOrigins: [site.url] });
  try {
    const { page: owner } = await person({ baseURL: chat.url });
    await openSettings(owner, 'Look');
    const snippet = await owner.locator('.snippet').innerText();
    site.show(`<!doctype html><html lang="en"><title>My shop</title><h1>My shop</h1>\n${snippet}\n</html>`);
    const { page: visitor } = await person({ baseURL: site.url });
    await visitor.goto('/');
    const composer = await openChat(visitor);
    await composer.fill('Is the teapot back?');
    await composer.press('Enter');
    await expect(visitor.getByRole('log').getByRole('img', { name: /Sent|Delivered/ })).toBeAttached();

    const accent = (): Promise<string> =>
      visitor
        .locator('support-chat [part~="launcher"]')
        .evaluate((launcher) => getComputedStyle(launcher).backgroundColor);
    await owner.getByLabel('Name of your team').fill('Lumen');
    await owner.getByLabel('Accent', { exact: true }).fill('#0f6b3a');
    await save(owner);
    await expect(visitor.getByRole('dialog', { name: 'Lumen' })).toBeVisible();
    await expect.poll(accent).toBe('rgb(15, 107, 58)');
    await owner.getByRole('button', { name: 'Back to the chats' }).click();
    await expect(owner.getByText('Is the teapot back?')).toBeVisible();
  } finally {
    await chat.close();
    await site.close();
  }
});

for (const [how, options] of [
  ['on a desktop in the light', { viewport: { width: 1440, height: 900 } }],
  ['on a phone in the dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
] as const) {
  test(`A12 every page of the settings can be used by everybody, ${how}`, async ({ person }) => {
    const { page } = await person(options);
    await enterDesk(page);
    await page.getByRole('button', { name: 'Settings' }).click();
    const links = page.locator('.settings-link');
    await expect(links.nth(4)).toBeVisible();
    const count = await links.count();
    for (let index = 0; index < count; index++) {
      await links.nth(index).click();
      await expect(page.locator('.settings-body')).toHaveAttribute('aria-busy', 'false');
      expect(await axeFindings(page), await page.locator('.settings-page h2').innerText()).toEqual([]);
      if (options.viewport.width < 500) await page.getByRole('button', { name: 'All settings' }).click();
    }
  });
}
