/** V3: the chat in a window of its own: in front of all others where the browser can, else a page of its own. */
import type { Locator, Page } from '@playwright/test';
import { axeFindings, enterDesk, expect, openChat, test } from '../support/shop-test.js';

const panel = (page: Page): Locator => page.locator('[part~="panel"]');
const bubbles = (page: Page): Locator => page.locator('[part~="bubble"]');

/** Chooses the way out in the panel's menu; resolves with the window that opens. */
async function intoWindow(page: Page): Promise<Page> {
  await page.getByRole('button', { name: 'More options' }).click();
  const item = page.getByRole('menuitem', { name: 'Open in a window' });
  await expect(item).toBeVisible();
  const [there] = await Promise.all([page.context().waitForEvent('page'), item.press('Enter')]);
  return there;
}

/** Waits for a window to close by what is done in it: in the middle of a press it is gone, and the press fails. */
async function closesBy(there: Page, act: () => Promise<unknown>): Promise<void> {
  await Promise.all([there.waitForEvent('close'), act().catch(() => undefined)]);
}

/** Counts the connections that a page opens from now on. */
function countSockets(page: Page): () => number {
  let count = 0;
  page.on('websocket', () => count++);
  return () => count;
}

const looks = (element: Element): string[] => {
  const { color, backgroundColor, fontFamily, fontSize, borderRadius, padding } = getComputedStyle(element);
  return [color, backgroundColor, fontFamily, fontSize, borderRadius, padding];
};

test('V3 @chromium the live chat moves into a window that keeps in front, and back, on one connection', async ({
  person,
}) => {
  const { page: desk } = await person();
  await enterDesk(desk);
  const { page: shop } = await person();
  const sockets = countSockets(shop);
  await shop.goto('/');
  const composer = await openChat(shop);
  await composer.fill('Is the teapot back?');
  await composer.press('Enter');
  await desk.getByText('Is the teapot back?').click();
  const pane = desk.locator('.pane');
  await pane.getByRole('button', { name: 'Take' }).click();
  const answer = async (text: string): Promise<void> => {
    await pane.getByRole('textbox').fill(text);
    await pane.getByRole('textbox').press('Enter');
  };
  await answer('From **Friday** on.');
  await expect(bubbles(shop)).toHaveCount(2);
  await expect(shop.locator('[part~="bubble"] strong')).toHaveText('Friday');
  await composer.fill('Half a sen');
  const before = await bubbles(shop).first().evaluate(looks);
  const opened = sockets();
  expect(opened).toBe(1);

  const there = await intoWindow(shop);
  await expect(bubbles(there)).toHaveText(['Is the teapot back?', /From Friday on/]);
  await expect(bubbles(shop)).toHaveCount(0);
  await expect(there).toHaveTitle('Nine Pots');
  expect(await bubbles(there).first().evaluate(looks)).toEqual(before);
  // It fills the window.
  const [box, size] = [await panel(there).boundingBox(), await there.evaluate(() => [innerWidth, innerHeight])];
  expect([box?.x, box?.y, box?.width, box?.height]).toEqual([0, 0, ...size]);

  const typing = there.getByRole('textbox', { name: 'Message' });
  await expect(typing).toHaveValue('Half a sen');
  await expect(typing).toBeFocused();
  await typing.press('End');
  await typing.pressSequentially('tence.');
  await typing.press('Enter');
  await expect(pane.getByRole('log').getByText('Half a sentence.')).toBeVisible();
  // A card of the picker, and its styles, come while the chat is away.
  await there.getByRole('button', { name: 'Emoji' }).click();
  await expect(there.locator('[part~="emoji-picker"]')).toBeVisible();
  await there.keyboard.press('Escape');
  await expect(there.locator('[part~="emoji-picker"]')).toBeHidden();
  await answer('And now?');
  await expect(bubbles(there)).toHaveCount(4);
  await expect(pane.getByRole('log').getByRole('img', { name: 'Read' }).last()).toBeAttached();
  expect(await axeFindings(there)).toEqual([]);
  // There is no way from the window into another.
  await there.getByRole('button', { name: 'More options' }).click();
  await expect(there.getByRole('menuitem').first()).toBeFocused();
  await expect(there.getByRole('menuitem', { name: 'Open in a window' })).toHaveCount(0);
  await there.keyboard.press('Escape');
  await expect(there.getByRole('menuitem')).toHaveCount(0);

  // Escape brings it back, with all of it, once.
  await there.getByRole('textbox', { name: 'Message' }).fill('Kept');
  await closesBy(there, () => there.keyboard.press('Escape'));
  await expect(bubbles(shop)).toHaveText([/teapot/, /Friday/, 'Half a sentence.', 'And now?']);
  await expect(panel(shop)).toBeVisible();
  await expect(composer).toHaveValue('Kept');
  await expect(composer).toBeFocused();
  expect(await bubbles(shop).first().evaluate(looks)).toEqual(before);
  await composer.press('Enter');
  await expect(bubbles(shop)).toHaveCount(5);
  expect(await axeFindings(shop)).toEqual([]);
  expect(sockets()).toBe(opened);
});

