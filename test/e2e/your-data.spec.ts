/** What is kept of a visitor, in the visitor's hands (V27, X9): taken along, deleted here and on the server, or refused in words. */
import { readFile } from 'node:fs/promises';
import { axeFindings, enterDesk, expect, forgive, openChat, test } from '../support/shop-test.js';
import type { Page } from '@playwright/test';

async function openYourData(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('menuitem', { name: 'Your data' }).click();
  await expect(page.getByRole('region', { name: 'Your data' })).toBeVisible();
}

test('V27 X9 a visitor downloads everything, then deletes everything, everywhere', async ({ person }) => {
  const { page, complaints } = await person({ acceptDownloads: true });
  await page.goto('/');
  const composer = await openChat(page);
  await composer.fill('My order is 4711');
  await composer.press('Enter');
  await expect(page.locator('.row.own')).toContainText('My order is 4711');
  const { page: desk } = await person();
  await enterDesk(desk);
  const row = desk.locator('[data-conversation]');
  await row.click();
  await expect(desk.locator('.pane')).toContainText('My order is 4711');
  const elsewhere = await page.context().newPage();
  await elsewhere.goto('/');
  await openChat(elsewhere);
  await expect(elsewhere.locator('.row.own')).toContainText('My order is 4711');

  await openYourData(page);
  expect(await axeFindings(page)).toEqual([]);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download everything' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^chat-data-\d{4}-\d\d-\d\d\.json$/);
  const data: unknown = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(data).toMatchObject({ conversations: [{ events: [{ type: 'message-added', text: 'My order is 4711' }] }] });
  await expect(page.getByText('The file is in your downloads.')).toBeVisible();

  await page.getByRole('button', { name: 'Delete everything' }).press('Enter');
  await expect(page.getByRole('group', { name: /^Delete everything for good\?/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Delete everything' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Everything has been deleted.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Back' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('.row')).toHaveCount(0);
  await expect(elsewhere.locator('.row.own')).toHaveCount(0);

  await desk.getByRole('tab', { name: 'All' }).click();
  await expect(row).toContainText('Everything the visitor wrote was deleted');
  await expect(desk.locator('.pane .row')).toHaveCount(0);
  await page.reload();
  const again = await openChat(page);
  await expect(page.locator('.row')).toHaveCount(0);
  await again.fill('Hello');
  await again.press('Enter');
  await expect(desk.locator('[data-conversation]')).toHaveCount(2);
  expect(complaints).toEqual([]);
});

test('V27 what could not be deleted is still there, and it is said', async ({ person }) => {
  const { page, complaints } = await person();
  await page.goto('/');
  const composer = await openChat(page);
  await composer.fill('Still here');
  await composer.press('Enter');
  await expect(page.locator('.row.own')).toContainText('Still here');
  await page.route('**/v1/visitor/data', (route) =>
    route.request().method() === 'DELETE'
      ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":"unavailable"}' })
      : route.continue(),
  );
  await openYourData(page);
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Nothing was deleted.' })).toContainText('cannot be reached');
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.locator('.row.own')).toContainText('Still here');
  forgive(complaints, /status of 503/);
});
