/**
 * What every store owes those who read the conversation log: pages, cursors, unread counts (D2, D4). Run on each.
 */
import type { LogEvent } from '@support-chat/protocol';
import type { Store } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from '../../support/service-clients.js';

/** Describes the reading. `open` gives a fresh, empty store each time. */
export function describeReading(name: string, open: () => Promise<Store>): void {
  describe(`reading the log on ${name}`, () => {
    let store: Store;
    let test: TestService;
    beforeAll(async () => {
      store = await open();
      test = await startTestService(store);
    });
    afterAll(() => store.close());

    it('settings are replaced as a whole, section by section', async () => {
      const { settings } = test.service;
      await settings.set('panel', { title: 'Lumen', greeting: 'Good morning' });
      await settings.set('panel', { title: 'Lumen & Co.' });
      expect(await settings.read()).toEqual({ panel: { title: 'Lumen & Co.' } });
      await settings.set('panel', null);
      expect(await settings.read()).toEqual({});
    });

    it('V19 articles are found, replaced and removed', async () => {
      const { articles } = test.service;
      const query = { text: '', locale: 'en', limit: 5 };
      await articles.put('postage', { title: 'Postage', text: 'Free.', position: 2 });
      await articles.put('returns', { title: 'Returns', text: 'Within 30 days.', position: 1 });
      expect((await articles.find(query)).map(({ id }) => id)).toEqual(['returns', 'postage']);
      await articles.put('postage', { title: 'Shipping', text: 'Dear.' });
      expect((await articles.find(query)).map(({ title }) => title)).toEqual(['Shipping', 'Returns']);
      expect(await articles.count()).toBe(2);
      await articles.remove('postage');
      await articles.remove('postage');
      expect(await articles.count()).toBe(1);
      await expect(articles.load('postage')).rejects.toMatchObject({ code: 'not-found' });
    });

    it('A12 an article is changed from the version that was seen; from another one it is a conflict', async () => {
      const { articles } = test.service;
      const written = { title: 'Postage', text: 'Free.', locale: 'en', position: 2 };
      await articles.put('postage', written);
      await articles.put('returns', { title: 'Returns', text: 'Within 30 days.', position: 2 });
      const [postage, returns] = await articles.list();
      expect(postage).toEqual({
        ...{ id: 'postage', title: 'Postage', locale: 'en', position: 2 },
        version: postage?.version,
      });
      expect(returns?.id).toBe('returns');
      await articles.put('postage', { ...written, text: 'Dear.' }, postage?.version);
      const conflict = { code: 'id-conflict', problem: { detail: expect.stringMatching(/^If-Match/) as unknown } };
      await expect(articles.put('postage', written, postage?.version)).rejects.toMatchObject(conflict);
      await expect(articles.remove('postage', postage?.version)).rejects.toMatchObject(conflict);
      // The same again is no change, whatever it was made from.
      await articles.put('postage', { ...written, text: 'Dear.' }, postage?.version);
      expect(await articles.load('postage')).toMatchObject({ text: 'Dear.' });
      const version = (await articles.list()).find(({ id }) => id === 'postage')?.version;
      await articles.remove('postage', version);
      await articles.remove('postage', version);
      await expect(articles.put('postage', written, version)).rejects.toMatchObject(conflict);
    });

    it('D2 pages by 300 events and by 1 MiB, forwards and backwards, without hole or twin', async () => {
      const visitor = await test.visitor();
      const place = await visitor.write('1');
      const { conversation, epoch, time } = place;
      await store.write(async (transaction) => {
        const [author_kind, type] = ['visitor', 'message-added'] as const;
        const author = visitor.welcome.self;
        for (let seq = 2; seq <= 650; seq++) {
          const body = JSON.stringify({ id: randomUUID(), author, text: String(seq) });
          await transaction.insertInto('events').values({ conversation, seq, type, author_kind, body, time }).execute();
        }
        await transaction.updateTable('conversations').set({ head: 650 }).where('id', '=', conversation).execute();
      });
      const newest = (await test.visitor({ token: visitor.token })).welcome.conversation!;
      expect(newest.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, index) => 351 + index));

      const forward: LogEvent[] = [];
      while (forward.length < 650) {
        const after = { epoch, seq: forward.at(-1)?.seq ?? 0 };
        const answer = await visitor.ask({ type: 'resume', id: randomUUID(), conversation, after });
        if (answer.type !== 'snapshot') throw new Error(JSON.stringify(answer));
        expect(answer.conversation).toMatchObject({ resumed: true, head: 650 });
        expect(answer.conversation.events.length).toBeLessThanOrEqual(300);
        forward.push(...answer.conversation.events);
      }
      expect(forward.map(({ seq }) => seq)).toEqual(Array.from({ length: 650 }, (_, index) => index + 1));

      const before = { epoch, seq: 351 };
      const answer = await visitor.ask({ type: 'history-load', id: randomUUID(), conversation, before, limit: 300 });
      expect(answer).toMatchObject({ type: 'history-page', atStart: false });
      const last = { epoch, seq: 51 };
      const rest = await visitor.ask({
        type: 'history-load',
        id: randomUUID(),
        conversation,
        before: last,
        limit: 300,
      });
      expect(rest).toMatchObject({ type: 'history-page', atStart: true });
      expect(rest.type === 'history-page' && rest.events.map(({ seq }) => seq)).toEqual(
        Array.from({ length: 50 }, (_, index) => index + 1),
      );

      const long = '\u20ac'.repeat(10_000);
      for (let index = 0; index < 40; index++) await visitor.write(long, place);
      const heavy = (await test.visitor({ token: visitor.token })).welcome.conversation!;
      // 30 kB each in UTF-8: 34 of them are under 1 MiB.
      expect(heavy.events).toHaveLength(34);
      expect(heavy.events.at(-1)!.seq).toBe(690);
    });

    it('keeps any Unicode as it is', async () => {
      const visitor = await test.visitor();
      const text = '👩🏽‍💻 \u202Eabc\u202C \u0001\u001f "\\ \u2028 é e\u0301 𝒳';
      const place = await visitor.write(text);
      const { conversation } = (await test.visitor({ token: visitor.token })).welcome;
      expect(conversation!.events[0]).toMatchObject({ text });
      expect(place.seq).toBe(1);
    });

    it('D4 moves cursors forward only, also when reports come at once', async () => {
      const visitor = await test.visitor();
      let place = await visitor.write('1');
      for (const text of ['2', '3', '4', '5']) place = await visitor.write(text, place);
      const { conversation, epoch } = place;
      const ada = await test.hire('Ada');
      const agent = await test.agent(ada);
      const other = await test.agent(ada);
      const report = (delivered: number, read: number) =>
        ({ type: 'cursors', conversation, epoch, delivered, read }) as const;
      await Promise.all([agent.say(report(5, 2)), other.say(report(4, 4)), agent.say(report(1, 1))]);
      await other.say(report(1_000, 3));
      const row = await store.read((database) =>
        database
          .selectFrom('participants')
          .selectAll()
          .where('conversation', '=', conversation)
          .where('kind', '=', 'agent')
          .executeTakeFirstOrThrow(),
      );
      expect(row).toMatchObject({ delivered: 5, read: 4, messages_read: 4 });
    });

    it("D4 counts an agent's unread messages of the visitor only", async () => {
      const visitor = await test.visitor();
      let place = await visitor.write('1');
      const session = await test.hire('Ada');
      const agent = await test.agent(session);
      place = await agent.write('2 is the joining, 3 is this', place);
      place = await visitor.write('4', place);
      place = await visitor.write('5', place);
      const { conversation, epoch } = place;
      const unread = async () =>
        (await test.service.conversations.list({ agent: session, limit: 100 })).find(({ id }) => id === conversation)
          ?.unread;
      expect(await unread()).toBe(3);
      await agent.say({ type: 'cursors', conversation, epoch, delivered: 5, read: 4 });
      expect(await unread()).toBe(1);
      await agent.say({ type: 'cursors', conversation, epoch, delivered: 5, read: 5 });
      expect(await unread()).toBe(0);
    });
  });
}
