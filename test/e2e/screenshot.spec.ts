/**
 * Pictures of the page (V12): by the browser's capture of the tab and by drawing, with nothing private in them, checked on
 * the pixels that the agent's browser gets.
 */
import { chromium, type Page } from '@playwright/test';
import { chromiumFlags, ensureChromium } from '../../scripts/browsers.mjs';
import { axeFindings, enterDesk, expect, openChat, openPerson, test } from '../support/shop-test.js';

/** Puts secrets in magenta and something public in lime on the page, some of them where styles fight back. */
async function fillPage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const secret = (element: HTMLElement): HTMLElement => {
      element.style.cssText += 'color: #f0f; background: #f0f; inline-size: 120px; block-size: 24px';
      return element;
    };
    const input = (attributes: Readonly<Record<string, string>>): HTMLElement => {
      const field = document.createElement('input');
      for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);
      return secret(field);
    };
    const marked = (): HTMLElement => {
      const element = document.createElement('div');
      element.dataset['private'] = '';
      element.textContent = 'Diagnosis';
      return secret(element);
    };
    const stubborn = marked();
    stubborn.style.setProperty('visibility', 'visible', 'important');
    const inner = document.createElement('b');
    inner.textContent = 'Inside';
    inner.style.cssText = 'color: #f0f; visibility: visible; transition: visibility 60s';
    const holder = marked();
    holder.append(inner);
    const host = document.createElement('div');
    host.attachShadow({ mode: 'open' }).append(input({ type: 'password', value: 'hunter2', 'aria-label': 'Inner' }));
    const frame = secret(document.createElement('iframe')) as HTMLIFrameElement;
    frame.title = 'Payment';
    const open = document.createElement('p');
    open.textContent = 'Public';
    open.style.cssText = 'background: #0f0; inline-size: 200px; block-size: 60px; margin: 0';
    const box = document.createElement('section');
    box.style.cssText = 'position: fixed; inset: 0 auto auto 0; z-index: 9; background: #fff; inline-size: 240px';
    box.append(
      open,
      input({ type: 'password', value: 'hunter2', 'aria-label': 'Password' }),
      input({ autocomplete: 'section-a cc-number', value: '4000 1234 5678 9010', 'aria-label': 'Card' }),
      input({ name: 'cardNumber', value: '4000 1234 5678 9010', 'aria-label': 'Other card' }),
      ...[marked(), stubborn, holder, host, frame],
    );
    document.body.append(box);
    if (frame.contentDocument) frame.contentDocument.body.style.background = '#f0f';
  });
}

/** How many pixels of the secrets' colour, of the public one, and in all, the picture of the page's last message has. */
function pixelsOf(page: Page): Promise<{ secret: number; open: number; all: number }> {
  return page.evaluate(() => {
    const pictures = [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => [
      ...(shadowRoot?.querySelectorAll<HTMLImageElement>('[part="attachments"] img') ?? []),
    ]);
    const picture = pictures.at(-1);
    if (!picture) throw new Error('There is no picture.');
    const canvas = new OffscreenCanvas(picture.naturalWidth, picture.naturalHeight);
    const context = canvas.getContext('2d');
    context?.drawImage(picture, 0, 0);
    const { data } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    const count = { secret: 0, open: 0, all: data.length / 4 };
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = data.slice(at, at + 3);
      // Nearly: a capture goes through a video.
      if (red > 160 && green < 110 && blue > 160) count.secret++;
      if (red < 110 && green > 180 && blue < 110) count.open++;
    }
    return count;
  });
}

async function pressScreenshot(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Attach files' }).click();
  await page.getByRole('menuitem', { name: 'Screenshot of this page' }).click();
}

/** Takes it as it is. */
async function usePicture(page: Page): Promise<void> {
  await page.getByRole('dialog', { name: 'Edit picture' }).getByRole('button', { name: 'Use picture' }).click();
}

