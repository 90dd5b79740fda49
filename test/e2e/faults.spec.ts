/** Real browsers and a real server with a bad network between them, and browsers that die (R1, V9, V10, O1, O3, B2). */
import { chromium, expect, test, type Page } from '@playwright/test';
import { createChat, type Chat, type ChatState } from '@support-chat/core';
import type { SupportChatElement } from '@support-chat/element';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServerBackend, type ServerBackend } from '../support/conformance-backend.js';
import { browserOf } from '../support/browser-process.js';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.js';
import { seededRandom, type SeededRandom } from '../support/random.js';
import { openChat } from '../support/shop-test.js';
import { draftStored } from '../support/draft-stored.js';

// A trace takes a picture of the whole log at each of some thousand steps.
test.use({ trace: 'off' });

let backend: ServerBackend;
test.beforeEach(async () => {
  backend = await startServerBackend();
});
test.afterEach(() => backend.close());

const textsOf = ({ timeline }: ChatState): string[] =>
  [...timeline.closed.flatMap((chunk) => chunk.events), ...timeline.open].flatMap((event) =>
    event.type === 'message-added' ? [event.text] : [],
  );

/** The element's own view of itself. */
function stateOf(page: Page): Promise<ChatState | null> {
  return page.locator('support-chat').evaluate((element: SupportChatElement) => element.state);
}

/** Waits in the page: a look from outside takes the whole state along, and the trace a picture of the log. */
async function untilLink(
  page: Page,
  wanted: { readonly not?: number | undefined; readonly offline?: boolean; readonly phase?: string },
): Promise<void> {
  await page.waitForFunction(({ not, offline, phase }) => {
    const { link, connection } = document.querySelector('support-chat')?.state ?? {};
    return (
      (not === undefined || link?.generation !== not) &&
      (offline === undefined || connection?.offline === offline) &&
      (phase === undefined || connection?.phase === phase)
    );
  }, wanted);
}

/** Numbers attempts and losses: another number means that the cut was noticed. */
function generationOf(page: Page): Promise<number | undefined> {
  return page.locator('support-chat').evaluate((element: SupportChatElement) => element.state?.link.generation);
}

/** Through a tunnel and out of it: a page that knows its connection is lost tries at once, whatever its backoff (C1). */
async function comeBack(page: Page, cutGeneration: number | undefined): Promise<void> {
  await untilLink(page, { not: cutGeneration });
  await page.context().setOffline(true);
  await untilLink(page, { offline: true });
  await page.context().setOffline(false);
  await untilLink(page, { phase: 'online' });
}

/** What the element's log shows, in the order of the document. Not the inner text: what is out of sight has none. */
function shown(page: Page): Promise<string[]> {
  return page.locator('support-chat [part~=bubble]').allTextContents();
}

/** The agent's chat on the visitor's conversation; past the bad network, unless it is given an adapter. */
async function agentAt(page: Page, adapter = backend.agent): Promise<Chat> {
  await expect.poll(async () => (await stateOf(page))?.conversation.epoch ?? null).not.toBeNull();
  const conversationId = (await stateOf(page))?.conversation.id ?? '';
  return createChat({ adapter, role: 'agent', conversationId });
}

/** Resolves when the chat is so; told by the chat, since a trace holds every poll. */
function reaches(chat: Chat, condition: (state: ChatState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = chat.subscribe(look);
    function look(): void {
      if (!condition(chat.getState())) return;
      stop();
      resolve();
    }
    look();
  });
}

/** The agent tries again by hand as soon as the loss is noticed, since no backoff is tested here. */
async function agentComesBack(agent: Chat, cutGeneration: number): Promise<void> {
  await reaches(agent, ({ link }) => link.generation !== cutGeneration);
  agent.dispatch({ type: 'connect' });
  await reaches(agent, ({ connection }) => connection.phase === 'online');
}

/** Cuts now, or plans before anything is said to cut within what is said next: then there is something to be cut. */
function chooseCut(proxy: FaultProxy, random: SeededRandom): () => Promise<unknown> {
  if (random.between(0, 1) === 0) return () => Promise.resolve(proxy.cut());
  const planned = proxy.cutNext(random.between(0, 1) === 1 ? 'up' : 'down', 'within');
  return () => planned;
}

