/** V4: the chat on a phone, on the real pages of the shop under the strict policy. */
import { devices, type Page } from '@playwright/test';
import { expect, openChat, test } from '../support/shop-test.js';

const { defaultBrowserType: _, ...phone } = devices['Pixel 7'];

const panel = (page: Page) => page.getByRole('dialog', { name: 'Nine Pots' });
const scrolled = (page: Page): Promise<number> => page.evaluate(() => Math.round(window.scrollY));

/** Lets a test play the keyboard of a phone: no emulation has one. */
async function prepareKeyboard(page: Page): Promise<(height: number) => Promise<void>> {
  await page.addInitScript(() => {
    const viewport = window.visualViewport;
    if (!viewport) throw new Error('No visual viewport.');
    let keyboard = 0;
    const { get } = Object.getOwnPropertyDescriptor(VisualViewport.prototype, 'height') ?? {};
    Object.defineProperty(viewport, 'height', { get: () => Number(get?.call(viewport)) - keyboard });
    document.addEventListener('test-keyboard', (event) => {
      keyboard = Number((event as CustomEvent<number>).detail);
      viewport.dispatchEvent(new Event('resize'));
    });
  });
  return (height) =>
    page.evaluate((detail) => void document.dispatchEvent(new CustomEvent('test-keyboard', { detail })), height);
}

test('V4 fills the screen, keeps the page behind still and lets it go again', async ({ person }) => {
  const { page } = await person(phone);
  await page.goto('/products.html');
  await page.evaluate(() => window.scrollTo(0, 300));
  const before = await scrolled(page);
  const composer = await openChat(page);
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  await expect.poll(async () => panel(page).boundingBox()).toEqual({ x: 0, y: 0, width, height });
  expect(await composer.evaluate((field) => parseFloat(getComputedStyle(field).fontSize))).toBeGreaterThanOrEqual(16);
  await page.mouse.wheel(0, 800);
  await composer.pressSequentially('Do you ship to Norway?');
  expect(await scrolled(page)).toBe(before);
  await panel(page).getByRole('button', { name: 'Close chat' }).click();
  await expect(panel(page)).toBeHidden();
  expect(await scrolled(page)).toBe(before);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).overflowY)).not.toBe('hidden');
});

test('V4 the back gesture closes the panel and not the page, every time', async ({ person }) => {
  const { page } = await person(phone);
  await page.goto('/');
  await page.goto('/products.html');
  for (let time = 0; time < 2; time++) {
    await openChat(page);
    await page.evaluate(() => history.back());
    await expect(panel(page)).toBeHidden();
    expect(new URL(page.url()).pathname).toBe('/products.html');
  }
  // Closed by the cross, the chat leaves no step behind that would have to be gone back.
  await openChat(page);
  await panel(page).getByRole('button', { name: 'Close chat' }).click();
  await expect.poll(() => page.evaluate(() => history.state as unknown)).toBe(null);
  await page.goBack();
  await expect(page).toHaveURL(/\/$/);
});

test('V4 leaves the history of a page with its own routing alone', async ({ person }) => {
  const { page } = await person(phone);
  await page.goto('/products.html');
  await page.evaluate(() => history.replaceState({ mine: 1 }, ''));
  await openChat(page);
  expect(await page.evaluate(() => (history.state as { mine: number }).mine)).toBe(1);
  await page.evaluate(() => history.pushState({ mine: 2 }, '', '#elsewhere'));
  await panel(page).getByRole('button', { name: 'Close chat' }).click();
  await expect(panel(page)).toBeHidden();
  expect(await page.evaluate(() => [history.state, location.hash] as unknown)).toEqual([{ mine: 2 }, '#elsewhere']);
});

test('V4 the composer stays above the keyboard and the header makes room', async ({ person }) => {
  const { page } = await person(phone);
  const keyboard = await prepareKeyboard(page);
  await page.goto('/');
  const composer = await openChat(page);
  const header = panel(page).locator('[part~="header"]');
  const height = await page.evaluate(() => innerHeight);
  await expect.poll(async () => (await header.boundingBox())?.height).toBeGreaterThanOrEqual(56);
  await keyboard(320);
  await expect.poll(async () => (await panel(page).boundingBox())?.height).toBe(height - 320);
  const box = await composer.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height - 320);
  expect((await header.boundingBox())?.height).toBeLessThan(56);
  await keyboard(0);
  await expect.poll(async () => (await panel(page).boundingBox())?.height).toBe(height);
});

test('V4 nothing to touch is smaller than 44 pixels', async ({ person }) => {
  const { page } = await person(phone);
  await page.goto('/');
  const composer = await openChat(page);
  await composer.fill('Hello');
  await panel(page).getByRole('button', { name: 'More options' }).click();
  const targets = panel(page).locator('button:visible, textarea:visible, [role="menuitem"]:visible');
  await expect.poll(() => targets.count()).toBeGreaterThan(4);
  await expect
    .poll(() =>
      targets.evaluateAll((found) =>
        found
          .map(
            (target) =>
              [
                target.getAttribute('aria-label') ?? target.textContent?.trim(),
                target.getBoundingClientRect(),
              ] as const,
          )
          .filter(([, { width, height }]) => width < 44 || height < 44)
          .map(([name, { width, height }]) => `${name}: ${width} × ${height}`),
      ),
    )
    .toEqual([]);
});

test('Y2 the focus goes round inside the sheet', async ({ person }) => {
  const { page } = await person(phone);
  await page.goto('/');
  const composer = await openChat(page);
  await composer.fill('Hello');
  const seen = new Set<string>();
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press('Tab');
    seen.add(await page.evaluate(() => document.activeElement?.localName ?? ''));
  }
  // Between the last and the first one a browser may give its own controls a turn.
  expect([...seen].filter((name) => name !== 'body')).toEqual(['support-chat']);
});

test('V4 turned on its side the chat is a panel again, and what was typed is still there', async ({ person }) => {
  const { page } = await person(phone);
  await page.goto('/');
  const composer = await openChat(page);
  await composer.fill('Half a sentence');
  await page.setViewportSize({ width: 915, height: 412 });
  await expect.poll(async () => (await panel(page).boundingBox())?.width).toBe(400);
  await expect(composer).toHaveValue('Half a sentence');
  await expect(composer).toBeFocused();
  await expect(composer).toBeInViewport({ ratio: 1 });
});
