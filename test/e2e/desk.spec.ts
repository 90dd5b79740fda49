/** A visitor at `/` and an agent at `/desk`, each with a browser of their own, on the real server. */
import type { Page } from '@playwright/test';
import { startFaultProxy } from '../support/fault-proxy.js';
import { axeFindings, enterDesk, expect, forgive, openChat, test } from '../support/shop-test.js';

/** How the two reach the server, and which of them must have got there by an event stream. */
interface Way {
  readonly name: string;
  /** The visitor's `transport`; the desk has none. */
  readonly asked?: 'sse';
  /** What the network between both and the server does to upgrades. */
  readonly blocked?: 'refuse' | 'strip';
  readonly streams: { readonly shop: boolean; readonly desk: boolean };
}

const WAYS: readonly Way[] = [
  { name: 'by WebSocket @firefox', streams: { shop: false, desk: false } },
  { name: 'by event streams, as the page asks', asked: 'sse', streams: { shop: true, desk: false } },
  { name: 'where upgrades are refused @firefox', blocked: 'refuse', streams: { shop: true, desk: true } },
  { name: 'where upgrades get lost', blocked: 'strip', streams: { shop: true, desk: true } },
];

/** Whether an event stream was opened by a page. Where it was not, what arrived came by WebSocket. */
function watchStreams(page: Page): () => boolean {
  let opened = false;
  page.on('response', (response) => {
    opened ||= response.ok() && new URL(response.url()).pathname === '/v1/events';
  });
  return () => opened;
}

/** Gives the chat its `transport` before its code arrives, as a page that was written so would. */
async function askFor(transport: string, page: Page): Promise<void> {
  await page.addInitScript((value) => {
    new MutationObserver(() => document.querySelector('support-chat')?.setAttribute('transport', value)).observe(
      document,
      { childList: true, subtree: true },
    );
  }, transport);
}

for (const { name, asked, blocked, streams } of WAYS) {
  test(`visitor and agent talk both ways, under the strict policy on both sides (X6 B2), ${name}`, async ({
    person,
    server,
  }) => {
    const proxy = blocked && (await startFaultProxy({ target: server.url }));
    proxy?.blockUpgrades(blocked ?? null);
    const options = proxy ? { baseURL: proxy.url } : {};
    const people = [await person(options), await person(options)] as const;
    const [{ page: shop }, { page: desk }] = people;
    const opened = { shop: watchStreams(shop), desk: watchStreams(desk) };
    if (asked) await askFor(asked, shop);
    await enterDesk(desk);
    await shop.goto('/product.html?pot=orchard-jug');
    const question = await openChat(shop);
    await question.fill('Does the jug drip?');
    await question.press('Enter');

    await expect(desk).toHaveTitle(/^\(1\) /);
    const row = desk.locator('[data-conversation]');
    await expect(row).toContainText('Does the jug drip?');
    await row.click();
    const pane = desk.locator('.pane');
    await expect(pane.getByRole('log')).toContainText('Does the jug drip?');
    await expect(desk.getByRole('complementary')).toContainText('Orchard jug');
    await pane.getByRole('button', { name: 'Take' }).click();
    await expect(pane).toContainText('You have this chat');
    await expect(desk).toHaveTitle('Desk');

    const reply = pane.getByRole('textbox');
    await reply.fill('It does not.');
    await reply.press('Enter');
    await expect(shop.getByRole('log')).toContainText('It does not.');
    await expect(pane.getByRole('log').getByRole('img', { name: 'Read' })).toBeAttached();

    await question.pressSequentially('Then ');
    await expect(pane.getByRole('log')).toContainText('is typing');
    await question.pressSequentially('I take two.');
    await question.press('Enter');
    await expect(pane.getByRole('log')).toContainText('Then I take two.');
    await expect(shop.getByRole('log').getByRole('img', { name: 'Read' }).last()).toBeAttached();
    expect({ shop: opened.shop(), desk: opened.desk() }).toEqual(streams);

    if (!proxy) return;
    for (const { complaints } of people) forgive(complaints, /WebSocket|\/v1\/socket/);
    await proxy.close();
  });
}

