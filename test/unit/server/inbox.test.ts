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
        about: expect.any(String) as string,
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

  it('D3 a read that fails is made up for with the next change, whichever conversation that is in', async () => {
    const agent = await test.agent(await test.hire('Ada'));
    const { read } = store;
    const first = await test.visitor();
    const second = await test.visitor();
    store.read = () => Promise.reject(new Error('the database is away'));
    const { conversation } = await first.write('did you get this?');
    await vi.waitFor(() =>
      expect(test.logged.map(({ event }) => event).sort()).toEqual(['inbox-read-failed', 'queue-read-failed']),
    );
    store.read = read;
    await second.write('something else');
    await shows(agent, conversation, { head: 1, unread: 1 });
  });

  it('D3 a read that fails is made up for with the next ping', async () => {
    const agent = await test.agent(await test.hire('Ada'));
    const { read } = store;
    const visitor = await test.visitor();
    store.read = () => Promise.reject(new Error('the database is away'));
    const { conversation } = await visitor.write('did you get this?');
    await vi.waitFor(() =>
      expect(test.logged.map(({ event }) => event).sort()).toEqual(['inbox-read-failed', 'queue-read-failed']),
    );
    store.read = read;
    await agent.say({ type: 'ping' });
    await shows(agent, conversation, { head: 1, unread: 1 });
  });

  describe('D3 a bus that loses every notice', () => {
    /** Every change from now on goes unnoticed, until the function is called. */
    const deafen = () => {
      const { publish } = test.bus;
      test.bus.publish = (channel, message) => {
        if (channel !== 'inbox') publish(channel, message);
      };
      return () => {
        test.bus.publish = publish;
      };
    };

    it('delays a new conversation, a message, an end and a visitor by one ping', async () => {
      const agent = await test.agent(await test.hire('Ada'));
      deafen();
      const visitor = await test.visitor();
      const place = await visitor.write('hello?');
      const { conversation, epoch } = place;
      expect(agent.all('inbox-changed')).toEqual([]);
      await agent.say({ type: 'ping' });
      await shows(agent, conversation, { head: 1, phase: 'queued', unread: 1 });
      await visitor.write('anybody?', place);
      await agent.say({ type: 'ping' });
      await shows(agent, conversation, { head: 2, unread: 2 });
      await visitor.say({ type: 'visitor-update', profile: { name: 'Eve' } });
      await agent.say({ type: 'ping' });
      await shows(agent, conversation, { visitor: { name: 'Eve' } });
      await visitor.do({ type: 'conversation-end', id: randomUUID(), conversation, epoch });
      await agent.say({ type: 'ping' });
      await shows(agent, conversation, { phase: 'ended' });
    });

    it('delays what an agent read elsewhere by one ping, for this agent alone', async () => {
      const [session, other] = [await test.hire('Ada'), await test.agent(await test.hire('Ben'))];
      const visitor = await test.visitor();
      const { conversation, epoch } = await visitor.write('hello?');
      const [inbox, chat] = [await test.agent(session), await test.agent(session, { conversation })];
      await shows(other, conversation, { unread: 1 });
      deafen();
      await chat.say({ type: 'cursors', conversation, epoch, delivered: 1, read: 1 });
      await inbox.say({ type: 'ping' });
      await shows(inbox, conversation, { unread: 0 });
      await shows(other, conversation, { unread: 1 });
    });

    it('delays an end that newer ends have pushed out of the inbox by one ping', async () => {
      const visitor = await test.visitor();
      const { conversation, epoch } = await visitor.write('the oldest');
      const agent = await test.agent(await test.hire('Ada'));
      deafen();
      for (let count = 0; count < 100; count++) {
        test.clock.advance(1000);
        const other = await test.visitor();
        const ended = await other.write('bye');
        const place = { conversation: ended.conversation, epoch: ended.epoch };
        await other.do({ type: 'conversation-end', id: randomUUID(), ...place });
      }
      await visitor.do({ type: 'conversation-end', id: randomUUID(), conversation, epoch });
      await agent.say({ type: 'ping' });
      await shows(agent, conversation, { phase: 'ended' });
    });

    it('is found out by the hello of a second inbox as well', async () => {
      const session = await test.hire('Ada');
      const first = await test.agent(session);
      const hear = deafen();
      const { conversation } = await (await test.visitor()).write('hello?');
      hear();
      const second = await test.agent(session);
      expect(second.all('inbox-snapshot')).toMatchObject([{ conversations: [{ id: conversation }] }]);
      await shows(first, conversation, { head: 1 });
    });
  });

  it('D3 a ping repeats nothing that was told', async () => {
    const [ada, ben] = [await test.hire('Ada'), await test.hire('Ben')];
    const visitor = await test.visitor();
    const place = await visitor.write('1');
    const { conversation, epoch } = place;
    const chat = await test.agent(ada, { conversation });
    await chat.say({ type: 'cursors', conversation, epoch, delivered: 1, read: 1 });
    const inboxes = [await test.agent(ada), await test.agent(ben), await test.agent(ada)];
    await visitor.write('2', place);
    await visitor.say({ type: 'visitor-update', profile: { name: 'Eve' } });
    for (const inbox of inboxes) await shows(inbox, conversation, { head: 2, visitor: { name: 'Eve' } });
    const rowsOf = (inbox: TestClient) =>
      inbox.all('inbox-changed').filter((row) => row.conversation.id === conversation);
    const before = inboxes.map((inbox) => rowsOf(inbox).length);
    for (const inbox of inboxes) await inbox.say({ type: 'ping' });
    // Told together with, or behind, whatever the pings have found.
    const other = await (await test.visitor()).write('hello');
    for (const inbox of inboxes) await shows(inbox, other.conversation, { head: 1 });
    expect(inboxes.map((inbox) => rowsOf(inbox).length)).toEqual(before);
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
