/**
 * What every store owes the conversation log (reliability contract, section 1), said once and run on each of them.
 */
import type { ClientCommand } from '@support-chat/protocol';
import type { Store } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  placeOf,
  refusal,
  startTestService,
  type TestClient,
  type TestService,
} from '../../support/service-clients.js';

/** Describes the writing. `open` gives a fresh, empty one each time. */
export function describeLog(name: string, open: () => Promise<Store>): void {
  describe(`writing the log on ${name}`, () => {
    let store: Store;
    let test: TestService;
    beforeAll(async () => {
      store = await open();
      test = await startTestService(store);
    });
    afterAll(() => store.close());

    /** The whole log as it is stored, with the conversation's row. */
    async function readLog(conversation: string) {
      return store.read(async (database) => ({
        row: await database
          .selectFrom('conversations')
          .selectAll()
          .where('id', '=', conversation)
          .executeTakeFirstOrThrow(),
        events: await database
          .selectFrom('events')
          .selectAll()
          .where('conversation', '=', conversation)
          .orderBy('seq')
          .execute(),
      }));
    }

    function textsOf(events: readonly { type: string; body: string }[]): unknown[] {
      return events
        .filter(({ type }) => type === 'message-added')
        .map(({ body }) => (JSON.parse(body) as { text: string }).text);
    }

    it('L1 numbers events 1..n without holes over 50 concurrent appends of several connections', async () => {
      const visitor = await test.visitor();
      const first = await visitor.write('first');
      const agents: TestClient[] = [];
      for (const who of ['Ada', 'Ben', 'Cem', 'Dua']) {
        agents.push(await test.agent(await test.hire(who), { conversation: first.conversation }));
      }
      const tab = await test.visitor({ token: visitor.token });
      const writers = [visitor, tab, ...agents];
      const acks = await Promise.all(
        Array.from({ length: 50 }, (_, index) => writers[index % writers.length]!.write(`number ${index}`, first)),
      );
      const { row, events } = await readLog(first.conversation);
      // 51 messages, and each of the four agents joined once.
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 55 }, (_, index) => index + 1));
      expect(row.head).toBe(55);
      expect(events.filter(({ type }) => type === 'participant-joined')).toHaveLength(4);
      for (const [index, ack] of acks.entries()) {
        expect(JSON.parse(events[ack.seq - 1]!.body)).toMatchObject({ text: `number ${index}` });
      }
      // Everybody who listened saw every event once and in order.
      for (const listener of [tab, agents[0]!]) {
        const seqs = listener.events.map(({ seq }) => seq);
        expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
        expect(new Set(seqs).size).toBe(seqs.length);
        expect(seqs.at(-1)).toBe(55);
      }
    });

    it('L2 answers the same id and content with the first ack, also much later', async () => {
      const visitor = await test.visitor();
      const id = randomUUID();
      const first = await visitor.write('once', undefined, id);
      await visitor.write('something else', first);
      test.clock.advance(365 * 24 * 60 * 60 * 1000);
      // Once as it was sent at first, once as a client that has learnt of its conversation sends it.
      expect(await visitor.write('once', undefined, id)).toEqual(first);
      expect(await visitor.write('once', first, id)).toEqual(first);
      expect(textsOf((await readLog(first.conversation)).events)).toEqual(['once', 'something else']);
    });

    it('L2 refuses the same id with other content', async () => {
      const visitor = await test.visitor();
      const id = randomUUID();
      const first = await visitor.write('the one', undefined, id);
      const asked = { id, ...placeOf(first) };
      const other = { type: 'message-send', text: 'the other', ...asked } as const;
      expect(refusal(await visitor.ask(other))).toBe('id-conflict');
      const end = { type: 'conversation-end', id, conversation: first.conversation, epoch: first.epoch } as const;
      expect(refusal(await visitor.ask(end))).toBe('id-conflict');
      expect((await readLog(first.conversation)).events).toHaveLength(1);
    });

    it('L2 keeps the ids of authors apart', async () => {
      const [one, two] = [await test.visitor(), await test.visitor()];
      const id = randomUUID();
      const first = await one.write('mine', undefined, id);
      const second = await two.write('mine, too', undefined, id);
      expect(second.conversation).not.toBe(first.conversation);
      expect([first.seq, second.seq]).toEqual([1, 1]);
    });

    it('L2 stores one message when two connections send the same id at once', async () => {
      const visitor = await test.visitor();
      const place = await visitor.write('hello');
      const tabs = await Promise.all(Array.from({ length: 8 }, () => test.visitor({ token: visitor.token })));
      for (let round = 0; round < 10; round++) {
        const id = randomUUID();
        const acks = await Promise.all(tabs.map((tab) => tab.write(`round ${round}`, place, id)));
        expect(new Set(acks.map(({ seq }) => seq)).size).toBe(1);
      }
      expect((await readLog(place.conversation)).events).toHaveLength(11);
    });

    it('L2 stores one of two contents when both come with the same id at once', async () => {
      const visitor = await test.visitor();
      const place = await visitor.write('hello');
      const tab = await test.visitor({ token: visitor.token });
      const id = randomUUID();
      const base = { type: 'message-send', id, ...placeOf(place) } as const;
      const answers = await Promise.all([visitor.ask({ ...base, text: 'left' }), tab.ask({ ...base, text: 'right' })]);
      expect(answers.map(refusal).sort()).toEqual(['id-conflict', null]);
      expect((await readLog(place.conversation)).events).toHaveLength(2);
    });

    it('L2 remembers a claim that said nothing new', async () => {
      const visitor = await test.visitor();
      const place = await visitor.write('anybody there?');
      const agent = await test.agent(await test.hire('Ada'));
      const claim = (id: string): ClientCommand => ({
        type: 'conversation-claim',
        id,
        conversation: place.conversation,
        epoch: place.epoch,
      });
      const [first, again] = [randomUUID(), randomUUID()];
      const joined = await agent.do(claim(first));
      expect(joined.seq).toBe(2);
      expect(await agent.do(claim(again))).toEqual({ ...joined, id: again });
      await agent.do({ ...claim(randomUUID()), type: 'conversation-end' } as ClientCommand);
      await visitor.write('one more thing', place);
      const rejoined = await agent.do(claim(randomUUID()));
      expect(rejoined.seq).toBeGreaterThan(joined.seq);
      // The late twin of the second claim is answered as it was, and joins nobody.
      expect(await agent.do(claim(again))).toEqual({ ...joined, id: again });
      expect((await readLog(place.conversation)).row.head).toBe(rejoined.seq);
    });

    it('L1 L2 makes one conversation when several tabs say their first word at once', async () => {
      const visitor = await test.visitor();
      const tabs = await Promise.all(Array.from({ length: 5 }, () => test.visitor({ token: visitor.token })));
      const acks = await Promise.all(tabs.map((tab, index) => tab.write(`tab ${index}`)));
      expect(new Set(acks.map(({ conversation }) => conversation)).size).toBe(1);
      expect(acks.map(({ seq }) => seq).sort()).toEqual([1, 2, 3, 4, 5]);
      // The tab that said nothing hears all of it, too.
      expect(visitor.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    });

    it('L3 acks what another connection to the database can read', async () => {
      const visitor = await test.visitor();
      const ack = await visitor.write('stored');
      const { row, events } = await readLog(ack.conversation);
      expect(ack).toMatchObject({ type: 'ack', epoch: row.epoch, seq: row.head, time: events[0]!.time });
    });

    it('L3 stores nothing of a command that fails half way', async () => {
      const visitor = await test.visitor();
      const place = await visitor.write('before');
      const failure = new Error('half way');
      const failing = store.write(async (transaction) => {
        await transaction.updateTable('conversations').set({ head: 99 }).where('id', '=', place.conversation).execute();
        throw failure;
      });
      // A neighbour in the same group commit is not touched by it.
      const neighbour = visitor.write('after', place);
      await expect(failing).rejects.toBe(failure);
      expect((await neighbour).seq).toBe(2);
      expect((await readLog(place.conversation)).row.head).toBe(2);
    });

    it('L4 refuses a send under a stale epoch and takes it under the new one', async () => {
      const visitor = await test.visitor();
      const old = await visitor.write('before the restore');
      const other = await (await test.visitor()).write('somebody else');
      expect(await test.service.restampEpochs()).toBeGreaterThanOrEqual(2);
      const { row } = await readLog(old.conversation);
      expect(row.epoch).not.toBe(old.epoch);
      expect(row.epoch).not.toBe((await readLog(other.conversation)).row.epoch);
      const command = { type: 'message-send', id: randomUUID(), text: 'after' } as const;
      expect(refusal(await visitor.ask({ ...command, ...placeOf(old) }))).toBe('epoch-stale');
      const ack = await visitor.do({ ...command, conversation: old.conversation, epoch: row.epoch });
      expect(ack).toMatchObject({ seq: 2, epoch: row.epoch });
      // Who was connected was given the log under its new epoch.
      expect(visitor.all('conversation-reset').at(-1)?.conversation).toMatchObject({ epoch: row.epoch, head: 1 });
    });

    it('L4 wants an epoch with a conversation of agents; visitors name the one that they have a log of (P-A4)', async () => {
      const visitor = await test.visitor();
      const place = await visitor.write('hello');
      const { conversation } = place;
      const agent = await test.agent(await test.hire('Ada'), { conversation });
      const command = { type: 'message-send', id: randomUUID(), text: 'again', conversation } as const;
      expect(refusal(await agent.ask(command))).toBe('frame-invalid');
      expect(refusal(await visitor.ask({ ...command, epoch: randomUUID() }))).toBe('epoch-stale');
      expect(await visitor.do(command)).toMatchObject({ conversation, epoch: place.epoch, seq: 2 });
    });

    it('L4 gives a log a new epoch when a cursor proves that its end is missing', async () => {
      const visitor = await test.visitor();
      const place = await visitor.write('one');
      await visitor.write('two', place);
      const three = await visitor.write('three', place);
      // A backup from before the second message comes back.
      await store.write(async (transaction) => {
        const { conversation } = place;
        for (const table of ['commands', 'events'] as const) {
          await transaction.deleteFrom(table).where('conversation', '=', conversation).where('seq', '>', 1).execute();
        }
        await transaction.updateTable('conversations').set({ head: 1 }).where('id', '=', conversation).execute();
      });
      const cursor = { epoch: three.epoch, seq: three.seq };
      const witness = await test.visitor({ token: visitor.token });
      const returned = await test.visitor({ token: visitor.token, resumeAfter: cursor });
      const { conversation } = returned.welcome;
      expect(conversation).toMatchObject({ resumed: false, head: 1 });
      expect(conversation!.epoch).not.toBe(three.epoch);
      expect(conversation!.events.map(({ seq }) => seq)).toEqual([1]);
      expect(witness.all('conversation-reset')).toHaveLength(1);
      // The same proof again proves nothing: the epoch is another one.
      const again = await test.visitor({ token: visitor.token, resumeAfter: cursor });
      expect(again.welcome.conversation!.epoch).toBe(conversation!.epoch);
    });

    it('L5 stores what one connection sends in the order it was sent', async () => {
      const visitor = await test.visitor();
      const texts = Array.from({ length: 40 }, (_, index) => `word ${index}`);
      const acks = await Promise.all(texts.map((text) => visitor.write(text)));
      expect(acks.map(({ seq }) => seq)).toEqual(texts.map((_, index) => index + 1));
      expect(textsOf((await readLog(acks[0]!.conversation)).events)).toEqual(texts);
    });

    it('S1 orders by seq whatever the clock says', async () => {
      const visitor = await test.visitor();
      const place = await visitor.write('today');
      test.clock.advance(-24 * 60 * 60 * 1000);
      await visitor.write('yesterday', place);
      test.clock.advance(24 * 60 * 60 * 1000);
      const page = await test.visitor({ token: visitor.token });
      expect(page.welcome.conversation!.events.map((event) => 'text' in event && event.text)).toEqual([
        'today',
        'yesterday',
      ]);
    });

    it('a message of the visitor opens an ended conversation again, in one step', async () => {
      const visitor = await test.visitor();
      const place = await visitor.write('hello');
      const agent = await test.agent(await test.hire('Ada'), { conversation: place.conversation });
      await agent.write('good day', place);
      const command = { type: 'conversation-end', conversation: place.conversation, epoch: place.epoch } as const;
      const ended = await agent.do({ ...command, id: randomUUID() });
      // Ending what has ended gives the end that is there, to either side.
      expect((await visitor.do({ ...command, id: randomUUID() })).seq).toBe(ended.seq);
      const again = await visitor.write('one more thing', place);
      const { row, events } = await readLog(place.conversation);
      expect(events.map(({ type }) => type)).toEqual([
        'message-added',
        'participant-joined',
        'message-added',
        'conversation-ended',
        'conversation-reopened',
        'message-added',
      ]);
      expect(again.seq).toBe(6);
      expect(row).toMatchObject({ phase: 'queued', assignee: null });
      expect(row.waiting_since).not.toBeNull();
    });

    it('an agent who writes takes a waiting conversation; a second one joins without taking it away', async () => {
      const visitor = await test.visitor();
      const place = await visitor.write('hello');
      const [ada, ben] = [await test.hire('Ada'), await test.hire('Ben')];
      expect((await (await test.agent(ada)).write('here', place)).seq).toBe(3);
      expect((await (await test.agent(ben)).write('me, too', place)).seq).toBe(5);
      const { row, events } = await readLog(place.conversation);
      expect(row).toMatchObject({ phase: 'live', assignee: ada.agent.id, waiting_since: null });
      expect(events.map(({ type }) => type)).toEqual([
        'message-added',
        'participant-joined',
        'message-added',
        'participant-joined',
        'message-added',
      ]);
    });
  });
}
