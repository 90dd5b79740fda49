/** V18: a visitor's conversations at `/`, with an agent at `/desk`: ended, begun anew, listed, searched, read, reopened. */
import type { Page } from '@playwright/test';
import { startFaultProxy } from '../support/fault-proxy.js';
import { axeFindings, enterDesk, expect, forgive, openChat, test } from '../support/shop-test.js';

const say = async (page: Page, text: string): Promise<void> => {
  const composer = page.getByRole('textbox', { name: 'Message' });
  await composer.fill(text);
  await composer.press('Enter');
  await expect(page.getByRole('log').getByText(text)).toBeVisible();
};

/** The agent opens the row with these words, and answers. */
async function answer(desk: Page, words: string, reply: string): Promise<void> {
  await desk.locator('[data-conversation]').filter({ hasText: words }).click();
  const pane = desk.locator('.pane.active');
  await expect(pane.getByRole('log')).toContainText(words);
  await pane.getByRole('textbox').fill(reply);
  await pane.getByRole('textbox').press('Enter');
  await expect(pane.getByRole('log')).toContainText(reply);
}

async function end(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('menuitem', { name: 'End conversation' }).click();
  await expect(page.getByRole('button', { name: 'New conversation' })).toBeVisible();
}

async function openHistory(page: Page) {
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('menuitem', { name: 'Earlier conversations' }).click();
  const region = page.getByRole('region', { name: 'Earlier conversations' });
  await expect(region.getByRole('list')).toBeVisible();
  return region;
}

test('V18 a visitor begins another conversation, finds the first, reads it and goes on in it @firefox', async ({
  person,
}) => {
  const { page: desk } = await person({ viewport: { width: 1440, height: 900 } });
  const { page: shop } = await person();
  await enterDesk(desk);
  await shop.goto('/');
  await openChat(shop);
  await say(shop, 'Is the teapot back?');
  await answer(desk, 'Is the teapot back?', 'On Monday.');
  await expect(shop.getByRole('log')).toContainText('On Monday.');
  await end(shop);

  await shop.getByRole('button', { name: 'New conversation' }).click();
  await expect(shop.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await expect(shop.getByRole('log')).not.toContainText('teapot');
  await say(shop, 'My saucer has a crack');
  await expect(desk.locator('[data-conversation]').filter({ hasText: 'My saucer has a crack' })).toBeVisible();
  await answer(desk, 'My saucer has a crack', 'We send another one.');
  await expect(shop.getByRole('log')).toContainText('We send another one.');
  await expect(shop.getByRole('log')).not.toContainText('On Monday.');

  const page = await openHistory(shop);
  await expect(page.getByRole('listitem')).toHaveCount(2);
  await expect(page.getByRole('listitem').first()).toContainText('You are here');
  expect(await axeFindings(shop), 'the list').toEqual([]);
  const search = page.getByRole('searchbox', { name: 'Search in all conversations' });
  await search.fill('zebra');
  await expect(page.getByRole('status')).toContainText('Nothing found');
  await search.fill('TEAPOT');
  await expect(page.getByRole('status')).toHaveText('Conversations found: 1');
  await expect(page.getByRole('listitem')).toHaveText(/Is the teapot back\?/);
  await page.getByRole('listitem').getByRole('button').press('Enter');

  const reading = shop.locator('.history-reading');
  await expect(reading.getByRole('log')).toContainText('On Monday.');
  await expect(shop.getByRole('button', { name: 'Back' })).toBeFocused();
  expect(await axeFindings(shop), 'one of them').toEqual([]);
  await shop.getByRole('button', { name: 'Back' }).press('Enter');
  await expect(page.getByRole('listitem').getByRole('button')).toBeFocused();
  await expect(search).toHaveValue('TEAPOT');
  await page.getByRole('listitem').getByRole('button').press('Enter');
  await reading.getByRole('button', { name: 'Continue this conversation' }).click();

  await expect(reading).toHaveCount(0);
  await expect(shop.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await expect(shop.getByRole('log')).toContainText('On Monday.');
  await expect(shop.getByRole('log')).not.toContainText('saucer');
  await say(shop, 'Which Monday?');
  await expect(desk.locator('[data-conversation]').filter({ hasText: 'Which Monday?' })).toBeVisible();
  await answer(desk, 'Which Monday?', 'The next one.');
  await expect(shop.getByRole('log')).toContainText('The next one.');
});

test('V18 other tabs follow, and what was written on the way is where it was written, once', async ({
  person,
  server,
}) => {
  const { page: one } = await person();
  await one.goto('/');
  await openChat(one);
  await say(one, 'First question');
  await end(one);
  const two = await one.context().newPage();
  await two.goto(`${server.url}/cart.html`);
  await openChat(two);
  await expect(two.getByRole('log')).toContainText('First question');
  await one.bringToFront();
  await one.getByRole('button', { name: 'New conversation' }).click();
  await say(one, 'Second question');
  await expect(two.getByRole('log')).toContainText('Second question');
  await expect(two.getByRole('log')).not.toContainText('First question');
  await two.bringToFront();
  await say(two, 'And a third');
  await expect(one.getByRole('log').getByText('And a third')).toHaveCount(1);
  await one.reload();
  await one.bringToFront();
  await openChat(one);
  await expect(one.getByRole('log')).toContainText('And a third');
  await expect(one.getByRole('log').getByText('Second question')).toHaveCount(1);
});

test('V18 a long earlier conversation is read upwards without an end in sight, on a phone', async ({ person }) => {
  test.slow();
  const { page } = await person({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.goto('/');
  await openChat(page);
  await say(page, 'The very first line');
  await page.evaluate(() => {
    const chat = document.querySelector('support-chat');
    if (!chat) throw new Error('There is no chat.');
    for (let line = 1; line <= 400; line++) void chat.send(`Line ${line}`);
  });
  await expect
    .poll(() => page.evaluate(() => document.querySelector('support-chat')?.state?.outbox.length), { timeout: 60_000 })
    .toBe(0);
  await end(page);
  await page.getByRole('button', { name: 'New conversation' }).click();
  await say(page, 'Something else');
  const list = await openHistory(page);
  await list.getByRole('listitem').nth(1).getByRole('button').click();
  const log = page.locator('.history-reading').getByRole('log');
  await expect(log).toContainText('Line 400');
  await expect(log).not.toContainText('The very first line');
  await expect
    .poll(
      async () => {
        await log.evaluate((element) => element.scrollTo(0, 0));
        return log.textContent();
      },
      { timeout: 20_000 },
    )
    .toContain('The very first line');
});

test('V18 without a connection what was loaded is still there to be read and searched', async ({ person, server }) => {
  const proxy = await startFaultProxy({ target: server.url });
  const { page, complaints } = await person({ baseURL: proxy.url });
  await page.goto('/');
  await openChat(page);
  await say(page, 'Is the teapot back?');
  await end(page);
  await page.getByRole('button', { name: 'New conversation' }).click();
  await say(page, 'My saucer has a crack');
  const list = await openHistory(page);
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await proxy.close();
  const phase = (): Promise<string | undefined> =>
    page.evaluate(() => document.querySelector('support-chat')?.state?.connection.phase);
  await expect.poll(phase).not.toBe('online');
  await list.getByRole('searchbox').fill('teapot');
  await expect(list.getByRole('status')).toContainText('You are not connected.');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await list.getByRole('listitem').getByRole('button').click();
  await page.getByRole('button', { name: 'Continue this conversation' }).click();
  await expect(page.locator('.history-problem')).toBeVisible();
  forgive(complaints, /ERR_|WebSocket|Failed to load/);
});
