/** Ten mounts and unmounts on the real server: what the engine itself still counts afterwards (house rule 6). */
import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from '../support/shop-test.js';

interface Counts {
  readonly nodes: number;
  readonly listeners: number;
  /** Elements of ours that the garbage collector could not take. */
  readonly alive: number;
}

/** One life of an element: opened, written into, closed, removed. */
async function live(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const chat = document.createElement('support-chat');
    chat.config = { storageKey: 'leak' };
    chat.placement = 'bottom-start';
    const remembered = ((window as unknown as { lives?: WeakRef<HTMLElement>[] }).lives ??= []);
    remembered.push(new WeakRef(chat));
    document.body.append(chat);
    await chat.show();
    const sent = new Promise((resolve) => chat.addEventListener('sc-message-sent', resolve, { once: true }));
    await chat.send('Hello');
    await sent;
    chat.hide();
    await chat.show();
    chat.remove();
  });
}

async function count(page: Page, session: CDPSession): Promise<Counts> {
  await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const alive = await page.evaluate(
    () => (window as unknown as { lives: WeakRef<HTMLElement>[] }).lives.filter((life) => life.deref()).length,
  );
  return { nodes, listeners: jsEventListeners, alive };
}

/** The same when no element of ours is alive any more, and what it held has been collected as well. */
async function settledCount(page: Page, session: CDPSession): Promise<Counts> {
  await expect.poll(async () => (await count(page, session)).alive).toBe(0);
  await count(page, session);
  return count(page, session);
}

test('V1 ten mounts and unmounts leave no element, node, listener or socket behind', async ({ person }) => {
  const { page } = await person();
  const sockets = { open: 0 };
  page.on('websocket', (socket) => {
    sockets.open++;
    socket.on('close', () => void sockets.open--);
  });
  await page.goto('/');
  await page.evaluate(() => document.querySelector('support-chat')?.remove());
  const session = await page.context().newCDPSession(page);
  // What the first lives load stays: modules, style sheets, and the templates of rows that only a conversation with
  // some messages has. A life that the network made wait may be the first to use one more template: nodes that ten
  // lives added are a leak when the next ten add some again. Listeners are one at once.
  for (let round = 0; round < 5; round++) await live(page);
  await expect.poll(() => sockets.open).toBe(0);
  const grown: number[] = [];
  let before = await settledCount(page, session);
  do {
    for (let round = 0; round < 10; round++) await live(page);
    await expect.poll(() => sockets.open).toBe(0);
    const after = await settledCount(page, session);
    expect(after.listeners).toBeLessThanOrEqual(before.listeners);
    grown.push(Math.max(0, after.nodes - before.nodes));
    before = after;
  } while (grown.at(-1) !== 0 && grown.length < 2);
  expect(grown.at(-1), `nodes added by ten lives each: ${grown.join(', ')}`).toBe(0);
});
