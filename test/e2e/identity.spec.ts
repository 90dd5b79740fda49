/** Visitors whom their site vouches for (X1, V27): one person on two devices, and what happens when they leave. */
import type { Page } from '@playwright/test';
import type { SupportChatElement } from '@support-chat/element';
import type { RunningServer } from '@support-chat/server';
import { SignJWT } from 'jose';
import { randomBytes } from 'node:crypto';
import { OWNER } from '../support/agent-api.js';
import { draftStored } from '../support/draft-stored.js';
import {
  axeFindings,
  enterDesk,
  expect,
  forgive,
  openChat,
  openPerson,
  test as base,
  type Person,
} from '../support/shop-test.js';
import { startTestServer } from '../support/test-server.js';

const secret = randomBytes(32);

const test = base.extend<{ readonly signing: RunningServer }>({
  signing: async ({ logLevel }, use) => {
    const keys = JSON.stringify({ keys: [{ kty: 'oct', kid: 'one', alg: 'HS256', k: secret.toString('base64url') }] });
    const roomy = { count: 10_000, seconds: 1 };
    const server = await startTestServer({
      logLevel,
      owner: OWNER,
      identity: { keys, audience: 'support-chat' },
      limits: { sessions: roomy, requests: roomy, messages: roomy, logins: roomy, sockets: 1000 },
    });
    await use(server);
    await server.close();
  },
});

/** The site's own server: who is signed in there, and until when its word is good. */
class Site {
  expires = 600;
  asked = 0;

  async sign(sub: string): Promise<string> {
    this.asked++;
    return new SignJWT({ name: sub === 'ada' ? 'Ada Lovelace' : 'Ben Bitdiddle' })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .setSubject(sub)
      .setAudience('support-chat')
      .setExpirationTime(Math.floor(Date.now() / 1000) + this.expires)
      .sign(secret);
  }
}

/** The page of a signed-in customer, in a browser of their own. */
async function customer(person: Person, site: Site, id: string): Promise<Page> {
  const { page } = person;
  await page.exposeFunction('signIdentity', (sub: string) => site.sign(sub));
  await page.goto('/');
  await become(page, id);
  return page;
}

/** The page says who is signed in now. */
async function become(page: Page, id: string): Promise<void> {
  await page.locator('support-chat').evaluate((chat: SupportChatElement, sub) => {
    const { signIdentity } = globalThis as unknown as { signIdentity(sub: string): Promise<string> };
    chat.visitor = { id: sub, identityToken: () => signIdentity(sub) };
  }, id);
}

async function write(page: Page, text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: 'Message' });
  await composer.fill(text);
  await composer.press('Enter');
  await expect(page.locator('.row.own').last()).toContainText(text);
}

test('V27 X1 a signed-in customer has one conversation on two devices, and agents see that it is them', async ({
  browser,
  signing,
}) => {
  const site = new Site();
  const options = { baseURL: signing.url };
  const [first, second, desk] = [
    await openPerson(browser, options),
    await openPerson(browser, options),
    await openPerson(browser, options),
  ];
  const phone = await customer(first, site, 'ada');
  await openChat(phone);
  await write(phone, 'from the phone');
  const laptop = await customer(second, site, 'ada');
  await openChat(laptop);
  await expect(laptop.locator('.row.own')).toContainText('from the phone');
  await write(laptop, 'from the laptop');
  await expect(phone.locator('.row.own').last()).toContainText('from the laptop');

  await enterDesk(desk.page);
  const row = desk.page.locator('[data-conversation]');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('Ada Lovelace');
  await expect(row).toContainText('(Verified)');
  expect(await axeFindings(desk.page)).toEqual([]);

  // Loaded again, the same session goes on: the site is asked, and nothing is made anew.
  await laptop.reload();
  await become(laptop, 'ada');
  await openChat(laptop);
  await expect(laptop.locator('.row.own')).toHaveCount(2);
  expect([...first.complaints, ...second.complaints, ...desk.complaints]).toEqual([]);
  for (const { close } of [first, second, desk]) await close();
});

test('V27 X1 O5 what was written before signing in comes along; the next person on the device finds nothing', async ({
  browser,
  signing,
}) => {
  const site = new Site();
  const person = await openPerson(browser, { baseURL: signing.url });
  const { page } = person;
  await page.exposeFunction('signIdentity', (sub: string) => site.sign(sub));
  await page.goto('/');
  await openChat(page);
  await write(page, 'before I signed in');
  await become(page, 'ada');
  await expect.poll(() => site.asked).toBe(1);
  await expect(page.locator('.row.own')).toContainText('before I signed in');
  await write(page, 'and after');

  // Signed out on the site without a word to the chat, and somebody else signs in on the next page.
  await page.reload();
  await become(page, 'ben');
  await openChat(page);
  await expect.poll(() => site.asked).toBeGreaterThan(1);
  await expect(page.locator('.row')).toHaveCount(0);
  await write(page, 'I am Ben');
  await expect(page.locator('.row.own')).toHaveCount(1);

  // Signed out: nothing of it stays on this device.
  await page.locator('support-chat').evaluate((chat: SupportChatElement) => (chat.visitor = {}));
  await expect(page.locator('.row')).toHaveCount(0);
  await page.reload();
  await openChat(page);
  await expect(page.locator('.row')).toHaveCount(0);
  expect(person.complaints).toEqual([]);
  await person.close();
});

test('V27 O5 who signs out in the last moment before a page is left is forgotten on the next one', async ({
  browser,
  signing,
}) => {
  const person = await openPerson(browser, { baseURL: signing.url });
  const page = await customer(person, new Site(), 'ada');
  await openChat(page);
  await write(page, 'what nobody else may read');
  const loaded = page.waitForEvent('load');
  // In one task, so that nothing can be done in between.
  await page.locator('support-chat').evaluate((chat: SupportChatElement) => {
    chat.visitor = {};
    location.reload();
  });
  await loaded;
  const composer = await openChat(page);
  const phase = () => page.locator('support-chat').evaluate((chat: SupportChatElement) => chat.state?.connection.phase);
  await expect.poll(phase).toBe('online');
  await expect(page.locator('.row')).toHaveCount(0);
  await expect(composer).toHaveValue('');
  expect(person.complaints).toEqual([]);
  await person.close();
});

test('V27 X1 a site whose word has expired: the visitor is told what to do, and keeps what they wrote', async ({
  browser,
  signing,
}) => {
  const site = new Site();
  site.expires = -120;
  const person = await openPerson(browser, { baseURL: signing.url });
  const page = await customer(person, site, 'ada');
  const composer = await openChat(page);
  await composer.fill('not lost');
  await expect(
    page.getByText('Your sign-in has expired. Reload the page to go on; what you wrote is kept.').first(),
  ).toBeVisible();
  await expect(composer).toHaveValue('not lost');
  await draftStored(page, 'not lost');
  site.expires = 600;
  await page.reload();
  await become(page, 'ada');
  await expect(await openChat(page)).toHaveValue('not lost');
  await write(page, 'not lost');
  forgive(person.complaints, /status of 401/);
  expect(person.complaints).toEqual([]);
  await person.close();
});