test('R1 D1 L2 L5 two hundred cuts on each side while five hundred messages go each way lose, double and reorder nothing', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const seed = Number(process.env['FAULT_SEED'] ?? 20_261_122);
  console.log(`FAULT_SEED=${seed}`);
  const random = seededRandom(seed);
  const page = await (await browser.newContext()).newPage();
  let sockets = 0;
  page.on('websocket', () => sockets++);
  await page.goto(`${backend.proxy.url}/`);
  const composer = await openChat(page);
  await composer.fill('visitor 0');
  await composer.press('Enter');
  const agentProxy = await startFaultProxy({ target: backend.server.url, seed: 2 });
  const agent = await agentAt(page, await backend.agentAt(agentProxy.url));
  agent.dispatch({ type: 'connect' });
  await reaches(agent, ({ connection }) => connection.phase === 'online');
  try {
    const total = 500;
    const cuts = 200;
    const sent = { visitor: 1, agent: 0 };
    for (let cut = 0; cut < cuts; cut++) {
      const due = Math.ceil(((cut + 1) * total) / cuts);
      const texts = Array.from({ length: due - sent.visitor }, (_, index) => `visitor ${sent.visitor + index}`);
      sent.visitor = Math.max(sent.visitor, due);
      const generation = await generationOf(page);
      const agentGeneration = agent.getState().link.generation;
      const [cutVisitor, cutAgent] = [chooseCut(backend.proxy, random), chooseCut(agentProxy, random)];
      await page
        .locator('support-chat')
        .evaluate((element: SupportChatElement, all) => Promise.all(all.map((text) => element.send(text))), texts);
      for (; sent.agent < due; sent.agent++) agent.dispatch({ type: 'send', text: `agent ${sent.agent}` });
      await Promise.all([cutVisitor(), cutAgent()]);
      await Promise.all([comeBack(page, generation), agentComesBack(agent, agentGeneration)]);
    }
    await expect.poll(async () => (await stateOf(page))?.outbox.length, { timeout: 60_000 }).toBe(0);
    await expect.poll(() => agent.getState().outbox.length).toBe(0);
    await expect.poll(() => textsOf(agent.getState()).length).toBe(2 * total);
    await expect.poll(async () => (await shown(page)).length, { timeout: 60_000 }).toBe(2 * total);

    const log = textsOf(agent.getState());
    const expected = (who: string): string[] => Array.from({ length: total }, (_, index) => `${who} ${index}`);
    expect(log.filter((text) => text.startsWith('visitor'))).toEqual(expected('visitor'));
    expect(log.filter((text) => text.startsWith('agent'))).toEqual(expected('agent'));
    expect(await shown(page)).toEqual(log);
    expect(backend.proxy.cuts).toBeGreaterThanOrEqual(cuts);
    expect(agentProxy.cuts).toBeGreaterThanOrEqual(cuts);
    expect(sockets).toBeLessThanOrEqual(cuts + 20);
    expect(agentProxy.accepted).toBeLessThanOrEqual(cuts + 20);
  } finally {
    await agent.destroy();
    await agentProxy.close();
    await page.context().close();
  }
});

