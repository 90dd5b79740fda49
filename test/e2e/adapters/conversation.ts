/**
 * One conversation for every back end: a visitor with the real element in a real browser, on a page of another origin, and the
 * person or bot at the other end by the means of that back end. What is done, and what must not be offered, follows from
 * the capabilities that the adapter declares, never from its name.
 */
import type { Download, Page } from '@playwright/test';
import type { Capabilities } from '@support-chat/protocol';
import type { ChoicesCard, HarnessAgent } from '@support-chat/testkit';
import { startChatPage, type PageChat } from '../../support/adapters/chat-page.js';
import { expect, openChat, openPerson, test } from '../../support/shop-test.js';

/** A back end that runs. */
export interface Vendor extends PageChat {
  /** The person at its other end; absent: a bot answers each message with words that quote it. */
  readonly agent?: HarnessAgent;
  /** What the other end has of the visitor's words. */
  heard(conversation: string): readonly string[] | Promise<readonly string[]>;
  stop(): void | Promise<void>;
}

/** A back end, and what a visitor can do on it. */
export interface VendorOptions {
  readonly title: string;
  /** What the adapter has to declare: nothing is left out of the conversation unnoticed. */
  readonly can: readonly (keyof Capabilities)[];
  /** What this machine lacks for it. */
  readonly lacks?: string | null;
  /** @param origin - of the site whose page talks to it */
  start(origin: string): Promise<Vendor>;
}

const QUESTION = 'Is the blue teapot back?';
const FILE = { name: 'order.txt', mimeType: 'text/plain', buffer: Buffer.from('one jug, one saucer') };
const MANUAL = { name: 'manual.pdf', type: 'application/pdf', bytes: new TextEncoder().encode('%PDF-1.4\n%%EOF\n') };
const DELIVERY: ChoicesCard = {
  kind: 'choices',
  choices: [
    { id: 'post', label: 'By post' },
    { id: 'fetch', label: 'I fetch it' },
  ],
};
const ADA = { name: 'Ada Lovelace', avatarUrl: 'https://faces.example/ada.svg' };

/** Defines the test. */
export function converse({ title, can, lacks = null, start }: VendorOptions): void {
  test(`${title}: a visitor on another origin writes and is answered, and is offered nothing that is not there`, async ({
    browser,
  }) => {
    if (lacks !== null && process.env['REQUIRE_EVERYTHING']) throw new Error(`It needs ${lacks}.`);
    test.skip(lacks !== null, `needs ${lacks}`);
    const site = await startChatPage();
    const vendor = await start(site.origin);
    site.serve(vendor);
    const visitor = await openPerson(browser, { baseURL: site.origin, acceptDownloads: true });
    try {
      // Faces of agents are where they are: nothing of this test is looked up on the Internet.
      await visitor.page.route('https://*.example/**', (route) =>
        route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
      );
      await talk(visitor.page, vendor, can);
      expect(visitor.complaints).toEqual([]);
    } finally {
      await visitor.close();
      await vendor.stop();
      await site.close();
    }
  });
}

