/** What every store owes the presence of agents (A8). Run on each. */
import type { AgentSession, Store } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestService, type Place, type TestClient, type TestService } from '../../support/service-clients.js';

const MINUTE = 60_000;

/** Describes presence. `open` gives a fresh, empty store each time. */
export function describePresence(name: string, open: () => Promise<Store>): void {
  describe(`presence on ${name}`, () => {
    let store: Store;
    let test: TestService;
    let ada: AgentSession;
    let desk: TestClient;
    beforeEach(async () => {
      others.length = 0;
      store = await open();
      test = await startTestService(store);
      await rules({ routing: { mode: 'automatic', strategy: 'round-robin' } });
      ada = await test.hire('Ada');
      desk = await test.agent(ada);
      await test.service.settle();
    });
    afterEach(async () => {
      await test.service.stop();
      await store.close();
    });

    const rules = async (sections: Readonly<Record<string, object>>): Promise<void> => {
      for (const [section, value] of Object.entries(sections)) await test.service.settings.set(section, value);
      await test.service.settingsChanged();
    };
    const set = async (presence: 'available' | 'away', session = ada): Promise<void> => {
      await test.service.idleness.set(session.agent.id, presence);
      await test.service.settle();
    };
    /** Time passes, and the server looks around. */
    const pass = async (milliseconds: number): Promise<void> => {
      test.clock.advance(milliseconds);
      for (const client of [desk, ...others]) client.connection.heard();
      test.service.sweep();
      await test.service.idleness.look();
      await test.service.settle();
    };
    const others: TestClient[] = [];
    const row = async ({ conversation }: Place) =>
      store.read((database) =>
        database.selectFrom('conversations').selectAll().where('id', '=', conversation).executeTakeFirstOrThrow(),
      );
    const isGiven = (place: Place, { agent }: AgentSession) =>
      vi.waitFor(async () => expect((await row(place)).assignee).toBe(agent.id), { timeout: 5000 });
    const told = () => desk.all('presence-changed').map(({ presence }) => presence);

    it('A8 who is away is given nobody, goes on with what they have, and is given who waited when they are back', async () => {
      const first = await test.visitor();
      const running = await first.write('Hello');
      await isGiven(running, ada);
      await set('away');
      expect(told()).toEqual(['away']);
      const waiting = await (await test.visitor()).write('Is somebody there?');
      await test.service.settle();
      expect(await row(waiting)).toMatchObject({ phase: 'queued', assignee: null });

      await desk.write('I am still here', running);
      await first.write('Good', running);
      expect(await row(running)).toMatchObject({ phase: 'live', assignee: ada.agent.id, head: 4 });
      expect((await row(waiting)).assignee).toBeNull();
      await set('available');
      expect(told()).toEqual(['away', 'available']);
      await isGiven(waiting, ada);
    });

    it('A8 who is away is not there for visitors, and no department is staffed by them', async () => {
      const ben = await test.hire('Ben');
      await rules({
        departments: [
          { id: 'sales', name: 'Sales', agents: [ada.agent.id] },
          { id: 'service', name: 'Service', agents: [ben.agent.id] },
        ],
      });
      others.push(await test.agent(ben));
      const visitor = await test.visitor();
      expect(visitor.welcome).toMatchObject({ staffed: true, staffedIn: ['sales', 'service'] });
      await set('away');
      expect(visitor.all('staffed-changed').at(-1)).toMatchObject({ staffed: true, staffedIn: ['service'] });
      await set('away', ben);
      expect(visitor.all('staffed-changed').at(-1)).toMatchObject({ staffed: false, staffedIn: [] });
      await set('available');
      expect(visitor.all('staffed-changed').at(-1)).toMatchObject({ staffed: true, staffedIn: ['sales'] });
      expect((await test.visitor()).welcome).toMatchObject({ staffed: true, staffedIn: ['sales'] });
    });

    it('A8 a presence survives a reload of the desk and a restart of the server; visitors are never told one', async () => {
      expect(desk.welcome.presence).toBe('available');
      await set('away');
      desk.connection.close();
      desk = await test.agent(ada);
      expect(desk.welcome.presence).toBe('away');
      await test.service.stop();
      test = await startTestService(store);
      await test.service.settingsChanged();
      desk = await test.agent(ada);
      expect(desk.welcome.presence).toBe('away');
      expect(test.service.staffed()).toBe(false);
      expect((await test.visitor()).welcome).not.toHaveProperty('presence');
    });

    it('A8 who does nothing is away after the time of the owner, and back with the next thing they do', async () => {
      await rules({ presence: { awayAfter: 10 } });
      await test.service.idleness.active(ada.agent.id);
      await pass(9 * MINUTE);
      // At the desk, or by writing: both is doing something.
      const place = await (await test.visitor()).write('Hello');
      await isGiven(place, ada);
      await desk.write('Yes?', place);
      await pass(9 * MINUTE);
      expect(told()).toEqual([]);
      await pass(MINUTE);
      expect(told()).toEqual(['idle']);
      const waiting = await (await test.visitor()).write('Hello?');
      await test.service.settle();
      expect((await row(waiting)).assignee).toBeNull();
      await test.service.idleness.active(ada.agent.id);
      expect(told()).toEqual(['idle', 'available']);
      await isGiven(waiting, ada);
    });

    it('A8 who said that they are away stays away, whatever they do; an owner without times sends nobody away', async () => {
      await set('away');
      await rules({ presence: { awayAfter: 1 } });
      await pass(5 * MINUTE);
      await test.service.idleness.active(ada.agent.id);
      expect(told()).toEqual(['away']);
      await set('available');
      await rules({ presence: {} });
      await pass(600 * MINUTE);
      expect(told()).toEqual(['away', 'available']);
      expect(desk.closed).toBeNull();
    });

    it('A8 who does nothing for longer is signed out; the chat they had is still theirs', async () => {
      await rules({ presence: { awayAfter: 5, signOutAfter: 30 } });
      const place = await (await test.visitor()).write('Hello');
      await isGiven(place, ada);
      await test.service.idleness.active(ada.agent.id);
      await pass(29 * MINUTE);
      expect([told(), desk.closed]).toEqual([['idle'], null]);
      await pass(MINUTE);
      expect(desk.closed).toMatchObject({ code: 'session-revoked' });
      expect(await test.service.agents.lasts(ada)).toBe(false);
      expect(await row(place)).toMatchObject({ phase: 'live', assignee: ada.agent.id });
    });

    it('A8 opening hours end no chat, and keep nobody from being given out', async () => {
      const visitor = await test.visitor();
      const place = await visitor.write('Hello');
      await isGiven(place, ada);
      await rules({ hours: { timeZone: 'Europe/Berlin', weekly: {} } });
      await pass(MINUTE);
      await visitor.write('Are you still there?', place);
      const id = randomUUID();
      await desk.write('I am', place, id);
      expect(visitor.events.at(-1)).toMatchObject({ type: 'message-added', id });
      expect(await row(place)).toMatchObject({ phase: 'live', head: 4 });
    });
  });
}
