/** V2: the launcher put elsewhere by the visitor, by mouse, finger and keys, on the real pages of the shop. */
import { devices, type Page } from '@playwright/test';
import { axeFindings, expect, openChat, test } from '../support/shop-test.js';

const { defaultBrowserType: _, ...phone } = devices['Pixel 7'];

const launcher = (page: Page) => page.getByRole('button', { name: /^(Open|Close) chat/ }).first();
const middle = async (page: Page): Promise<{ x: number; y: number }> => {
  const box = await launcher(page).boundingBox();
  if (!box) throw new Error('There is no launcher.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** Allows it on every page, and waits until it can be done. */
async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('support-chat').evaluate((chat) => chat.setAttribute('draggable-launcher', ''));
  await expect(launcher(page)).toHaveAttribute('aria-keyshortcuts', /Shift/);
}

/** In which third of the window it stands: across, down; and that it is whole. */
async function stands(page: Page): Promise<readonly [across: number, down: number]> {
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  await expect(launcher(page)).toBeInViewport({ ratio: 1 });
  const { x, y } = await middle(page);
  return [Math.floor((x * 3) / width), Math.floor((y * 3) / height)];
}

test('V2 a visitor drags the launcher out of the way, finds it there again, and opens the chat from it', async ({
  person,
}) => {
  const { page } = await person();
  await visit(page, '/');
  const from = await middle(page);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  // Far in one step, out of the button: it must hold on to the pointer.
  await page.mouse.move(60, 300);
  await page.mouse.move(70, 80, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => stands(page)).toEqual([0, 0]);
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await visit(page, '/products.html');
  await expect.poll(() => stands(page)).toEqual([0, 0]);
  await openChat(page);
  const panel = page.locator('[part~="panel"]');
  await expect(panel).toBeInViewport({ ratio: 1 });
  expect((await panel.boundingBox())?.y).toBeGreaterThan((await middle(page)).y);

  // Without dragging: the same from the menu.
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('menuitem', { name: 'Move the chat button' }).click();
  await expect(page.getByRole('radio', { name: 'Top left' })).toBeChecked();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('radio', { name: 'Bottom middle' }).check();
  await expect.poll(() => stands(page)).toEqual([1, 2]);
  await page.getByRole('radio', { name: 'Bottom middle' }).press('ArrowRight');
  await expect.poll(() => stands(page)).toEqual([2, 2]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();

  await launcher(page).focus();
  await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(() => stands(page)).toEqual([2, 1]);
  await page.setViewportSize({ width: 640, height: 400 });
  await expect.poll(() => stands(page)).toEqual([2, 1]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
});

test('V2 @chromium a thumb moves it on a phone, which keeps the page still, and a tap still opens the chat', async ({
  person,
}) => {
  const { page } = await person(phone);
  await visit(page, '/products.html');
  const finger = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
    finger.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
  const from = await middle(page);
  await touch('touchStart', from.x, from.y);
  for (let step = 1; step <= 10; step++) await touch('touchMove', from.x - step * 30, from.y - step * 60);
  await touch('touchEnd');
  await expect.poll(() => stands(page)).toEqual([0, 0]);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  const chat = page.getByRole('dialog', { name: 'Nine Pots' });
  await expect(chat).toHaveCount(0);

  // At once: a drag that the browser takes for a fling would swallow the next tap.
  await launcher(page).tap();
  await expect(chat).toBeVisible();
  await page.getByRole('button', { name: 'Close chat' }).last().tap();
  await expect(chat).toHaveCount(0);

  // Turned.
  await page.setViewportSize({ width: 839, height: 412 });
  await expect.poll(() => stands(page)).toEqual([0, 0]);
  await page.setViewportSize({ width: 412, height: 839 });
  await expect.poll(() => stands(page)).toEqual([0, 0]);
  await launcher(page).tap();
  await expect(chat).toBeVisible();
});
