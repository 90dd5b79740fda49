/** What every store owes several conversations of one visitor (V18, P-M). Run on each. */
import { readConversations, type ConversationOverview, type ConversationsPage } from '@support-chat/protocol';
import type { Store } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  refusal,
  startTestService,
  type Place,
  type TestClient,
  type TestService,
} from '../../support/service-clients.js';

/** Describes them. `open` gives a fresh, empty store each time. */
export function describeConversations(name: string, open: () => Promise<Store>): void {
  describe(`several conversations on ${name}`, () => {
    let store: Store;
    let test: TestService;
    beforeEach(async () => {
      store = await open();
      test = await startTestService(store);
    });
    afterEach(() => store.close());

    const end = (client: TestClient, place: Place) =>
      client.do({ type: 'conversation-end', id: randomUUID(), conversation: place.conversation, epoch: place.epoch });
    /** Begins a conversation under an id of its own, as clients do. */
    const begin = (client: TestClient, text: string, conversation: string = randomUUID(), id: string = randomUUID()) =>
      client.do({ type: 'message-send', id, conversation, text });
    const openOne = (client: TestClient, conversation: string) =>
      client.ask({ type: 'conversation-open', id: randomUUID(), conversation });
    const page = async (client: TestClient, query: { words?: string; after?: string; limit?: number } = {}) => {
      const answer = await client.ask({ type: 'conversations-load', id: randomUUID(), limit: 20, ...query });
      if (answer.type !== 'conversations-page') throw new Error(JSON.stringify(answer));
      return readConversations(answer);
    };
    const list = async (...what: Parameters<typeof page>): Promise<readonly ConversationOverview[]> =>
      (await page(...what)).conversations;
    const ids = (rows: readonly ConversationOverview[]) => rows.map(({ id }) => id);
    const resets = (client: TestClient) => client.all('conversation-reset').map(({ conversation }) => conversation.id);
    const texts = (client: TestClient) =>
      client.events.flatMap((event) => (event.type === 'message-added' ? [event.text] : []));
    /** One that has ended, and the agent who ended it. */
    const ended = async (client: TestClient, text = 'First question') => {
      const place = await client.write(text);
      const agent = await test.agent(await test.hire('Ada'), { conversation: place.conversation });
      await agent.write('An answer', place);
      await end(agent, place);
      return { place, agent };
    };

    it('V18 P-M2 a message under an id of its own begins a conversation, which is the current one from then on', async () => {
      const visitor = await test.visitor();
      const { place } = await ended(visitor);
      const ack = await begin(visitor, 'Second question');
      expect(ack).toMatchObject({ seq: 1 });
      expect(ack.conversation).not.toBe(place.conversation);
      const back = await test.visitor({ token: visitor.token });
      expect(back.welcome.conversation).toMatchObject({ id: ack.conversation, phase: 'queued', head: 1 });
      const inbox = await test.agent(await test.hire('Bob'));
      const rows = inbox.all('inbox-snapshot')[0]?.conversations ?? [];
      expect(rows.map(({ id, phase }) => [id, phase])).toEqual(
        expect.arrayContaining([
          [place.conversation, 'ended'],
          [ack.conversation, 'queued'],
        ]),
      );
    });

    it('L2 what began a conversation is stored once, whoever repeats it and wherever they are by then', async () => {
      const visitor = await test.visitor();
      await ended(visitor);
      const [conversation, id] = [randomUUID(), randomUUID()];
      const [one, two] = await Promise.all([
        begin(visitor, 'Again', conversation, id),
        test.visitor({ token: visitor.token }).then((tab) => begin(tab, 'Again', conversation, id)),
      ]);
      expect(two).toEqual(one);
      expect(one).toMatchObject({ conversation, seq: 1 });
      expect(await list(visitor)).toHaveLength(2);
    });

    it('L2 a message that named no conversation keeps its place when another one is current by then', async () => {
      const visitor = await test.visitor();
      const id = randomUUID();
      const first = await visitor.write('Where am I', undefined, id);
      await end(visitor, first);
      const { conversation } = await begin(visitor, 'Second question');
      expect(await visitor.write('Where am I', undefined, id)).toEqual(first);
      expect(await visitor.do({ type: 'message-send', id, conversation, text: 'Where am I' })).toEqual(first);
      const other = await visitor.ask({ type: 'message-send', id, conversation, text: 'Something else' });
      expect(refusal(other)).toBe('id-conflict');
    });

    it('L1 two tabs that begin the same conversation at once share it', async () => {
      const visitor = await test.visitor();
      await ended(visitor);
      const tab = await test.visitor({ token: visitor.token });
      const conversation = randomUUID();
      const acks = await Promise.all([begin(visitor, 'One', conversation), begin(tab, 'Two', conversation)]);
      expect(acks.map(({ seq }) => seq).sort()).toEqual([1, 2]);
      expect(new Set(acks.map(({ epoch }) => epoch)).size).toBe(1);
    });

    it('L1 two tabs that begin different conversations at once have both, and one of them is current', async () => {
      const visitor = await test.visitor();
      await ended(visitor);
      const tab = await test.visitor({ token: visitor.token });
      await Promise.all([begin(visitor, 'One'), begin(tab, 'Two')]);
      const rows = await list(visitor);
      expect(rows).toHaveLength(3);
      expect(rows.filter(({ current }) => current)).toHaveLength(1);
    });

    it('X2 nobody begins, opens or writes in what is somebody else’s', async () => {
      const stranger = await test.visitor();
      const place = await stranger.write('Mine');
      const visitor = await test.visitor();
      await ended(visitor);
      const { conversation } = place;
      const intrusion = { type: 'message-send', id: randomUUID(), conversation, text: 'Hi' } as const;
      expect(refusal(await visitor.ask(intrusion))).toBe('conversation-unknown');
      expect(refusal(await openOne(visitor, conversation))).toBe('conversation-unknown');
      expect(refusal(await openOne(visitor, randomUUID()))).toBe('conversation-unknown');
      expect(ids(await list(visitor))).not.toContain(conversation);
      expect(await list(visitor, { words: 'Mine' })).toEqual([]);
      expect((await test.visitor({ token: visitor.token, conversation })).closed?.code).toBe('conversation-unknown');
      const agent = await test.agent(await test.hire('Ada'));
      expect(refusal(await agent.ask({ ...intrusion, id: randomUUID() }))).toBe('frame-invalid');
      expect(refusal(await openOne(agent, conversation))).toBe('forbidden');
      const query = { type: 'conversations-load', id: randomUUID(), limit: 20 } as const;
      expect(refusal(await agent.ask(query))).toBe('forbidden');
      expect(await list(stranger)).toHaveLength(1);
    });

    it('P-M3 an opened conversation is the current one; writing in it opens it again and leaves the other as it was', async () => {
      const visitor = await test.visitor();
      const { place, agent } = await ended(visitor);
      const second = await begin(visitor, 'Second question');
      await end(visitor, second);
      const answer = await openOne(visitor, place.conversation);
      expect(answer).toMatchObject({ type: 'ack', conversation: place.conversation, epoch: place.epoch, seq: 4 });
      expect(await openOne(visitor, place.conversation)).toMatchObject({ type: 'ack', seq: 4 });
      const back = await test.visitor({ token: visitor.token });
      expect(back.welcome.conversation).toMatchObject({ id: place.conversation, phase: 'ended', head: 4 });
      test.clock.advance(1_000);
      await visitor.write('One more thing', place);
      expect(agent.events.slice(-2)).toMatchObject([
        { type: 'conversation-reopened' },
        { type: 'message-added', text: 'One more thing' },
      ]);
      const rows = await list(visitor);
      expect(rows.map(({ id, phase, current }) => [id, phase, current])).toEqual([
        [place.conversation, 'queued', true],
        [second.conversation, 'ended', false],
      ]);
    });

    it('P-M4 all connections of the visitor follow, those of agents stay, and nothing comes twice', async () => {
      const visitor = await test.visitor();
      const { place, agent } = await ended(visitor);
      const tab = await test.visitor({ token: visitor.token });
      const { conversation, epoch } = await begin(visitor, 'Second question');
      await expect.poll(() => resets(tab)).toEqual([conversation]);
      await expect.poll(() => resets(visitor)).toEqual([conversation]);
      expect(tab.all('conversation-reset')[0]?.conversation).toMatchObject({ head: 1, resumed: false });
      await visitor.write('And more', { conversation, epoch });
      await expect.poll(() => texts(tab)).toEqual(['And more']);
      expect(resets(agent)).toEqual([]);
      await openOne(tab, place.conversation);
      await expect.poll(() => resets(visitor)).toEqual([conversation, place.conversation]);
      expect(resets(tab)).toEqual([conversation, place.conversation]);
      await agent.write('Welcome back', place);
      await expect.poll(() => texts(tab).at(-1)).toBe('Welcome back');
      expect(texts(visitor).filter((text) => text === 'Welcome back')).toHaveLength(1);
    });

    it('P-M4 D3 a connection whose notice was lost follows with its next heartbeat', async () => {
      const visitor = await test.visitor();
      await ended(visitor);
      const tab = await test.visitor({ token: visitor.token });
      // Nothing of it gets there.
      const publish = test.bus.publish.bind(test.bus);
      test.bus.publish = () => undefined;
      const { conversation, epoch } = await begin(visitor, 'Second question');
      test.bus.publish = publish;
      expect(resets(tab)).toEqual([]);
      await tab.say({ type: 'ping' });
      expect(resets(tab)).toEqual([conversation]);
      expect(tab.all('pong').at(-1)?.head).toEqual({ epoch, seq: 1 });
      await tab.say({ type: 'ping' });
      expect(resets(tab)).toHaveLength(1);
    });

    it('P-M4 a hello that names an earlier one of the visitor’s own gets the current one', async () => {
      const visitor = await test.visitor();
      const { place } = await ended(visitor);
      const { conversation } = await begin(visitor, 'Second question');
      const resumeAfter = { epoch: place.epoch, seq: 2 };
      const back = await test.visitor({ token: visitor.token, conversation: place.conversation, resumeAfter });
      expect(back.welcome.conversation).toMatchObject({ id: conversation, resumed: false, head: 1 });
    });

    it('P-M3 what is written in an earlier one stays there, and brings it forward once the current one has ended', async () => {
      const visitor = await test.visitor();
      const { place, agent } = await ended(visitor);
      const second = await begin(visitor, 'Second question');
      // From the outbox of a tab that was away: without the epoch of a log it has not seen.
      const late = { type: 'message-send', id: randomUUID(), conversation: place.conversation, text: 'Late' } as const;
      expect(await visitor.do(late)).toMatchObject({ conversation: place.conversation, seq: 6 });
      expect(resets(visitor)).toEqual([second.conversation]);
      await end(visitor, second);
      await agent.write('An answer to that', place);
      await expect.poll(() => resets(visitor)).toEqual([second.conversation, place.conversation]);
      expect(visitor.all('conversation-reset').at(-1)?.conversation).toMatchObject({ phase: 'live' });
    });

    it('P-M3 rating an earlier one, and a stale epoch, bring nothing forward', async () => {
      const visitor = await test.visitor();
      const { place } = await ended(visitor);
      const second = await begin(visitor, 'Second question');
      await end(visitor, second);
      const { conversation } = place;
      test.clock.advance(1_000);
      await visitor.do({ type: 'rating-give', id: randomUUID(), conversation, score: 5, text: '' });
      const stale = {
        type: 'message-send',
        id: randomUUID(),
        conversation,
        epoch: randomUUID(),
        text: 'Stale',
      } as const;
      expect(refusal(await visitor.ask(stale))).toBe('epoch-stale');
      const unknown = { ...stale, conversation: randomUUID() };
      expect(refusal(await visitor.ask(unknown))).toBe('conversation-unknown');
      expect(resets(visitor)).toEqual([second.conversation]);
      expect((await list(visitor)).map(({ rating }) => rating)).toEqual([5, undefined]);
    });

    it('P-M5 the list has who answered, the first line and the last, the rating and what is unread', async () => {
      const visitor = await test.visitor();
      const place = await visitor.write(`  ${'long '.repeat(40)}`);
      const agent = await test.agent(await test.hire('Ada'), { conversation: place.conversation });
      test.clock.advance(1_000);
      await agent.write('Hello', place);
      test.clock.advance(1_000);
      await agent.write('Goodbye', place);
      await end(agent, place);
      await visitor.do({ type: 'rating-give', id: randomUUID(), score: 4, text: 'Quick' });
      const [row] = await list(visitor);
      expect(row).toMatchObject({
        id: place.conversation,
        epoch: place.epoch,
        head: 6,
        phase: 'ended',
        current: true,
        agent: { kind: 'agent', name: 'Ada' },
        first: { author: { kind: 'visitor' } },
        last: { author: { name: 'Ada' }, text: 'Goodbye' },
        rating: 4,
        unread: 2,
      });
      expect(row?.first?.text).toBe('long '.repeat(28));
      expect((row?.movedAt ?? 0) - (row?.startedAt ?? 0)).toBe(2_000);
      const { conversation, epoch } = place;
      await visitor.say({ type: 'cursors', conversation, epoch, delivered: 6, read: 6 });
      expect((await list(visitor))[0]?.unread).toBe(0);
    });

    it('P-M5 pages join without holes and doubles, whatever moved at the same moment', async () => {
      const visitor = await test.visitor();
      const begun: string[] = [];
      for (let index = 0; index < 7; index++) {
        const { conversation } = await begin(visitor, `Number ${index}`);
        begun.unshift(conversation);
        if (index % 3 === 0) test.clock.advance(1_000);
      }
      const rows: string[] = [];
      let after: string | undefined;
      do {
        const next: ConversationsPage = await page(visitor, { limit: 2, ...(after && { after }) });
        rows.push(...next.conversations.map(({ id }) => id));
        after = next.after;
      } while (after);
      expect(rows).toHaveLength(7);
      expect([...rows].sort()).toEqual([...begun].sort());
      expect(rows[6]).toBe(begun[6]);
    });

    it('P-M6 a search looks through all conversations, whatever case and accents, for all words of one message', async () => {
      const visitor = await test.visitor();
      const { place } = await ended(visitor, `Где мой заказ? ${'…'.repeat(200)} Das Café schließt`);
      test.clock.advance(1_000);
      const second = await begin(visitor, 'The TEAPOT has a crack');
      test.clock.advance(1_000);
      const third = await begin(visitor, 'Another teapot, whole');
      const found = async (words: string) => ids(await list(visitor, { words }));
      expect(await found('teapot')).toEqual([third.conversation, second.conversation]);
      expect(await found('crack tea')).toEqual([second.conversation]);
      expect(await found('crack whole')).toEqual([]);
      expect(await found('ЗАКАЗ')).toEqual([place.conversation]);
      expect(await found('cafe')).toEqual([place.conversation]);
      expect(await found('answer')).toEqual([place.conversation]);
      expect(await found('message-added')).toEqual([]);
      expect(await found('   ')).toHaveLength(3);
      const [row] = await list(visitor, { words: 'cafe' });
      expect(row?.found).toMatchObject({ seq: 1, author: { kind: 'visitor' } });
      expect(row?.found?.text).toContain('Das Café schließt');
      expect(row?.found?.text.length).toBeLessThanOrEqual(142);
    });

    it('P-M6 a search through a long log goes on where the request before has ended', async () => {
      const visitor = await test.visitor();
      const needle = await visitor.write('The needle');
      const agent = await test.agent(await test.hire('Ada'), { conversation: needle.conversation });
      const { conversation, epoch } = needle;
      await agent.write('First hay', needle);
      await store.write(async (transaction) => {
        const author = JSON.stringify({ id: 'hay-00000000', author: agent.welcome.self, text: 'hay' });
        for (let from = 4; from < 4_004; from += 100) {
          const rows = Array.from({ length: 100 }, (_, index) => ({
            ...{ conversation, seq: from + index, type: 'message-added' as const },
            ...{ author_kind: 'agent' as const, body: author, time: 0 },
          }));
          await transaction.insertInto('events').values(rows).execute();
        }
        await transaction.updateTable('conversations').set({ head: 4_003 }).where('id', '=', conversation).execute();
      });
      expect(epoch).not.toBe('');
      const first = await page(visitor, { words: 'needle' });
      expect(first.conversations).toEqual([]);
      const second = await page(visitor, { words: 'needle', after: first.after ?? '' });
      expect(second.conversations).toEqual([]);
      const third = await page(visitor, { words: 'needle', after: second.after ?? '' });
      expect(third.conversations[0]?.found).toMatchObject({ text: 'The needle', seq: 1 });
    });

    it('P-M1 an inbox hears of all conversations of a visitor whose name has changed', async () => {
      const visitor = await test.visitor();
      const { place } = await ended(visitor);
      const second = await begin(visitor, 'Second question');
      const inbox = await test.agent(await test.hire('Bob'));
      await visitor.say({ type: 'visitor-update', profile: { name: 'Grace' } });
      const named = () => inbox.all('inbox-changed').map(({ conversation: { id, visitor: who } }) => [id, who.name]);
      await expect
        .poll(named)
        .toEqual(expect.arrayContaining([place, second].map(({ conversation }) => [conversation, 'Grace'])));
    });
  });
}