async function talk(page: Page, vendor: Vendor, can: readonly (keyof Capabilities)[]): Promise<void> {
  const { agent, heard } = vendor;
  await page.goto('/');
  const composer = await openChat(page);
  await expect.poll(() => declared(page)).toEqual([...can].sort());
  const may = (capability: keyof Capabilities): boolean => can.includes(capability);
  const log = page.getByRole('log');
  const write = async (text: string): Promise<void> => {
    await composer.fill(text);
    await composer.press('Enter');
  };

  await write(QUESTION);
  await expect(log.getByRole('img', { name: /Sent|Delivered|Read/ })).toBeAttached();
  const conversation = await conversationOf(page);
  await expect.poll(() => heard(conversation)).toEqual([QUESTION]);

  await test.step('what is not there is not offered', async () => {
    await isOffered(page.getByRole('button', { name: 'Attach files' }), may('upload'));
    // A voice message is a file too.
    if (!may('upload')) await expect(page.getByRole('button', { name: 'Record a voice message' })).toHaveCount(0);
    await page.getByRole('button', { name: 'More options' }).click();
    await expect(page.getByRole('menuitem', { name: 'Save conversation' })).toBeVisible();
    await isOffered(page.getByRole('menuitem', { name: 'Earlier conversations' }), may('conversations'));
    await isOffered(page.getByRole('menuitem', { name: 'End conversation' }), may('endConversation'));
    await page.keyboard.press('Escape');
  });

  if (!agent) {
    await expect(log).toContainText(`Answer to: ${QUESTION}`);
  } else {
    await test.step('the agent answers', async () => {
      await agent.join?.(conversation, ADA);
      if (may('typing')) {
        await agent.type?.(conversation, true);
        await expect(log).toContainText('is typing');
      }
      await agent.say(conversation, 'Since this **morning**.');
      await expect(log.getByText('Since this morning.')).toBeVisible();
      await expect(log).not.toContainText('is typing');
      // The name of whoever that is: no message is of nobody.
      await expect(log.locator('.name').first()).not.toBeEmpty();
    });
  }

  await test.step('how far each of them is', async () => {
    await composer.pressSequentially('Then I ');
    if (may('typing')) await expect.poll(() => agent?.seesTyping?.(conversation) ?? true).toBe(true);
    await write('Then I take it.');
    await expect.poll(() => heard(conversation)).toEqual([QUESTION, 'Then I take it.']);
    await expect(page.locator('.row.own .mark').last()).not.toHaveAttribute('data-state', /queued|sending|storing/);
    await agent?.read?.(conversation);
    const read = log.getByRole('img', { name: 'Read' });
    if (may('receipts')) await expect(read.last()).toBeAttached();
    else await expect(read).toHaveCount(0);
  });

  if (agent?.sendQuickReplies) await test.step('quick replies', () => quickReplies(page, agent, conversation));
  if (may('upload')) await test.step('files', () => files(page, agent, conversation));
  await test.step('ending and rating', async () => {
    if (may('endConversation')) {
      await page.getByRole('button', { name: 'More options' }).click();
      await page.getByRole('menuitem', { name: 'End conversation' }).click();
      await expect(log).toContainText('You ended the conversation');
    } else if (agent?.end) {
      await agent.end(conversation);
      await expect(log).toContainText('ended the conversation');
    }
    const faces = page.getByRole('radiogroup', { name: 'How was this conversation?' });
    if (!may('rating')) return expect(faces).toHaveCount(0);
    await faces.getByRole('radio', { name: 'Good', exact: true }).check();
    await page.locator('[part~="rating-send"]').click();
    await expect(page.getByText('You rated 4 of 5.')).toBeVisible();
    await expect.poll(() => agent?.seesRating?.(conversation)).toBe(4);
  });
}

async function quickReplies(page: Page, agent: HarnessAgent, conversation: string): Promise<void> {
  await agent.sendQuickReplies?.(conversation, 'How shall we send it?', DELIVERY);
  await page.getByRole('button', { name: 'By post' }).click();
  await expect(page.locator('.row.own .bubble').last()).toHaveText('By post');
  await expect(page.locator('.row.own .mark').last()).not.toHaveAttribute('data-state', /queued|sending|storing/);
  // Pressed once, whichever: the other one stays where it was.
  for (const name of ['By post', 'I fetch it'])
    await expect(page.getByRole('button', { name })).toHaveAttribute('aria-disabled', 'true');
}

async function files(page: Page, agent: HarnessAgent | undefined, conversation: string): Promise<void> {
  await page.getByRole('button', { name: 'Attach files' }).focus();
  await page.locator('support-chat input[type=file]').setInputFiles(FILE);
  await expect(page.getByRole('list', { name: 'Files to send' }).getByText('Ready')).toBeVisible();
  await page.getByRole('textbox', { name: 'Message' }).press('Enter');
  await expect(page.getByRole('button', { name: /^Download order\.txt/ })).toBeVisible();
  // It has gone: what has failed would be there too, from this device.
  await expect.poll(() => page.evaluate(() => document.querySelector('support-chat')?.state?.outbox)).toEqual([]);
  // A page that has no bytes of its own gets them from where they are.
  await page.reload();
  await openChat(page);
  const downloading = downloadOf(page);
  await page.getByRole('button', { name: /^Download order\.txt/ }).click();
  const stream = await (await downloading).createReadStream();
  expect(Buffer.concat(await stream.toArray()).toString()).toBe(FILE.buffer.toString());

  if (!agent?.sendFile) return;
  await agent.sendFile(conversation, MANUAL);
  const settled = Promise.race([downloadOf(page), page.waitForEvent('popup')]);
  await page.getByRole('button', { name: /^Download manual\.pdf/ }).click();
  await settled;
  // Whether the browser saves or shows it, the page of the shop and its chat stay.
  await expect(page.getByRole('log').getByText(QUESTION)).toBeVisible();
}

/** The next file that is saved, from this page or from a tab that it opens. */
function downloadOf(page: Page): Promise<Download> {
  return new Promise((resolve) => {
    page.once('download', resolve);
    page.once('popup', (tab) => tab.once('download', resolve));
  });
}

/** The capabilities that the adapter declares; empty while nothing is known. */
function declared(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const capabilities = document.querySelector('support-chat')?.state?.capabilities ?? {};
    return Object.entries(capabilities)
      .flatMap(([name, has]) => (has === true ? [name] : []))
      .sort();
  });
}

async function conversationOf(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector('support-chat')?.state?.conversation.id ?? '');
}

async function isOffered(way: ReturnType<Page['getByRole']>, offered: boolean): Promise<void> {
  if (offered) await expect(way).toBeVisible();
  else await expect(way).toHaveCount(0);
}
