/** Y1 to Y8: the chat and the desk for who reads by ear, magnified, in colours of their own, or without movement. */
import type { Page } from '@playwright/test';
import { axeFindings, enterDesk, expect, openChat, test } from '../support/shop-test.js';

const panel = (page: Page) => page.getByRole('dialog', { name: 'Nine Pots' });

/** Visible parts of the chat whose words stick out of their box, by their text. */
async function clipped(page: Page): Promise<string[]> {
  return page.locator('support-chat').evaluate((chat) => {
    const found = [...(chat.shadowRoot?.querySelectorAll<HTMLElement>('[part~="panel"] *') ?? [])];
    return found
      .filter((element) => element.checkVisibility() && getComputedStyle(element).display !== 'inline')
      .filter((element) => !element.closest('.visually-hidden'))
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .filter((element) => getComputedStyle(element).textOverflow !== 'ellipsis')
      .map((element) => `${element.localName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`);
  });
}

test('Y7 at 320 × 256 one can write, send and read without scrolling sideways', async ({ person }) => {
  const { page } = await person({ viewport: { width: 320, height: 256 } });
  await page.goto('/');
  const composer = await openChat(page);
  await expect(composer).toBeInViewport({ ratio: 1 });
  await composer.fill(`Is it dishwasher-proof? ${'Donaudampfschifffahrt'.repeat(6)}`);
  await expect(composer).toBeInViewport({ ratio: 1 });
  await expect(panel(page).getByRole('button', { name: 'Send' })).toBeInViewport({ ratio: 1 });
  await composer.press('Enter');
  const log = page.getByRole('log');
  await expect(log.getByText('Is it dishwasher-proof?')).toBeInViewport();
  // Two lines of a bubble at least.
  expect((await log.boundingBox())?.height).toBeGreaterThanOrEqual(64);
  expect(await clipped(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
});

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
]) {
  test(`Y7 text of twice the size cuts nothing off, ${viewport.width} px wide`, async ({ person }) => {
    const { page } = await person({ viewport });
    await page.goto('/');
    const composer = await openChat(page);
    await composer.fill('Do you ship to Norway, and how long does that take at this time of the year?');
    await composer.press('Enter');
    const bubble = page.getByRole('log').getByText('Do you ship to Norway');
    // From here on its row stands: before, the one of the outbox gives way to the one of the log.
    await expect(page.getByRole('log').getByRole('img', { name: /Sent|Delivered/ })).toBeAttached();
    const size = (): Promise<number> => bubble.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
    const before = await size();
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    expect(await size()).toBe(2 * before);
    await expect(composer).toBeInViewport({ ratio: 1 });
    await composer.fill('And to Iceland?');
    await expect(panel(page).getByRole('button', { name: 'Send' })).toBeInViewport({ ratio: 1 });
    await expect(panel(page).getByRole('button', { name: 'Close chat' })).toBeInViewport({ ratio: 1 });
    expect(await clipped(page)).toEqual([]);
  });
}

/** Whether an element can be told from what is around it where colours are the reader's own: by a line. */
function hasLine(element: Element): boolean {
  const { borderTopStyle, borderTopWidth, outlineStyle } = getComputedStyle(element);
  return (borderTopStyle !== 'none' && parseFloat(borderTopWidth) > 0) || outlineStyle !== 'none';
}

/** What axe finds; without contrast, because it reads the colours of the page and not those that are forced. */
async function forcedFindings(page: Page): Promise<string[]> {
  return (await axeFindings(page)).filter((finding) => !finding.startsWith('color-contrast'));
}

test('Y8 in forced colours bubbles, field, panel and launcher have a line, and axe finds nothing', async ({
  person,
}) => {
  const visitor = await person({ forcedColors: 'active' });
  await visitor.page.goto('/');
  const composer = await openChat(visitor.page);
  await composer.fill('Is the teapot back?');
  await composer.press('Enter');
  const bubble = visitor.page.locator('support-chat').locator('[part~="bubble"]').first();
  await expect(bubble).toBeVisible();
  for (const selector of ['[part~="bubble"]', '[part~="panel"]', '[part~="launcher"]', '.field']) {
    const part = visitor.page.locator('support-chat').locator(selector).first();
    expect(await part.evaluate(hasLine), selector).toBe(true);
  }
  // Letters on a colour of ours get a plate of the page's behind them, and a face becomes a square.
  const face = visitor.page.locator('support-chat').locator('.avatar').first();
  expect(await face.evaluate((element) => getComputedStyle(element).forcedColorAdjust)).toBe('none');
  expect(await forcedFindings(visitor.page)).toEqual([]);

  const agent = await person({ forcedColors: 'active' });
  await enterDesk(agent.page);
  await agent.page.getByText('Is the teapot back?').click();
  const answer = agent.page.getByRole('log').locator('[part~="bubble"]').first();
  await expect(answer).toBeVisible();
  expect(await answer.evaluate(hasLine)).toBe(true);
  expect(await forcedFindings(agent.page)).toEqual([]);
});

