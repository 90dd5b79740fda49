/** What every store owes tickets that are answered by mail (A17): message and mail together, sent once by whichever server. */
import { MailError, type AgentSession } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeMailer } from '../../support/fake-mailer.js';
import { startTestService, type TestClient, type TestService } from '../../support/service-clients.js';
import type { OpenTwice } from './routing-contract.js';

const HOUR = 60 * 60 * 1000;

/** Describes tickets. `open` gives two ways into one fresh, empty database. */
export function describeTickets(name: string, open: OpenTwice): void {
  describe(`tickets by mail on ${name}`, () => {
    let stores: Awaited<ReturnType<OpenTwice>>;
    let mailer: FakeMailer;
    let test: TestService;
    let elsewhere: TestService;
    let ada: AgentSession;
    let ben: AgentSession;
    let visitor: TestClient;
    let place: { readonly conversation: string; readonly epoch: string; readonly seq: number };
    beforeEach(async () => {
      stores = await open();
      mailer = new FakeMailer();
      const mail = { mailer, from: 'support@shop.example', replyTo: 'support@shop.example' };
      test = await startTestService(stores[0], { mail });
      elsewhere = await startTestService(stores[1], { mail });
      [ada, ben] = [await test.hire('Ada'), await test.hire('Ben')];
      visitor = await test.visitor();
      place = await submit(visitor);
    });
    afterEach(async () => {
      await Promise.all([test.service.stop(), elsewhere.service.stop()]);
      for (const store of new Set(stores)) await store.close();
    });

    const submit = (client: TestClient) =>
      client.do({ type: 'contact-submit', id: randomUUID(), text: 'A question', name: 'Zo', email: 'zo@example.com' });
    interface Answering {
      readonly by?: AgentSession;
      readonly at?: TestService;
      readonly seen?: number;
      readonly id?: string;
    }
    const answer = (text: string, { by = ada, at = test, seen = 100, id = randomUUID() }: Answering = {}) => {
      const actor = { ...by.author, kind: 'agent' } as const;
      const after = { epoch: place.epoch, seq: seen };
      return at.service.tickets.put(actor, place.conversation, id, { text, after });
    };
    const mails = async () => (await test.service.tickets.list(place.conversation)).mails;
    const settle = () => Promise.all([test.service.settle(), elsewhere.service.settle()]);
    const texts = () => mailer.taken.map(({ text }) => text.split('\n', 1)[0]);
    /** That much later, at both servers. */
    async function later(milliseconds: number): Promise<void> {
      for (const { clock, service } of [test, elsewhere]) {
        clock.advance(milliseconds);
        service.sweep();
      }
      await settle();
    }

    it('A17 answers from two servers are sent in their order, each once', async () => {
      for (let index = 0; index < 6; index++) {
        await answer(`answer ${index}`, { at: index % 2 ? test : elsewhere, by: index % 2 ? ada : ben });
      }
      await settle();
      await later(2 * 60_000);
      expect(texts()).toEqual([0, 1, 2, 3, 4, 5].map((index) => `answer ${index}`));
      expect((await mails()).map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => 'sent'));
      const ids = mailer.taken.map(({ messageId }) => messageId);
      expect(new Set(ids).size).toBe(6);
      expect(mailer.taken.at(-1)?.references).toEqual(ids.slice(0, -1));
      expect(new Set(mailer.taken.map(({ replyTo }) => replyTo)).size).toBe(1);
    });

    it('A17 of two agents who answer at once one is told that the other has', async () => {
      const both = await Promise.allSettled([
        answer('mine', { seen: place.seq }),
        answer('yours', { by: ben, at: elsewhere, seen: place.seq }),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(both.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'already-answered' } });
      await settle();
      expect(mailer.taken).toHaveLength(1);
    });

    it('A17 L2 the same answer at two servers at once is one message and one mail', async () => {
      const id = randomUUID();
      const [one, other] = await Promise.all([answer('once', { id }), answer('once', { id, at: elsewhere })]);
      expect(one).toMatchObject({ id, seq: other.seq });
      await settle();
      expect(mailer.taken).toHaveLength(1);
      await expect(answer('twice', { id })).rejects.toMatchObject({ code: 'id-conflict' });
      const chat = await (await test.agent(ben, { conversation: place.conversation })).write('in the chat', place, id);
      expect(chat.id).toBe(id); // ids are each author's own
      await expect(answer('in the chat', { by: ben, id })).rejects.toMatchObject({ code: 'id-conflict' });
    });

    it('A17 what one server holds the other leaves alone, until it is no more', async () => {
      let began = (): void => undefined;
      const begun = new Promise<void>((resolve) => (began = resolve));
      let die = (): void => undefined;
      mailer.judge = () => {
        began();
        // Whoever sends it dies before it hears anything: the answer never comes.
        return new Promise<void>((_, reject) => (die = () => reject(new Error('gone'))));
      };
      await answer('held');
      await begun;
      mailer.judge = () => undefined;
      elsewhere.service.sweep();
      await elsewhere.service.settle();
      expect(mailer.taken).toEqual([]);
      elsewhere.clock.advance(2 * 60_000);
      elsewhere.service.sweep();
      await elsewhere.service.settle();
      expect(texts()).toEqual(['held']);
      // What it hears after all changes nothing.
      die();
      await test.service.settle();
      expect(await mails()).toMatchObject([{ state: 'sent', attempts: 1 }]);
    });

    it('A17 a refusal for now holds up those behind it, one for good does not; each is noted', async () => {
      mailer.judge = ({ text }) => {
        if (text.startsWith('bad')) throw new MailError('550 no', true);
        if (test.clock.now() === 0) throw new MailError('451 later', false);
      };
      await answer('bad');
      await answer('good');
      await answer('better');
      await settle();
      expect((await mails()).map(({ state, problem }) => [state, problem])).toEqual([
        ['refused', '550 no'],
        ['waiting', '451 later'],
        ['waiting', undefined],
      ]);
      await later(HOUR);
      expect(texts()).toEqual(['good', 'better']);
      expect((await mails()).map(({ attempts }) => attempts)).toEqual([1, 2, 1]);
      expect(JSON.stringify(test.logged)).not.toMatch(/zo@example|451 later/);
    });

    it('A17 D3 desks hear of every change by the row of their inbox, at the latest by its heartbeat', async () => {
      const desk = await test.agent(ben);
      const told = () => desk.all('inbox-changed').at(-1)?.conversation.mails;
      await answer('one');
      await settle();
      await vi.waitFor(() => expect(told()).toBe(2));
      vi.spyOn(test.bus, 'publish').mockImplementation(() => undefined);
      await answer('two');
      await settle();
      vi.restoreAllMocks();
      await desk.say({ type: 'ping' });
      await vi.waitFor(() => expect(told()).toBe(4));
    });

    it('A17 A3 takes no room of the agent, until the visitor is back in the chat', async () => {
      await test.service.settings.set('routing', { mode: 'automatic', capacity: 1 });
      await test.agent(ada);
      await test.service.settingsChanged();
      const busy = async () =>
        (await test.service.transfers.team()).agents.find(({ id }) => id === ada.agent.id)?.chats;
      const chat = await (await test.visitor()).write('Hello');
      await test.service.settle();
      expect(await busy()).toBe(1);
      await answer('by mail');
      expect(await busy()).toBe(1);
      const [row] = (await test.service.conversations.list({ agent: ada, limit: 10 })).filter(
        ({ id }) => id === place.conversation,
      );
      expect(row).toMatchObject({ phase: 'live', assignee: { id: ada.agent.id } });
      await visitor.write('I am back', place);
      expect(await busy()).toBe(2);
      expect(chat.conversation).not.toBe(place.conversation);
    });

    it('X9 A17 goes with what the visitor wrote, and what waits is not sent', async () => {
      mailer.judge = () => {
        throw new MailError('451 later', false);
      };
      await answer('secret');
      await settle();
      await test.service.conversations.erase(visitor.welcome.self.id);
      mailer.judge = () => undefined;
      await later(HOUR);
      expect(mailer.taken).toEqual([]);
      for (const table of ['mails', 'mail_attempts', 'mail_threads'] as const) {
        expect(await stores[0].read((database) => database.selectFrom(table).selectAll().execute())).toEqual([]);
      }
      await expect(answer('late')).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('A17 is told to no visitor: not the address, not what became of it', async () => {
      await answer('one');
      await settle();
      await visitor.say({ type: 'ping' });
      await visitor.ask({ type: 'resume', id: randomUUID(), conversation: place.conversation, after: null });
      expect(JSON.stringify(visitor.frames)).not.toMatch(/"mails"|by_mail|shop\.example/);
    });
  });
}
