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
  // some messages has. What grows with every life after them is a leak.
  for (let round = 0; round < 5; round++) await live(page);
  await expect.poll(() => sockets.open).toBe(0);
  await expect.poll(async () => (await count(page, session)).alive).toBe(0);
  const before = await count(page, session);
  for (let round = 0; round < 10; round++) await live(page);
  await expect.poll(() => sockets.open).toBe(0);
  await expect
    .poll(async () => {
      const { nodes, listeners, alive } = await count(page, session);
      return { nodes: Math.max(0, nodes - before.nodes), listeners: Math.max(0, listeners - before.listeners), alive };
    })
    .toEqual({ nodes: 0, listeners: 0, alive: 0 });
});
