/** What every store owes the passing on of chats (A4): one wins, nothing is lost, and the visitor hears of a joining only. */
import type { TransferDraft } from '@support-chat/protocol';
import type { AgentSession } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestService, type Place, type TestClient, type TestService } from '../../support/service-clients.js';
import type { OpenTwice } from './routing-contract.js';

/** In every word that a visitor must not get. */
const CANARY = 'heron-2718';

/** Describes transfers. `open` gives two ways into one fresh, empty database. */
export function describeTransfers(name: string, open: OpenTwice): void {
  describe(`passing chats on, ${name}`, () => {
    let stores: Awaited<ReturnType<OpenTwice>>;
    let test: TestService;
    let elsewhere: TestService;
    let ada: AgentSession;
    let ben: AgentSession;
    let cem: AgentSession;
    let visitor: TestClient;
    let place: Place;
    beforeEach(async () => {
      stores = await open();
      test = await startTestService(stores[0]);
      elsewhere = await startTestService(stores[1]);
      await test.service.settings.set('departments', [
        { id: 'sales', name: 'Sales' },
        { id: 'service', name: 'Service' },
      ]);
      [ada, ben, cem] = [await test.hire('Ada'), await test.hire('Ben'), await test.hire('Cem')];
      for (const session of [ada, ben, cem]) await test.agent(session);
      for (const { service } of [test, elsewhere]) await service.settingsChanged();
      await test.service.settle();
      visitor = await test.visitor();
      place = await visitor.write('Hello');
      await (await test.agent(ada, { conversation: place.conversation })).write('Hello, I am Ada', place);
    });
    afterEach(async () => {
      await Promise.all([test.service.stop(), elsewhere.service.stop()]);
      for (const store of new Set(stores)) await store.close();
    });

    const pass = (
      to: TransferDraft['to'],
      {
        by = ada,
        from = ada.agent.id,
        reason,
        id = randomUUID(),
        at: here = test,
      }: {
        readonly by?: AgentSession;
        readonly from?: string | null;
        readonly reason?: string;
        readonly id?: string;
        readonly at?: TestService;
      } = {},
    ) =>
      here.service.transfers.put(by.agent.id, place.conversation, id, {
        to,
        from,
        ...(reason !== undefined && { reason }),
      });
    const at = ({ conversation, epoch }: Place): Place => ({ conversation, epoch });
    const row = () =>
      stores[0].read((database) =>
        database.selectFrom('conversations').selectAll().where('id', '=', place.conversation).executeTakeFirstOrThrow(),
      );
    const notes = () => test.service.notes.list(place.conversation, 0);
    const visible = () => visitor.events.map((event) => [event.type, 'author' in event ? event.author.name : '']);
    const automatic = async (facts: object = {}): Promise<void> => {
      await test.service.settings.set('routing', { mode: 'automatic', ...facts });
      for (const { service } of [test, elsewhere]) await service.settingsChanged();
      await test.service.settle();
    };

    it('A4 to an agent: they have it, the reason is a note, and the visitor sees that somebody has joined', async () => {
      const before = visible().length;
      const note = await pass({ agent: ben.agent.id }, { reason: `${CANARY}: knows teapots` });
      expect(note).toMatchObject({
        text: `${CANARY}: knows teapots`,
        author: { id: ada.agent.id, name: 'Ada' },
        transfer: { agent: { kind: 'agent', id: ben.agent.id, name: 'Ben' } },
        after: 3,
      });
      expect(await row()).toMatchObject({ assignee: ben.agent.id, phase: 'live', head: 4 });
      expect(await notes()).toEqual([note]);
      expect(visible().slice(before)).toEqual([['participant-joined', 'Ben']]);
      expect(JSON.stringify(visitor.frames)).not.toContain(CANARY);
      // Back again: who is in it already does not join once more.
      await pass({ agent: ada.agent.id }, { by: ben, from: ben.agent.id });
      expect(await row()).toMatchObject({ assignee: ada.agent.id, head: 4 });
      expect(visible()).toHaveLength(before + 1);
      expect((await notes()).map(({ text }) => text)).toEqual([`${CANARY}: knows teapots`, '']);
    });

    it('A4 to a department: it waits there again, and the visitor notices nothing', async () => {
      const before = visitor.frames.length;
      const note = await pass({ department: 'service' }, { reason: `${CANARY}: broken` });
      expect(note.transfer).toEqual({ department: { id: 'service', name: 'Service' } });
      expect(await row()).toMatchObject({
        assignee: null,
        phase: 'queued',
        waiting_since: test.clock.wallTime(),
        head: 3,
      });
      expect(await test.service.transfers.team()).toMatchObject({
        departments: [
          { id: 'sales', waiting: 0, available: 3 },
          { id: 'service', waiting: 1, available: 3 },
        ],
      });
      expect(visitor.frames.slice(before).map(({ type }) => type)).toEqual(['queue-changed']);
      expect(JSON.stringify(visitor.frames)).not.toContain(CANARY);
      await (await test.agent(ben, { conversation: place.conversation })).write('Service here', place);
      expect(await row()).toMatchObject({ assignee: ben.agent.id, phase: 'live' });
    });

    it('A4 A3 to a department, while the server gives out chats: it is given to somebody who works there', async () => {
      const owner: AgentSession = { ...ada, agent: { ...ada.agent, role: 'owner' } };
      for (const [{ agent }, departments] of [
        [ada, ['sales']],
        [ben, ['sales']],
        [cem, ['service']],
      ] as const) {
        await test.service.agents.change(owner, agent.id, { departments });
      }
      await automatic();
      await pass({ department: 'service' });
      await vi.waitFor(async () => expect((await row()).assignee).toBe(cem.agent.id), { timeout: 5000 });
      // Whichever server gave it out: what is in the log is what visitors see.
      const { events } = await test.service.conversations.snapshot(ada.author, place.conversation, null);
      expect(events.at(-1)).toMatchObject({ type: 'participant-joined', author: { name: 'Cem' } });
    });

    it('A4 L2 the same request again does nothing more; another one under its id is refused', async () => {
      const id = randomUUID();
      const note = await pass({ agent: ben.agent.id }, { id, reason: 'Teapots' });
      expect(await pass({ agent: ben.agent.id }, { id, reason: 'Teapots', at: elsewhere })).toEqual(note);
      for (const request of [
        pass({ agent: ben.agent.id }, { id, reason: 'Cups' }),
        pass({ agent: cem.agent.id }, { id, reason: 'Teapots' }),
        pass({ department: 'sales' }, { id, reason: 'Teapots' }),
        pass({ agent: ben.agent.id }, { id, reason: 'Teapots', by: cem }),
        test.service.notes.put(ada.agent.id, place.conversation, id, { text: 'Teapots' }),
      ]) {
        await expect(request).rejects.toMatchObject({ code: 'id-conflict' });
      }
      expect([(await row()).head, (await notes()).length]).toEqual([4, 1]);
    });

    it('A4 of two at once, by two servers, one wins and the other is told', async () => {
      const outcomes = await Promise.allSettled([
        pass({ agent: ben.agent.id }, { reason: 'one' }),
        pass({ agent: cem.agent.id }, { reason: 'two', by: cem, at: elsewhere }),
        pass({ department: 'service' }, { reason: 'three', by: ben, at: elsewhere }),
      ]);
      const refused = outcomes.filter((one) => one.status === 'rejected').map(({ reason }) => reason as unknown);
      expect(refused).toMatchObject([{ code: 'already-taken' }, { code: 'already-taken' }]);
      const [kept, ...more] = await notes();
      expect(more).toEqual([]);
      const { assignee } = await row();
      expect(assignee).toBe(kept?.transfer?.agent?.id ?? null);
    });

    it.each([
      ['who is not at the desk', () => test.hire('Dan').then(({ agent }) => agent.id), 'agent-away'],
      ['who is signed out', signedOut, 'agent-away'],
      ['who is away', away, 'agent-away'],
      ['whom there is not', () => Promise.resolve('nobody'), 'not-found'],
      ['who has it', () => Promise.resolve(ada.agent.id), 'forbidden'],
      ['who has no room', full, 'capacity-reached'],
    ] as const)('A4 to an agent %s is refused, and nothing is changed', async (_what, target, code) => {
      const agent = await target();
      const before = [await row(), visible()];
      await expect(pass({ agent }, { reason: CANARY })).rejects.toMatchObject({ code });
      expect([await row(), visible(), await notes()]).toEqual([...before, []]);
    });

    it('A4 to a department that the owner has removed is refused, and nothing is changed', async () => {
      const before = await row();
      await test.service.settings.set('departments', [{ id: 'sales', name: 'Sales' }]);
      await expect(pass({ department: 'service' })).rejects.toMatchObject({ code: 'not-found' });
      expect([await row(), await notes()]).toEqual([before, []]);
    });

    it('A4 of a chat that has ended, is erased or is not there is refused', async () => {
      const desk = await test.agent(ada, { conversation: place.conversation });
      await desk.do({ type: 'conversation-end', id: randomUUID(), ...at(place) });
      await expect(pass({ agent: ben.agent.id })).rejects.toMatchObject({ code: 'forbidden' });
      await test.service.conversations.erase(visitor.welcome.self.id);
      await expect(pass({ agent: ben.agent.id })).rejects.toMatchObject({ code: 'forbidden' });
      place = { ...place, conversation: randomUUID() };
      await expect(pass({ agent: ben.agent.id })).rejects.toMatchObject({ code: 'conversation-unknown' });
    });

    it('A4 somebody who waits can be given to an agent as well', async () => {
      const other = await test.visitor();
      place = await other.write('Anybody?');
      await pass({ agent: cem.agent.id }, { from: null });
      expect(await row()).toMatchObject({
        assignee: cem.agent.id,
        phase: 'live',
        waiting_since: expect.anything() as number,
      });
      expect(other.events.at(-1)).toMatchObject({ type: 'participant-joined', author: { name: 'Cem' } });
    });

    it('A4 A3 who passes a chat on has room again, who gets it has less', async () => {
      await automatic({ capacity: 1 });
      const chats = async () =>
        (await test.service.transfers.team()).agents.map((one) => [one.name, one.chats, one.capacity]);
      expect(await chats()).toEqual([
        ['Ada', 1, 1],
        ['Ben', 0, 1],
        ['Cem', 0, 1],
      ]);
      await pass({ agent: ben.agent.id });
      expect(await chats()).toEqual([
        ['Ada', 0, 1],
        ['Ben', 1, 1],
        ['Cem', 0, 1],
      ]);
      await expect(pass({ agent: ben.agent.id }, { by: ben, from: ben.agent.id })).rejects.toMatchObject({
        code: 'forbidden',
      });
    });

    async function signedOut(): Promise<string> {
      await test.service.agents.signOut(ben);
      return ben.agent.id;
    }
    async function away(): Promise<string> {
      await test.service.idleness.set(ben.agent.id, 'away');
      return ben.agent.id;
    }
    async function full(): Promise<string> {
      await automatic({ capacity: 1 });
      const busy = await test.visitor();
      const chat = await busy.write('Me first');
      await vi.waitFor(async () => {
        const { agents } = await test.service.transfers.team();
        expect(agents.filter(({ chats }) => chats === 1)).toHaveLength(2);
      });
      const { assignee } = await stores[0].read((database) =>
        database
          .selectFrom('conversations')
          .select('assignee')
          .where('id', '=', chat.conversation)
          .executeTakeFirstOrThrow(),
      );
      return assignee ?? '';
    }
  });
}