test('V9 O1 typed while offline, browser killed, started again: delivered exactly once, in order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'support-chat-browser-'));
  const { launchOptions } = test.info().project.use;
  try {
    const first = await chromium.launchPersistentContext(folder, launchOptions);
    const page = await first.newPage();
    await page.goto(`${backend.proxy.url}/`);
    const composer = await openChat(page);
    await composer.fill('before the tunnel');
    await composer.press('Enter');
    const agent = await agentAt(page);
    backend.setReachable(false);
    for (const text of ['in the tunnel, one', 'in the tunnel, two']) {
      await composer.fill(text);
      await composer.press('Enter');
    }
    await composer.fill('half a thought');
    await expect
      .poll(async () => (await stateOf(page))?.outbox.map(({ phase, durable }) => `${phase} ${durable}`))
      .toEqual(['queued true', 'queued true']);
    const gone = first.waitForEvent('close');
    await draftStored(page, 'half a thought');
    process.kill(browserOf(folder), 'SIGKILL');
    await gone;

    backend.setReachable(true);
    const second = await chromium.launchPersistentContext(folder, launchOptions);
    const again = await second.newPage();
    await again.goto(`${backend.proxy.url}/`);
    await again.getByRole('button', { name: /^Open chat/ }).click();
    await expect(again.getByRole('textbox', { name: 'Message' })).toHaveValue('half a thought');
    const all = ['before the tunnel', 'in the tunnel, one', 'in the tunnel, two'];
    await expect.poll(() => textsOf(agent.getState())).toEqual(all);
    await expect.poll(async () => (await stateOf(again))?.outbox.length).toBe(0);
    await expect.poll(() => shown(again)).toEqual(all);
    await agent.destroy();
    await second.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('O3 two tabs of one visitor: the same log, one send is one message, also when the sending tab closes', async ({
  browser,
}) => {
  const context = await browser.newContext();
  const [one, two] = [await context.newPage(), await context.newPage()];
  await one.goto(`${backend.proxy.url}/`);
  const composer = await openChat(one);
  await composer.fill('from the first tab');
  await composer.press('Enter');
  await expect.poll(async () => (await stateOf(one))?.outbox.length).toBe(0);
  await two.goto(`${backend.proxy.url}/products.html`);
  await expect
    .poll(() => two.locator('support-chat').evaluate((element: SupportChatElement) => element.open))
    .toBe(false);
  const second = await openChat(two);
  await expect.poll(() => shown(two)).toEqual(['from the first tab']);
  await second.fill('from the second tab');
  await second.press('Enter');
  await expect.poll(() => shown(one)).toEqual(['from the first tab', 'from the second tab']);

  backend.proxy.blackhole(true);
  await second.fill('while the first one closes');
  await second.press('Enter');
  await expect.poll(async () => (await stateOf(two))?.outbox.length).toBe(1);
  await one.close();
  backend.proxy.cut();
  backend.proxy.blackhole(false);
  const all = ['from the first tab', 'from the second tab', 'while the first one closes'];
  await expect.poll(async () => (await stateOf(two))?.outbox.length).toBe(0);
  await expect.poll(() => shown(two)).toEqual(all);
  const agent = await agentAt(two);
  await expect.poll(() => textsOf(agent.getState())).toEqual(all);
  await agent.destroy();
  await context.close();
});

test('B2 C4 where upgrades are blocked the same conversation goes on over event streams, and back', async ({
  browser,
}) => {
  const page = await (await browser.newContext()).newPage();
  const sockets: string[] = [];
  const streams: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  page.on('request', (request) => {
    if (request.url().includes('/v1/events')) streams.push(request.url());
  });
  const through = async (how: () => void): Promise<void> => {
    const generation = await generationOf(page);
    how();
    backend.proxy.cut();
    await comeBack(page, generation);
  };
  await page.goto(`${backend.proxy.url}/`);
  const composer = await openChat(page);
  const say = async (text: string): Promise<void> => {
    await composer.fill(text);
    await composer.press('Enter');
    await expect.poll(async () => (await stateOf(page))?.outbox.length).toBe(0);
  };
  await say('over a socket');
  expect(streams).toEqual([]);
  const agent = await agentAt(page);
  await through(() => backend.proxy.blockUpgrades('refuse'));
  await say('over a stream');
  agent.dispatch({ type: 'send', text: 'and an answer' });
  await expect(page.getByRole('log')).toContainText('and an answer');
  expect(streams.length).toBeGreaterThan(0);
  const before = sockets.length;
  await through(() => backend.proxy.blockUpgrades(null));
  await say('over a socket again');
  expect(sockets.length).toBeGreaterThan(before);
  expect(await shown(page)).toEqual(['over a socket', 'over a stream', 'and an answer', 'over a socket again']);
  await agent.destroy();
  await page.context().close();
});