/** How the words of an element contrast with its own ground, as WCAG counts. */
function ownContrast(element: Element): number {
  const luminance = (colour: string): number => {
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    if (!context) return NaN;
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = [...context.getImageData(0, 0, 1, 1).data].map((channel) =>
      channel <= 10 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const { color, backgroundColor } = getComputedStyle(element);
  const [low = 0, high = 0] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`V25 where more contrast is asked for, own words have 7 to 1 and nothing is quiet, ${colorScheme}`, async ({
    person,
  }) => {
    const { page } = await person({ contrast: 'more', colorScheme });
    await page.goto('/');
    const chat = page.locator('support-chat');
    // Readable, but no more: what the page chose gives way.
    await chat.evaluate((it) => {
      it.style.setProperty('--sc-accent', '#2f7d5b');
      it.style.setProperty('--sc-muted', '#767676');
    });
    const composer = await openChat(page);
    await composer.fill('Is the teapot back?');
    await composer.press('Enter');
    const bubble = chat.locator('[part~="bubble"]').first();
    // From here on its row stands: before, the one of the outbox gives way to the one of the log.
    await expect(page.getByRole('log').getByRole('img', { name: /Sent|Delivered/ })).toBeAttached();
    expect(await bubble.evaluate(ownContrast)).toBeGreaterThanOrEqual(7);
    const colour = (selector: string) =>
      chat
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).color);
    expect(await colour('[part~="meta"]')).toBe(await colour('[part~="panel"]'));
    expect(await axeFindings(page)).toEqual([]);
  });
}

for (const reducedMotion of ['reduce', 'no-preference'] as const) {
  test(`Y8 ${reducedMotion === 'reduce' ? 'nothing moves where less motion is asked for' : 'else the panel and a message move a little'}`, async ({
    person,
  }) => {
    const { page } = await person({ reducedMotion });
    await page.goto('/');
    // Counts what begins to move, however short: looking at one moment would miss it.
    await page.evaluate(() => {
      const moved = new Set<string>();
      Object.assign(window, { moved });
      const root = document.querySelector('support-chat')?.shadowRoot;
      const look = (): void => {
        for (const animation of root?.getAnimations() ?? []) {
          const { duration = 0 } = animation.effect?.getComputedTiming() ?? {};
          const { target } = animation.effect as KeyframeEffect;
          const moving = (animation.effect as KeyframeEffect)
            .getKeyframes()
            .some(({ transform, translate, scale }) => transform ?? translate ?? scale);
          if (moving && Number(duration) > 1) moved.add(target?.classList[0] ?? '');
        }
        requestAnimationFrame(look);
      };
      look();
    });
    const composer = await openChat(page);
    for (const text of ['First', 'Second']) {
      await composer.fill(text);
      await composer.press('Enter');
      await expect(page.getByRole('log').getByText(text)).toBeVisible();
      await expect(page.getByRole('log').getByRole('img', { name: /Sent|Delivered/ })).toBeAttached();
    }
    const moved = page.evaluate(() => [...(window as unknown as { moved: Set<string> }).moved]);
    if (reducedMotion === 'reduce') expect(await moved).toEqual([]);
    else expect(await moved).not.toEqual([]);
  });
}

test('Y1 Y2 Y3 the trees that a screen reader is given, of panel and desk', async ({ person }) => {
  const [{ page: shop }, { page: desk }] = [await person(), await person()];
  await enterDesk(desk);
  await shop.goto('/');
  const composer = await openChat(shop);
  await composer.fill('Is the teapot back?');
  await composer.press('Enter');
  await desk.getByText('Is the teapot back?').click();
  const pane = desk.locator('.pane');
  await pane.getByRole('button', { name: 'Take' }).click();
  await pane.getByRole('textbox').fill('From Friday on.');
  await pane.getByRole('textbox').press('Enter');
  await expect(shop.getByRole('log').getByText('From Friday on.')).toBeVisible();
  await expect(pane.getByRole('log').getByRole('img', { name: 'Read' })).toBeAttached();
  await expect(panel(shop)).toMatchAriaSnapshot(`
    - dialog "Nine Pots":
      - heading "Nine Pots" [level=2]
      - paragraph: owner is here
      - button "More options"
      - button "Close chat"
      - log "Conversation":
        - time: Today
        - article /^You, /:
          - text: Is the teapot back?
          - time: Now
          - img "Read"
        - article /^System, /: owner joined
        - article /^owner, /:
          - text: owner From Friday on.
          - time: Now
      - paragraph: "owner: From Friday on."
      - status:
        - paragraph: Read
      - alert
      - textbox "Message":
        - /placeholder: Write a message
  `);
  await expect(desk.locator('support-desk')).toMatchAriaSnapshot(`
    - region "Inbox":
      - heading "Inbox" [level=1]
      - tablist "Inbox":
        - tab "Waiting 0" [selected]
        - tab "Mine 1"
        - tab "All 1"
      - tabpanel "Waiting 0":
        - paragraph: Nobody is waiting
        - paragraph: New chats appear here by themselves.
      - status
      - paragraph: owner
      - combobox "Availability":
        - option "Available" [selected]
        - option "Away"
      - status
      - button "Show all keys"
      - button "Sign out"
    - main "Conversations":
      - region /Visitor \\w+/:
        - heading /Visitor \\w+/ [level=2]
        - paragraph: You have this chat
        - button "End chat"
        - button "About the visitor" [expanded]
        - button "Close on this desk"
        - log "Conversation":
          - time: Today
          - article /^Visitor, /:
            - text: Visitor Is the teapot back?
            - time: Now
          - article /^System, /: owner joined
          - article /^You, /:
            - text: From Friday on.
            - time: Now
            - img "Read"
        - status:
          - paragraph: Read
        - alert
        - status
        - textbox "Message":
          - /placeholder: Write a reply
    - complementary "About the visitor":
      - heading "About the visitor" [level=2]
      - button "Close"
      - paragraph: /Visitor \\w+/
      - term: Name
      - definition: Not given
      - term: Page
      - definition:
        - link "Nine Pots · a pottery that makes nine things (opens in a new window)":
          - /url: /.*/
        - text: /http:/
      - term: Started
      - definition:
        - time
      - term: Agent
      - definition: owner
      - paragraph: Given by the visitor, not verified.
    - status:
      - paragraph: /New chat/
    - alert
  `);
});
