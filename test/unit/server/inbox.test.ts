import { randomUUID } from 'node:crypto';
import type { ConversationSummary } from '@support-chat/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../../packages/server/src/store/open-store.js';
import type { Store } from '../../../packages/server/src/store/store.js';
import { startTestService, type TestClient, type TestService } from '../../support/service-clients.js';

let store: Store;
let test: TestService;
beforeEach(async () => {
  store = await openStore({ dataFolder: ':memory:' });
  test = await startTestService(store);
});
afterEach(() => store.close());

/** Waits until the newest row an agent was sent of a conversation is like this: the feed reads after the commit. */
async function shows(agent: TestClient, conversation: string, row: object): Promise<ConversationSummary> {
  let newest: ConversationSummary | undefined;
  await vi.waitFor(
    () => {
      newest = agent
        .all('inbox-changed')
        .map((frame) => frame.conversation)
        .findLast(({ id }) => id === conversation);
      expect(newest).toMatchObject(row);
    },
    { interval: 2, timeout: 8000 },
  );
  return newest!;
}

describe('the inbox', () => {
  it('shows what is there at the hello, right after the welcome', async () => {
    const visitor = await test.visitor({
      profile: { name: 'Eve', email: 'eve@home.example' },
      page: { url: 'https://shop.example/cart', title: 'Cart' },
    });
    const place = await visitor.write('where is my parcel?');
    const agent = await test.agent(await test.hire('Ada'));
    expect(agent.frames.map(({ type }) => type)).toEqual(['welcome', 'inbox-snapshot']);
    expect(agent.welcome.conversation).toBeNull();
    expect(agent.all('inbox-snapshot')[0]!.conversations).toEqual([
      {
        id: place.conversation,
        epoch: place.epoch,
        head: 1,
        phase: 'queued',
        visitor: { ...visitor.welcome.self, name: 'Eve' },
        email: 'eve@home.example',
        page: { url: 'https://shop.example/cart', title: 'Cart' },
        startedAt: place.time,
        waitingSince: place.time,
        lastMessage: { author: visitor.welcome.self, text: 'where is my parcel?', time: place.time },
        unread: 1,
      },
    ]);
  });

  it('is not sent to an agent who came for one conversation', async () => {
    const { conversation } = await (await test.visitor()).write('hi');
    const agent = await test.agent(await test.hire('Ada'), { conversation });
    expect(agent.frames.map(({ type }) => type)).toEqual(['welcome']);
    expect(agent.welcome.conversation).toMatchObject({ id: conversation });
  });

  it('follows a conversation from its first word to its end', async () => {
    const ada = await test.hire('Ada');
    const agent = await test.agent(ada);
    const visitor = await test.visitor();
    const place = await visitor.write('hello');
    const { conversation, epoch } = place;
    await shows(agent, conversation, { phase: 'queued', unread: 1, head: 1 });
    await agent.write('good day', place);
    const row = { phase: 'live', assignee: ada.author, lastMessage: { text: 'good day' } };
    const answered = await shows(agent, conversation, row);
    expect(answered).not.toHaveProperty('waitingSince');
    await agent.say({ type: 'cursors', conversation, epoch, delivered: 3, read: 3 });
    await shows(agent, conversation, { unread: 0 });
    await visitor.do({ type: 'conversation-end', id: randomUUID(), conversation, epoch });
    await shows(agent, conversation, { phase: 'ended', assignee: ada.author });
  });

  it('counts unread for each agent apart', async () => {
    const [ada, ben] = [await test.agent(await test.hire('Ada')), await test.agent(await test.hire('Ben'))];
    const visitor = await test.visitor();
    const { conversation, epoch } = await visitor.write('1');
    await visitor.write('2');
    await ada.say({ type: 'cursors', conversation, epoch, delivered: 2, read: 2 });
    await shows(ada, conversation, { unread: 0 });
    await shows(ben, conversation, { unread: 2 });
  });

  it('joins a burst of changes and ends with the truth', async () => {
    const agent = await test.agent(await test.hire('Ada'));
    const tabs = [await test.visitor()];
    while (tabs.length < 5) tabs.push(await test.visitor({ token: tabs[0]!.token }));
    const place = await tabs[0]!.write('0');
    await Promise.all(Array.from({ length: 100 }, (_, index) => tabs[index % 5]!.write(String(index), place)));
    await shows(agent, place.conversation, { head: 101, unread: 101 });
  });

  it('misses nothing that changes while the hello is being answered', async () => {
    const visitor = await test.visitor();
    const place = await visitor.write('1');
    const agent = test.client(await test.hire('Ada'));
    const hello = agent.hello({ role: 'agent' });
    const writing = (async () => {
      for (let index = 2; index <= 20; index++) await visitor.write(String(index), place);
    })();
    await Promise.all([hello, writing]);
    expect(agent.frames[0]!.type).toBe('welcome');
    expect(agent.frames[1]!.type).toBe('inbox-snapshot');
    await shows(agent, place.conversation, { head: 20 });
  });

  it('learns where the visitor is and what they are called', async () => {
    const agent = await test.agent(await test.hire('Ada'));
    const visitor = await test.visitor();
    const { conversation } = await visitor.write('hi');
    const page = { url: 'https://shop.example/pay', title: 'Pay' };
    await visitor.say({ type: 'visitor-update', profile: { name: 'Eve' }, page });
    await shows(agent, conversation, { page, visitor: { name: 'Eve' } });
    // What is not told stays, and a later message carries the name.
    await visitor.say({ type: 'visitor-update', profile: { email: 'eve@home.example' } });
    await visitor.write('again');
    await shows(agent, conversation, { visitor: { name: 'Eve' }, lastMessage: { author: { name: 'Eve' } } });
  });

  it('cuts the newest message to 140 characters, never through a surrogate pair', async () => {
    const agent = await test.agent(await test.hire('Ada'));
    const visitor = await test.visitor();
    const { conversation } = await visitor.write(`${'x'.repeat(139)}😀 and more`);
    await shows(agent, conversation, { lastMessage: { text: 'x'.repeat(139) } });
  });

  it('lists past conversations page by page', async () => {
    const session = await test.hire('Ada');
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) {
      test.clock.advance(1000);
      const visitor = await test.visitor();
      const { conversation, epoch } = await visitor.write(String(index));
      await visitor.do({ type: 'conversation-end', id: randomUUID(), conversation, epoch });
      ids.unshift(conversation);
    }
    const { conversations } = test.service;
    const first = await conversations.list({ agent: session, phase: 'ended', limit: 3 });
    const second = await conversations.list({ agent: session, phase: 'ended', before: first[2]!.startedAt, limit: 3 });
    expect([...first, ...second].map(({ id }) => id)).toEqual(ids);
    expect(await conversations.list({ agent: session, phase: 'live', limit: 3 })).toEqual([]);
  });
});
