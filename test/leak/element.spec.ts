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
  // What the first lives load stays: modules, style sheets, templates. Some templates are first used much later, by a
  // life that the network made wait. What grows with every ten lives is a leak.
  for (let round = 0; round < 5; round++) await live(page);
  await expect.poll(() => sockets.open).toBe(0);
  let before = await settledCount(page, session);
  let grown: Counts = before;
  for (let attempt = 0; attempt < 3 && (attempt === 0 || grown.nodes + grown.listeners > 0); attempt++) {
    for (let round = 0; round < 10; round++) await live(page);
    await expect.poll(() => sockets.open).toBe(0);
    const after = await settledCount(page, session);
    grown = {
      nodes: Math.max(0, after.nodes - before.nodes),
      listeners: Math.max(0, after.listeners - before.listeners),
      alive: after.alive,
    };
    before = after;
  }
  expect(grown).toEqual({ nodes: 0, listeners: 0, alive: 0 });
});