const launch = async (...flags: readonly string[]) =>
  chromium.launch({ executablePath: await ensureChromium(), args: [...chromiumFlags, ...flags] });

for (const [way, flag] of [
  ['captured by the browser', '--auto-accept-this-tab-capture'],
  ['drawn, where the tab cannot be captured', '--mute-audio'],
] as const) {
  test(`V12 X6 the page ${way}: private fields are in no pixel, the rest is`, async ({ server, person }) => {
    const browser = await launch(flag);
    try {
      const { page: shop, complaints, close } = await openPerson(browser, { baseURL: server.url });
      if (way.startsWith('drawn')) {
        await shop.addInitScript(() =>
          Object.defineProperty(MediaDevices.prototype, 'setCaptureHandleConfig', { value: undefined }),
        );
      }
      await shop.goto('/');
      await fillPage(shop);
      await shop.evaluate(() => scrollTo(0, 300)); // what is fixed is drawn elsewhere then
      const composer = await openChat(shop);
      await composer.fill('This is what I see:');
      await pressScreenshot(shop);
      await usePicture(shop);
      const tray = shop.getByRole('list', { name: 'Files to send' });
      await expect(tray.getByText(/^screenshot-\d{4}-\d\d-\d\d-\d{4}\.png$/)).toBeVisible();
      await expect(tray.getByText('Ready')).toBeVisible();
      await expect(composer).toBeFocused();
      // The page is as it was.
      await expect(shop.getByLabel('Password')).toBeVisible();
      await expect(shop.locator('[data-private]').first()).toBeVisible();
      expect(await shop.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
      await composer.press('Enter');
      await expect(tray).toBeHidden();

      const { page: desk } = await person();
      await enterDesk(desk);
      await desk.locator('[data-conversation]').click();
      await expect(desk.getByRole('button', { name: /^View screenshot-/ }).locator('img')).toHaveJSProperty(
        'naturalWidth',
        1280,
      );
      const { secret, open, all } = await pixelsOf(desk);
      expect(secret).toBe(0);
      expect(open).toBeGreaterThan(200 * 60 * 0.8);
      expect(all).toBe(1280 * 720);
      expect(complaints).toEqual([]);
      await close();
    } finally {
      await browser.close();
    }
  });
}

test('V12 who does not want to share the tab is told so, and the next time it is drawn', async ({ server }) => {
  const browser = await launch('--auto-reject-this-tab-capture');
  try {
    const { page, complaints, close } = await openPerson(browser, { baseURL: server.url });
    await page.goto('/');
    const composer = await openChat(page);
    await composer.fill('kept');
    await pressScreenshot(page);
    await expect(page.locator('[part~="refusal"]')).toContainText('No picture was taken.');
    await expect(page.locator('[role="alert"].visually-hidden')).toContainText('No picture was taken.');
    await expect(composer).toHaveValue('kept');
    expect(await axeFindings(page)).toEqual([]);
    await pressScreenshot(page);
    await usePicture(page);
    await expect(page.getByRole('list', { name: 'Files to send' }).getByText('Ready')).toBeVisible();
    expect(complaints).toEqual([]);
    await close();
  } finally {
    await browser.close();
  }
});

test('V12 Y5 X6 the picture is cropped by keyboard before it is sent; given up, nothing is lost', async ({
  server,
  person,
}) => {
  const browser = await launch('--auto-accept-this-tab-capture');
  try {
    const { page: shop, complaints, close } = await openPerson(browser, { baseURL: server.url });
    await shop.goto('/');
    const composer = await openChat(shop);
    await composer.fill('Only this corner:');
    const tray = shop.getByRole('list', { name: 'Files to send' });
    const editor = shop.getByRole('dialog', { name: 'Edit picture' });

    await pressScreenshot(shop);
    await expect(editor.getByRole('button', { name: 'Arrow' })).toBeFocused();
    expect(await axeFindings(shop)).toEqual([]);
    await shop.keyboard.press('Escape');
    await expect(editor).toBeHidden();
    await expect(composer).toBeFocused();
    await expect(composer).toHaveValue('Only this corner:');
    await expect(tray).toBeHidden();

    await pressScreenshot(shop);
    await editor.getByRole('button', { name: 'Crop' }).click();
    await editor.locator('canvas').focus();
    await shop.keyboard.press('Enter'); // places the frame
    await expect(editor.getByRole('status')).toContainText('In the middle: Crop');
    await shop.keyboard.press('Enter'); // keeps it
    await usePicture(shop);
    await expect(tray.getByText('Ready')).toBeVisible();
    await expect(composer).toBeFocused();
    await composer.press('Enter');
    await expect(tray).toBeHidden();
    expect(complaints).toEqual([]);

    const { page: desk } = await person();
    await enterDesk(desk);
    await desk.locator('[data-conversation]').click();
    const picture = desk.getByRole('button', { name: /^View screenshot-/ }).locator('img');
    await expect(picture).not.toHaveJSProperty('naturalWidth', 0);
    const { width, height } = await picture.evaluate((image: HTMLImageElement) => ({
      width: image.naturalWidth,
      height: image.naturalHeight,
    }));
    expect(width).toBeLessThan(1280);
    expect(height).toBeLessThan(720);
    await close();
  } finally {
    await browser.close();
  }
});

test('V12 another tab is not taken: nothing could be hidden there', async ({ server }) => {
  const browser = await launch('--auto-select-tab-capture-source-by-title=Elsewhere');
  try {
    const { page, complaints, close } = await openPerson(browser, { baseURL: server.url });
    // With its wish for this tab the browser would not even offer others.
    await page.addInitScript(() => {
      const { getDisplayMedia } = MediaDevices.prototype;
      MediaDevices.prototype.getDisplayMedia = function () {
        return getDisplayMedia.call(this, { video: { displaySurface: 'browser' } });
      };
    });
    const other = await page.context().newPage();
    await other.goto('/');
    await other.evaluate(() => (document.title = 'Elsewhere'));
    await page.goto('/');
    await openChat(page);
    await pressScreenshot(page);
    await expect(page.locator('[part~="refusal"]')).toContainText('That was not this page');
    await expect(page.getByRole('list', { name: 'Files to send' })).toBeHidden();
    expect(complaints).toEqual([]);
    await close();
  } finally {
    await browser.close();
  }
});

test('V12 what the browser cannot do is said, with what to do instead', async ({ person }) => {
  const { page } = await person();
  await page.addInitScript(() => {
    Object.defineProperty(MediaDevices.prototype, 'setCaptureHandleConfig', { value: undefined });
    HTMLCanvasElement.prototype.toBlob = (done) => done(null);
  });
  await page.goto('/');
  await openChat(page);
  await pressScreenshot(page);
  await expect(page.locator('[part~="refusal"]')).toContainText('This page could not be captured.');
});

test('V12 the menu is worked by keyboard, and choosing a file is in it', async ({ person }) => {
  const { page } = await person();
  await page.goto('/');
  const composer = await openChat(page);
  const plus = page.getByRole('button', { name: 'Attach files' });
  await plus.focus();
  await expect(plus).toHaveAttribute('aria-haspopup', 'menu');
  await page.keyboard.press('Enter');
  const menu = page.getByRole('menu', { name: 'Attach files' });
  await expect(menu.getByRole('menuitem', { name: 'Attach files' })).toBeFocused();
  await expect(plus).toHaveAttribute('aria-expanded', 'true');
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await expect(menu.getByRole('menuitem', { name: 'Screenshot of this page' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(plus).toBeFocused();
  await expect(composer).toBeVisible(); // the chat stays open
  await page.keyboard.press('Enter');
  const choosing = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await choosing;
  await plus.click();
  await composer.click();
  await expect(menu).toBeHidden();
});
