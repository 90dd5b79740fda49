/** What every store owes routing (A3, V6): run on each, with one server and with two on one database. */
import type { AgentSession, Store } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  placeOf,
  refusal,
  startTestService,
  type Place,
  type TestClient,
  type TestService,
} from '../../support/service-clients.js';

/** Databases that a test may open, each as often as it likes. */
export type OpenTwice = () => Promise<readonly [Store, Store]>;

/** Describes routing. `open` gives two ways into one fresh, empty database. */
export function describeRouting(name: string, open: OpenTwice): void {
  describe(`routing on ${name}`, () => {
    let stores: readonly [Store, Store];
    let test: TestService;
    let elsewhere: TestService;
    beforeEach(async () => {
      stores = await open();
      test = await startTestService(stores[0]);
      elsewhere = await startTestService(stores[1]);
    });
    afterEach(async () => {
      await Promise.all([test.service.stop(), elsewhere.service.stop()]);
      for (const store of new Set(stores)) await store.close();
    });

    const rule = async (routing: object | null, departments?: readonly object[]): Promise<void> => {
      await test.service.settings.set('routing', routing);
      if (departments) await test.service.settings.set('departments', departments);
      for (const { service } of [test, elsewhere]) await service.settingsChanged();
    };
    const automatic = (facts: object = {}, departments?: readonly object[]) =>
      rule({ mode: 'automatic', ...facts }, departments);
    const hire = async (who: string, place: Partial<Record<'departments' | 'skills', string[]>> = {}, capacity = 3) => {
      const session = await test.hire(who);
      const owner: AgentSession = { ...session, agent: { ...session.agent, role: 'owner' } };
      await test.service.agents.change(owner, session.agent.id, { ...place, capacity });
      for (const { service } of [test, elsewhere]) await service.settingsChanged();
      return session;
    };
    const row = (conversation: string) =>
      stores[0].read((database) =>
        database.selectFrom('conversations').selectAll().where('id', '=', conversation).executeTakeFirstOrThrow(),
      );
    const assigneeOf = async ({ conversation }: Place) => (await row(conversation)).assignee;
    const isGiven = (place: Place, { agent }: AgentSession) =>
      vi.waitFor(async () => expect(await assigneeOf(place)).toBe(agent.id), { timeout: 5000 });
    /** Every agent's chats, once nothing is under way any more. */
    const settled = async (): Promise<Record<string, number>> => {
      // What the bus would have told the other server it finds out by looking.
      for (const { service } of [test, elsewhere]) {
        await service.settingsChanged();
        await service.settle();
      }
      const rows = await stores[0].read((database) =>
        database.selectFrom('conversations').select(['assignee', 'phase']).execute(),
      );
      const counts: Record<string, number> = {};
      for (const { assignee, phase } of rows) {
        if (assignee !== null && phase === 'live') counts[assignee] = (counts[assignee] ?? 0) + 1;
      }
      return counts;
    };
    const asking = (department: string, fields?: Record<string, string>, where = test) =>
      where.visitor({ profile: { department, ...(fields && { fields }) } });
    const end = (client: TestClient, { conversation, epoch }: Place) =>
      client.do({ type: 'conversation-end', id: randomUUID(), conversation, epoch });
    const claim = (client: TestClient, { conversation, epoch }: Place) =>
      client.ask({ type: 'conversation-claim', id: randomUUID(), conversation, epoch });
    const queueOf = (client: TestClient) => {
      const { position, minutes, form } = client.all('queue-changed').at(-1) ?? {};
      return { position, ...(minutes && { minutes }), ...(form && { form }) };
    };

    it('A3 without rules, and by hand, nobody is given anybody, and an agent takes as many as they like', async () => {
      const session = await test.hire('Ada');
      const agent = await test.agent(session);
      const places = [];
      for (const routing of [null, { mode: 'manual', capacity: 1 }]) {
        await rule(routing);
        places.push(await (await test.visitor()).write('Hello'), await (await test.visitor()).write('Hello'));
      }
      expect(await settled()).toEqual({});
      for (const place of places) expect(refusal(await claim(agent, place))).toBeNull();
      expect(await settled()).toEqual({ [session.agent.id]: 4 });
    });

    it('A3 gives who writes to who is there, by a claim that every client knows', async () => {
      await automatic();
      const session = await hire('Ada');
      const inbox = await test.agent(session);
      const visitor = await test.visitor();
      const place = await visitor.write('Hello');
      await isGiven(place, session);
      await vi.waitFor(() =>
        expect(visitor.events).toMatchObject([
          { type: 'message-added', seq: 1 },
          { type: 'participant-joined', seq: 2, author: { kind: 'agent', id: session.agent.id, name: 'Ada' } },
        ]),
      );
      await vi.waitFor(() =>
        expect(inbox.all('inbox-changed').at(-1)?.conversation).toMatchObject({
          ...{ id: place.conversation, phase: 'live', assignee: { id: session.agent.id } },
        }),
      );
      // Whoever takes it by hand all the same has it already.
      expect(await claim(inbox, place)).toMatchObject({ type: 'ack', seq: 2 });
      const back = await test.visitor({ token: visitor.token });
      expect(back.welcome.conversation).toMatchObject({ phase: 'live', head: 2 });
    });

    it('A3 who waits is given out when an agent comes, the longest wait first, and not beyond capacity', async () => {
      await automatic();
      const session = await hire('Ada', {}, 2);
      const places = [];
      for (const text of ['first', 'second', 'third']) {
        places.push(await (await test.visitor()).write(text));
        test.clock.advance(1000);
      }
      const [first, second, third] = places;
      if (!first || !second || !third) throw new Error('Three have written.');
      const agent = await test.agent(session);
      await isGiven(first, session);
      await isGiven(second, session);
      expect(await settled()).toEqual({ [session.agent.id]: 2 });
      await end(agent, first);
      await isGiven(third, session);
      expect(await settled()).toEqual({ [session.agent.id]: 2 });
    });

    it('A3 an agent who has as many as they may have takes no more by hand; what they wrote is not lost on us', async () => {
      const session = await hire('Ada', {}, 1);
      const agent = await test.agent(session);
      const [first, second] = [await (await test.visitor()).write('one'), await (await test.visitor()).write('two')];
      await claim(agent, first);
      await automatic();
      expect(refusal(await claim(agent, second))).toBe('capacity-reached');
      const answer = { type: 'message-send' as const, id: randomUUID(), text: 'Hello', ...placeOf(second) };
      expect(refusal(await agent.ask(answer))).toBe('capacity-reached');
      expect(await row(second.conversation)).toMatchObject({ phase: 'queued', assignee: null, head: 1 });
      // Where they help somebody who has the chat there is no limit.
      const other = await test.agent(await hire('Ben'));
      await isGiven(second, sessionOf(other));
      expect(refusal(await agent.ask(answer))).toBeNull();
      expect(await assigneeOf(second)).toBe(other.connection.actor?.id);
    });

    it('A3 two agents who take one chat at once: one has it, the other is in it as well', async () => {
      const [ada, ben] = [await test.agent(await test.hire('Ada')), await elsewhere.agent(await test.hire('Ben'))];
      const place = await (await test.visitor()).write('Hello');
      const answers = await Promise.all([claim(ada, place), claim(ben, place)]);
      expect(answers.map(refusal)).toEqual([null, null]);
      const [first] = [...answers].sort((one, other) => seqOf(one) - seqOf(other));
      expect(await assigneeOf(place)).toBe(first === answers[0] ? ada.connection.actor?.id : ben.connection.actor?.id);
      expect(await row(place.conversation)).toMatchObject({ phase: 'live', head: 3 });
    });

    it('A3 asks for the department and the skill, and lets over to another one who waits too long', async () => {
      const skills = [{ field: 'Language', answer: 'Deutsch', skill: 'german' }];
      const overflow = [{ from: 'sales', after: 60, to: { department: 'service' } }];
      const ben = await hire('Ben');
      await automatic({ skills, overflow }, [
        { id: 'sales', name: 'Sales', agents: [] },
        { id: 'service', name: 'Service', agents: [ben.agent.id] },
      ]);
      const ada = await hire('Ada', { departments: ['sales'], skills: ['german'] });
      const cem = await hire('Cem', { departments: ['sales'] });
      for (const session of [ben, cem]) await test.agent(session);
      const german = await (await asking('sales', { Language: 'Deutsch' })).write('Hallo');
      const other = await (await asking('sales', { Language: 'English' })).write('Hello');
      const service = await (await asking('service')).write('It drips');
      await isGiven(other, cem);
      await isGiven(service, ben);
      expect(await assigneeOf(german)).toBeNull();
      await test.agent(ada);
      await isGiven(german, ada);

      const late = await (await asking('sales', { Language: 'Deutsch' })).write('Noch eine Frage');
      await isGiven(late, ada);
      const another = await (await asking('sales', { Language: 'Deutsch' })).write('Hallo');
      await isGiven(another, ada);
      const waits = await (await asking('sales', { Language: 'Deutsch' })).write('Hallo?');
      test.clock.advance(59_000);
      test.service.sweep();
      await settled();
      expect(await assigneeOf(waits)).toBeNull();
      test.clock.advance(1_000);
      test.service.sweep();
      await isGiven(waits, ben);
    });

    it("A3 who waits for a department that the owner removes is everybody's", async () => {
      const ada = await hire('Ada');
      await automatic({}, [
        { id: 'sales', name: 'Sales', agents: [ada.agent.id] },
        { id: 'closed', name: 'Closed', agents: [] },
      ]);
      await test.agent(ada);
      const visitor = await asking('closed');
      const place = await visitor.write('Hello');
      await settled();
      expect(await assigneeOf(place)).toBeNull();
      await automatic({}, [{ id: 'sales', name: 'Sales', agents: [ada.agent.id] }]);
      await isGiven(place, ada);
    });

    it('A3 two servers on one database give each chat once, and nobody more than they may have', async () => {
      const departments = [
        { id: 'sales', name: 'Sales' },
        { id: 'service', name: 'Service' },
      ];
      await automatic({ strategy: 'least-busy' }, departments);
      const ada = await hire('Ada', { departments: ['sales'] }, 2);
      const ben = await hire('Ben', { departments: ['sales', 'service'] }, 2);
      const cem = await hire('Cem', { departments: ['service'] }, 1);
      const desks = [await test.agent(ada), await elsewhere.agent(ben), await elsewhere.agent(cem)] as const;
      const visitors = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          asking(index % 2 ? 'sales' : 'service', undefined, index % 3 ? test : elsewhere),
        ),
      );
      const places = await Promise.all(visitors.map((visitor, index) => visitor.write(`number ${index}`)));
      const full = { [ada.agent.id]: 2, [ben.agent.id]: 2, [cem.agent.id]: 1 };
      await vi.waitFor(async () => expect(await settled()).toEqual(full), { timeout: 10_000 });
      for (const { conversation } of places) {
        const { phase, head } = await row(conversation);
        expect(head).toBe(phase === 'live' ? 2 : 1);
      }
      // One ends at either server: somebody who waits takes the place, until nobody waits.
      const open = new Set(places.map(({ conversation }) => conversation));
      while (open.size > 0) {
        const found = await vi.waitFor(
          async () => {
            for (const id of open) {
              const { assignee, epoch, phase } = await row(id);
              if (phase === 'live') return { assignee, place: { conversation: id, epoch } };
            }
            throw new Error('Nobody has a chat.');
          },
          { timeout: 10_000 },
        );
        const counts = await settled();
        for (const [id, count] of Object.entries(counts)) expect(count).toBeLessThanOrEqual(full[id] ?? 0);
        const desk = desks.find(({ connection }) => connection.actor?.id === found.assignee);
        if (desk === undefined) throw new Error('Somebody else has the chat.');
        await end(desk, found.place);
        open.delete(found.place.conversation);
      }
      expect(await settled()).toEqual({});
    });

    it("A3 goes by what is true when it is stored: somebody who came in between takes nobody else's agent", async () => {
      await elsewhere.service.stop();
      const [ada, ben] = [await hire('Ada', { departments: ['sales'] }), await hire('Ben')];
      await automatic({}, [
        { id: 'sales', name: 'Sales' },
        { id: 'service', name: 'Service', agents: [ben.agent.id] },
      ]);
      await test.agent(ada);
      test.clock.advance(10_000);
      const service = await (await asking('service')).write('It drips');
      const store = stores[0];
      const { write } = store;
      let sales: Place | undefined;
      const put: Store['write'] = async (work, options) => {
        if (options?.key === service.conversation && sales === undefined) {
          // By a clock that is behind: they have waited longer.
          sales = await (await asking('sales', undefined, elsewhere)).write('How much?');
        }
        return write.call(store, work, options) as ReturnType<typeof work>;
      };
      store.write = put;
      await test.agent(ben);
      await isGiven(service, ben);
      if (sales === undefined) throw new Error('Nobody came in between.');
      await isGiven(sales, ada);
    });

    it('A3 an agent who left, or whose server is no more, is given nobody', async () => {
      await automatic();
      const [ada, ben] = [await hire('Ada'), await hire('Ben')];
      const leaving = await test.agent(ada);
      await elsewhere.agent(ben);
      leaving.connection.close();
      test.clock.advance(5_000);
      test.service.sweep();
      await vi.waitFor(async () => {
        const rows = await stores[0].read((database) => database.selectFrom('agent_presence').selectAll().execute());
        expect(rows.map(({ agent }) => agent)).toEqual([ben.agent.id]);
      });
      await isGiven(await (await test.visitor()).write('Hello'), ben);
      // The other server does not say any more that it has Ben.
      for (const { clock } of [test, elsewhere]) clock.advance(61_000);
      const lost = await (await test.visitor()).write('Hello?');
      await settled();
      expect(await assigneeOf(lost)).toBeNull();
      await test.agent(ada);
      await isGiven(lost, ada);
    });

    it('V6 P-R9 tells the place and the wait department by department', async () => {
      await rule({ mode: 'manual' }, [
        { id: 'sales', name: 'Sales' },
        { id: 'service', name: 'Service' },
      ]);
      const agent = await test.agent(await test.hire('Ada'));
      for (const seconds of [60, 120, 240]) {
        const place = await (await asking('sales')).write('Hello');
        test.clock.advance(seconds * 1000);
        await claim(agent, place);
      }
      const [service, sales, anybody, later] = [
        await asking('service'),
        await asking('sales'),
        await test.visitor(),
        await asking('sales'),
      ];
      for (const visitor of [service, sales, anybody, later]) {
        await visitor.write('Hello');
        test.clock.advance(10);
      }
      await vi.waitFor(() => {
        expect(queueOf(service)).toEqual({ position: 1 });
        expect(queueOf(sales)).toEqual({ position: 1, minutes: 2 });
        expect(queueOf(anybody)).toEqual({ position: 3 });
        expect(queueOf(later)).toEqual({ position: 3, minutes: 2 });
      });
    });

    it('V6 offers the form to who waits too long; who leaves a message waits no more and is given to nobody', async () => {
      await automatic({ overflow: [{ after: 30, to: 'form' }] });
      const visitor = await test.visitor();
      const place = await visitor.write('Hello');
      await vi.waitFor(() => expect(queueOf(visitor)).toEqual({ position: 1 }));
      test.clock.advance(29_000);
      test.service.sweep();
      await settled();
      expect(queueOf(visitor)).toEqual({ position: 1 });
      test.clock.advance(1_000);
      test.service.sweep();
      await vi.waitFor(() => expect(queueOf(visitor)).toEqual({ position: 1, form: true }));
      const back = await test.visitor({ token: visitor.token });
      expect(back.welcome.queue).toEqual({ position: 1, form: true });

      const contact = { name: 'Mia', email: 'mia@home.example' };
      await visitor.do({ type: 'contact-submit', id: randomUUID(), text: 'Please write to me', ...contact });
      expect(await row(place.conversation)).toMatchObject({ phase: 'queued', waiting_since: null });
      const session = await hire('Ada');
      await test.agent(session);
      expect(await settled()).toEqual({});
      // A word of theirs begins another wait.
      await visitor.write('I am still here', place);
      await isGiven(place, session);
    });
  });
}

function seqOf(answer: object): number {
  return 'seq' in answer ? Number(answer.seq) : Infinity;
}

function sessionOf({ connection }: TestClient): AgentSession {
  if (connection.agent === null) throw new Error('That is no agent.');
  return connection.agent;
}
