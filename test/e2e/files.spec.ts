/** Files between a real browser and the real server: shown, refused, served harmless, and resumed whatever dies (V11, X7, S4). */
import { chromium, type Page, type Route } from '@playwright/test';
import type { ChatState } from '@support-chat/core';
import type { SupportChatElement } from '@support-chat/element';
import type { RunningServer } from '@support-chat/server';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWNER, signIn } from '../support/agent-api.js';
import { browserOf } from '../support/browser-process.js';
import { GPS_MARK, photo, png, zip } from '../support/sample-files.js';
import { axeFindings, enterDesk, expect, openChat, test } from '../support/shop-test.js';
import { startTestServer } from '../support/test-server.js';

test('V11 X7 files go both ways: seen before they are sent, refused in words, without the place they were taken', async ({
  person,
}) => {
  const [{ page: shop }, { page: desk }] = [await person(), await person({ acceptDownloads: true })];
  await shop.goto('/');
  const composer = await openChat(shop);
  await expect(shop.getByRole('button', { name: 'Attach files' })).toBeVisible();
  await shop.getByRole('button', { name: 'Attach files' }).focus();
  const picker = shop.locator('support-chat input[type=file]');

  await picker.setInputFiles([
    { name: 'page.png', mimeType: 'image/png', buffer: Buffer.from('<!doctype html><script>1</script>') },
    { name: 'setup.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
  ]);
  await expect(
    shop.locator('bdi', { hasText: /^page\.png: This kind of file cannot be sent here\. Possible are jpg, / }),
  ).toBeVisible();
  await expect(shop.locator('bdi', { hasText: /^setup\.exe: This kind of file cannot be sent here\./ })).toBeVisible();

  await picker.setInputFiles([
    { name: 'jug.jpg', mimeType: 'image/jpeg', buffer: photo({ width: 320, height: 200 }) },
    { name: 'wrong.png', mimeType: 'image/png', buffer: png({ width: 64, height: 64 }) },
    { name: 'invoice.txt', mimeType: 'text/plain', buffer: Buffer.from('one jug') },
  ]);
  const tray = shop.getByRole('list', { name: 'Files to send' });
  await expect(tray.getByText('Ready')).toHaveCount(3);
  await tray.getByRole('button', { name: 'Remove wrong.png' }).click();
  await expect(tray.getByRole('listitem')).toHaveCount(2);
  expect(await axeFindings(shop)).toEqual([]);
  await composer.press('Enter');
  await expect(tray).toBeHidden();
  const picture = shop.getByRole('button', { name: 'View jug.jpg' });
  await expect(picture.locator('img')).toHaveJSProperty('complete', true);

  await enterDesk(desk);
  const row = desk.locator('[data-conversation]');
  await expect(row).toContainText('jug.jpg');
  await row.click();
  const pane = desk.locator('.pane');
  await expect(pane.getByRole('button', { name: 'View jug.jpg' }).locator('img')).toHaveJSProperty('naturalWidth', 200);
  const downloading = desk.waitForEvent('download');
  await pane.getByRole('button', { name: /^Download invoice\.txt, 7/ }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('invoice.txt');
  expect(readFileSync(await download.path(), 'utf8')).toBe('one jug');
  const bytes = await desk.evaluate(async () => {
    const image = document.querySelector('support-desk')?.shadowRoot?.querySelector<HTMLImageElement>('.picture img');
    return (await fetch(image?.src ?? '')).text();
  });
  expect(bytes).not.toContain(GPS_MARK);
  expect(bytes).toContain('JFIF');

  await desk.getByRole('button', { name: 'Attach files' }).focus();
  await desk.locator('support-desk input[type=file]').setInputFiles({
    name: 'manual.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\n%%EOF\n'),
  });
  await expect(pane.getByText('Ready')).toBeVisible();
  await pane.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(shop.getByRole('button', { name: /^Download manual\.pdf/ })).toBeVisible();
  await picture.click();
  await expect(shop.getByRole('dialog', { name: 'jug.jpg' })).toBeVisible();
  await shop.keyboard.press('Escape');
  await expect(shop.getByRole('dialog', { name: 'jug.jpg' })).toBeHidden();
  await expect(composer).toBeVisible();
  expect(await axeFindings(shop)).toEqual([]);
  expect(await axeFindings(desk)).toEqual([]);
});

test('V11 pasting sends a picture; with nothing to paste it says what to do, and the words stay', async ({
  person,
}) => {
  const { page, complaints } = await person({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto('/');
  const composer = await openChat(page);
  await composer.fill('Look at this: ');
  await page.evaluate(() => navigator.clipboard.write([]).catch(() => undefined));
  await composer.press('ControlOrMeta+v');
  const refusal = page.locator('[part~="refusal"]');
  await expect(refusal).toContainText('There is neither text nor a picture to paste.');
  await expect(page.locator('[role="alert"].visually-hidden')).toContainText('neither text nor a picture');
  await expect(composer).toHaveValue('Look at this: ');
  await refusal.getByRole('button', { name: 'Dismiss' }).click();
  await expect(refusal).toBeHidden();

  await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture as Blob })]);
  });
  await composer.press('ControlOrMeta+v');
  await expect(page.getByRole('list', { name: 'Files to send' }).getByText('Ready')).toBeVisible();

  await page.evaluate(() => navigator.clipboard.writeText('in words'));
  await composer.press('ControlOrMeta+v');
  await expect(composer).toHaveValue('Look at this: in words');
  await expect(refusal).toBeHidden();
  expect(complaints).toEqual([]);
});

