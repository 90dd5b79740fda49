/** The switch in the shop's footer: another back end for the same element, while the page is open. */
import { axeFindings, expect, openChat, test } from '../support/shop-test.js';

test('the back end is swapped under an open chat: the draft stays, each has its own conversation, nothing is lost', async ({
  person,
}) => {
  const { page } = await person();
  await page.goto('/');
  const composer = await openChat(page);
  const log = page.getByRole('log');
  const backEnd = page.getByLabel('The chat talks to');
  const element = await page.locator('support-chat').elementHandle();
  await composer.fill('Is the kiln on?');
  await composer.press('Enter');
  await expect(log.getByRole('img', { name: /Sent|Delivered/ })).toBeAttached();
  await expect(page.getByRole('button', { name: 'Attach files' })).toBeVisible();
  await composer.fill('And how much is the teapot?');

  await backEnd.selectOption('a bot in this page');
  await expect(log).not.toContainText('Is the kiln on?');
  await expect(composer).toHaveValue('And how much is the teapot?');
  // What this back end cannot do is not there.
  await expect(page.getByRole('button', { name: 'Attach files' })).toHaveCount(0);
  await composer.press('Enter');
  await expect(log.getByText('Rainy-day teapot, €94.00. Four cups and an afternoon.')).toBeVisible();
  await expect(log.locator('.row.own')).toHaveCount(1);
  expect(await page.evaluate((one) => one === document.querySelector('support-chat'), element)).toBe(true);
  expect(await axeFindings(page)).toEqual([]);

  await page.goto('/products.html');
  await expect(backEnd).toHaveValue('bot');
  await openChat(page);
  await expect(log.getByText('And how much is the teapot?')).toBeVisible();
  await expect(log.getByText(/Four cups/)).toBeVisible();

  for (const one of ['our server, without WebSockets', 'our server']) {
    await backEnd.selectOption(one);
    await expect(log.getByText('Is the kiln on?')).toBeVisible();
    await expect(log).not.toContainText('teapot');
    await expect(log.locator('.row.own')).toHaveCount(1);
  }
});