test('several conversations at once do not mix', async ({ person }) => {
  const { page: desk } = await person({ viewport: { width: 1440, height: 900 } });
  await enterDesk(desk);
  const visitors = [];
  for (const name of ['first', 'second', 'third']) {
    const { page } = await person();
    await page.goto('/');
    const composer = await openChat(page);
    await composer.fill(`I am the ${name}`);
    await composer.press('Enter');
    visitors.push({ name, page });
    await desk.locator('[data-conversation]').filter({ hasText: name }).click();
    await expect(desk.locator('.pane.active').getByRole('log')).toContainText(`I am the ${name}`);
  }
  await desk.getByRole('button', { name: 'Side by side' }).click();
  for (const { name } of visitors) {
    const pane = desk.locator('.pane').filter({ hasText: `I am the ${name}` });
    await pane.getByRole('textbox').fill(`Hello ${name}`);
    await pane.getByRole('textbox').press('Enter');
  }
  for (const { name, page } of visitors) {
    await expect(page.getByRole('log')).toContainText(`Hello ${name}`);
    await expect(page.getByRole('log').getByText(/^Hello /)).toHaveCount(1);
  }
  await desk.getByRole('tab', { name: 'Mine 3' }).click();
  await expect(desk.locator('[data-conversation]')).toHaveCount(3);
});

test('V24 the desk as the server serves it speaks the language of the browser', async ({ person }) => {
  const { page } = await person({ locale: 'de-AT' });
  await page.goto('/desk');
  await expect(page.getByRole('button', { name: 'Anmelden' })).toBeVisible();
});

test('axe finds nothing on the desk as the server serves it', async ({ person }) => {
  const [{ page: shop }, { page: desk }] = [await person(), await person()];
  await desk.goto('/desk');
  await expect(desk.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(await axeFindings(desk), 'the form').toEqual([]);
  await enterDesk(desk);
  expect(await axeFindings(desk), 'the empty inbox').toEqual([]);
  await shop.goto('/');
  const question = await openChat(shop);
  await question.fill('Hello');
  await question.press('Enter');
  await desk.locator('[data-conversation]').click();
  await expect(desk.locator('.pane').getByRole('log')).toContainText('Hello');
  expect(await axeFindings(desk), 'a conversation').toEqual([]);
});

test('what the desk says aloud takes no place on it, whatever parts bring styles', async ({ person }) => {
  const [{ page: shop }, { page: desk }] = [await person(), await person()];
  await enterDesk(desk);
  await shop.goto('/');
  const composer = await openChat(shop);
  await composer.fill('Hello');
  await composer.press('Enter');
  await desk.locator('[data-conversation]').click();
  await expect(desk.getByRole('button', { name: 'Record a voice message' })).toBeVisible();
  const said = desk.locator('.desk > :has(> .visually-hidden[aria-live="polite"]:not([role]))');
  expect(await said.evaluate(({ offsetWidth, offsetHeight }: HTMLElement) => [offsetWidth, offsetHeight])).toEqual([
    0, 0,
  ]);
});

test('the desk goes on after the network was away', async ({ person, server }) => {
  const proxy = await startFaultProxy({ target: server.url });
  try {
    const { page: shop } = await person();
    const agent = await person({ baseURL: proxy.url });
    const desk = agent.page;
    await enterDesk(desk);
    await shop.goto('/');
    const question = await openChat(shop);
    await question.fill('Are you there?');
    await question.press('Enter');
    await desk.locator('[data-conversation]').click();
    const pane = desk.locator('.pane');
    await expect(pane.getByRole('log')).toContainText('Are you there?');
    proxy.refuse(true);
    proxy.cut();
    const reply = pane.getByRole('textbox');
    await reply.fill('Yes, in a tunnel');
    await reply.press('Enter');
    await question.fill('Hello?');
    await question.press('Enter');
    await expect(desk.locator('.notice').first()).toContainText('Connection lost');
    proxy.refuse(false);
    // By hand: the wait before the next attempt is random, and long after some failures.
    await expect(async () => {
      await desk.locator('.notice button').evaluateAll((all) => all.forEach((again) => (again as HTMLElement).click()));
      await expect(shop.getByRole('log')).toContainText('Yes, in a tunnel', { timeout: 1_000 });
      await expect(pane.getByRole('log')).toContainText('Hello?', { timeout: 1_000 });
      await expect(desk.locator('.notice')).toHaveCount(0, { timeout: 1_000 });
    }).toPass({ timeout: 15_000 });
    forgive(agent.complaints, /./); // a browser reports every refused attempt
  } finally {
    await proxy.close();
  }
});

test('an agent stays signed in over a reload, until they sign out (A1)', async ({ person }) => {
  const { page: desk } = await person();
  await enterDesk(desk);
  await desk.reload();
  await expect(desk.getByRole('tab', { name: 'Waiting' })).toBeVisible();
  await desk.getByRole('button', { name: 'Sign out' }).click();
  await expect(desk.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await desk.reload();
  await expect(desk.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});