test('V3 @chromium closing the window returns the chat, closing the chat closes the window', async ({ person }) => {
  const { page: shop } = await person();
  await shop.goto('/');
  const composer = await openChat(shop);
  await composer.fill('Hello');
  await composer.press('Enter');
  await expect(shop.getByRole('log').getByRole('img', { name: /Sent|Delivered/ })).toBeAttached();

  const first = await intoWindow(shop);
  await expect(bubbles(first)).toHaveText(['Hello']);
  // As the browser does it: the window's own cross, or its way back to the page.
  await closesBy(first, () => first.evaluate(() => window.close()));
  await expect(panel(shop)).toBeVisible();
  await expect(bubbles(shop)).toHaveText(['Hello']);

  const second = await intoWindow(shop);
  await expect(bubbles(second)).toHaveText(['Hello']);
  await closesBy(second, () => second.getByRole('button', { name: 'Close chat' }).click());
  await expect(panel(shop)).toBeHidden();
  await openChat(shop);
  await expect(bubbles(shop)).toHaveText(['Hello']);

  // An element that leaves its page takes the window along.
  const third = await intoWindow(shop);
  await expect(bubbles(third)).toHaveText(['Hello']);
  await closesBy(third, () => shop.evaluate(() => document.querySelector('support-chat')?.remove()));
});

test('V3 @chromium in that window the chat counts as seen while its page is in the background', async ({ person }) => {
  const { page: shop } = await person();
  await shop.goto('/');
  await openChat(shop);
  const seen = (): Promise<boolean | undefined> =>
    shop.evaluate(() => document.querySelector('support-chat')?.state?.page.visible);
  /** As when another tab comes to the front: no browser under test hides its page. */
  const setHidden = (hidden: boolean): Promise<void> =>
    shop.evaluate((it) => {
      Object.defineProperty(document, 'visibilityState', { value: it ? 'hidden' : 'visible', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await setHidden(true);
  expect(await seen()).toBe(false);
  await setHidden(false);
  const there = await intoWindow(shop);
  await expect(panel(there)).toBeVisible();
  await setHidden(true);
  expect(await seen()).toBe(true);
  await closesBy(there, () => there.keyboard.press('Escape'));
  expect(await seen()).toBe(false);
});

test('V3 elsewhere the conversation moves into a page in a window of its own, and back', async ({ person }) => {
  const { page: shop } = await person();
  await shop.addInitScript(() => Reflect.deleteProperty(window, 'documentPictureInPicture'));
  await shop.goto('/');
  const composer = await openChat(shop);
  await composer.fill('Hello');
  await composer.press('Enter');
  await expect(shop.getByRole('log').getByRole('img', { name: /Sent|Delivered/ })).toBeAttached();
  await composer.fill('Half a sen');

  const there = await intoWindow(shop);
  const typing = there.getByRole('textbox', { name: 'Message' });
  await expect(bubbles(there)).toHaveText(['Hello']);
  await expect(typing).toHaveValue('Half a sen');
  await expect(panel(shop)).toBeHidden();
  const [box, size] = [await panel(there).boundingBox(), await there.evaluate(() => [innerWidth, innerHeight])];
  expect([box?.width, box?.height]).toEqual(size);
  await typing.fill('From the window');
  await typing.press('Enter');
  await expect(there.getByRole('log').getByRole('img', { name: /Sent|Delivered/ })).toBeAttached();

  await there.close();
  await openChat(shop);
  await expect(bubbles(shop)).toHaveText(['Hello', 'From the window']);
});