test.describe('S4 resuming', () => {
  let server: RunningServer;
  test.beforeEach(async () => {
    server = await startTestServer({ owner: OWNER });
  });
  test.afterEach(() => server.close());

  test('V11 S4 a file of 20 MB goes on after a reload and after the browser was killed, and arrives once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'support-chat-browser-'));
    const { launchOptions } = test.info().project.use;
    const bytes = zip(20 * 1024 * 1024);
    try {
      const first = await chromium.launchPersistentContext(folder, launchOptions);
      const page = await first.newPage();
      const line = await lineOf(page, 5);
      await page.goto(`${server.url}/`);
      const composer = await openChat(page);
      await page.getByRole('button', { name: 'Attach files' }).focus();
      await page.locator('support-chat input[type=file]').setInputFiles({
        name: 'backup.zip',
        mimeType: 'application/zip',
        buffer: bytes,
      });
      await composer.fill('here it is');
      await composer.press('Enter');
      await line.spent;
      await expect.poll(() => keptFiles(page)).toBe(1);
      await expect.poll(async () => (await stateOf(page))?.outbox.map(({ durable }) => durable)).toEqual([true]);

      const after = await lineOf(page, 5);
      await page.reload();
      await after.spent;
      expect(after.offsets[0]).toBeGreaterThanOrEqual(4 * 1024 * 1024);
      const gone = first.waitForEvent('close');
      process.kill(browserOf(folder), 'SIGKILL');
      await gone;

      const second = await chromium.launchPersistentContext(folder, launchOptions);
      const again = await second.newPage();
      const last = await lineOf(again, Infinity);
      await again.goto(`${server.url}/`);
      await openChat(again);
      await expect.poll(async () => (await stateOf(again))?.timeline.open.length, { timeout: 30_000 }).toBe(1);
      expect(last.offsets[0]).toBeGreaterThanOrEqual(8 * 1024 * 1024);
      const state = await stateOf(again);
      const [message] = state?.timeline.open ?? [];
      if (message?.type !== 'message-added') throw new Error('no message');
      expect(message).toMatchObject({ text: 'here it is', attachments: [{ name: 'backup.zip', size: bytes.length }] });
      expect(state?.uploads).toEqual([]);
      const cookie = await signIn(server.url);
      const url = `${server.url}${message.attachments?.[0]?.url}`;
      const received = await (await fetch(url, { headers: { Cookie: cookie } })).arrayBuffer();
      const hash = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
      expect(hash(new Uint8Array(received))).toBe(hash(bytes));
      await expect.poll(() => keptFiles(again)).toBe(0);
      await second.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** Lets so many pieces of uploads through, then none: the line is gone for files alone. */
async function lineOf(page: Page, pieces: number) {
  const offsets: number[] = [];
  let done = (): void => undefined;
  const spent = new Promise<void>((resolve) => (done = resolve));
  await page.unrouteAll();
  await page.route('**/v1/uploads/*', async (route: Route) => {
    const request = route.request();
    if (request.method() !== 'PATCH') return route.continue();
    if (offsets.length >= pieces) {
      done();
      return route.abort();
    }
    offsets.push(Number(request.headers()['upload-offset']));
    await route.continue();
  });
  return { offsets, spent };
}

function stateOf(page: Page): Promise<ChatState | null> {
  return page.locator('support-chat').evaluate((element: SupportChatElement) => element.state);
}

/** How many files wait on the device. */
function keptFiles(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const name = (await indexedDB.databases()).find((one) => one.name?.endsWith(' files'))?.name;
    if (name === undefined) return 0;
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error ?? new Error('closed'));
    });
    const count = await new Promise<number>((resolve, reject) => {
      const asking = database.transaction('files').objectStore('files').count();
      asking.onsuccess = () => resolve(asking.result);
      asking.onerror = () => reject(asking.error ?? new Error('unreadable'));
    });
    database.close();
    return count;
  });
}
