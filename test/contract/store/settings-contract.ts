/** What every store owes the owners' settings (A1, A12): run on each, with one server and with two on one database. */
import type { AgentSession, Store } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from '../../support/service-clients.js';
import type { OpenTwice } from './routing-contract.js';

/** Describes settings. `open` gives two ways into one fresh, empty database. */
export function describeSettings(name: string, open: OpenTwice): void {
  describe(`settings on ${name}`, () => {
    let stores: readonly [Store, Store];
    let test: TestService;
    let elsewhere: TestService;
    let olga: AgentSession;
    beforeEach(async () => {
      stores = await open();
      test = await startTestService(stores[0]);
      elsewhere = await startTestService(stores[1]);
      await test.service.agents.ensureOwner({ email: 'olga@shop.example', password: 'a long enough password' });
      olga = (await test.service.agents.signIn({ email: 'olga@shop.example', password: 'a long enough password' }))
        .session;
    });
    afterEach(async () => {
      await Promise.all([test.service.stop(), elsewhere.service.stop()]);
      for (const store of new Set(stores)) await store.close();
    });

    const code = (promise: Promise<unknown>) =>
      promise.then(
        () => null,
        (error: { code?: string }) => error.code,
      );
    const versionOf = async (id: string) =>
      (await test.service.agents.list(olga)).find((agent) => agent.id === id)?.version;

    it('A12 of two owners who change a section from the same version, the second one is told', async () => {
      const { settings } = test.service;
      const { version } = await settings.readOne('panel');
      const writes = [test, elsewhere].map(({ service }, index) =>
        code(service.settings.set('panel', { title: `Owner ${index}` }, version)),
      );
      const outcomes = await Promise.all(writes);
      expect(outcomes.toSorted()).toEqual(['id-conflict', null].toSorted());
      const winner = outcomes.indexOf(null);
      const now = await elsewhere.service.settings.readOne('panel');
      expect(now.value).toEqual({ title: `Owner ${winner}` });
      expect(await code(settings.set('panel', { title: 'Late' }, version))).toBe('id-conflict');
      expect(await code(settings.set('panel', null, version))).toBe('id-conflict');
      // Who has seen what stands may change it; who says the same again has nothing to be told.
      await settings.set('panel', { title: 'Both' }, now.version);
      expect(await code(settings.set('panel', { title: 'Both' }, now.version))).toBeNull();
      await settings.set('panel', null, (await settings.readOne('panel')).version);
      expect(await settings.readOne('panel')).toEqual({ version });
    });

    it('A12 of two owners who change an existing section at once, one does; without a version both do', async () => {
      const { settings } = test.service;
      await settings.set('panel', { title: 'First' });
      const { version } = await settings.readOne('panel');
      const both = [test, elsewhere].map(({ service }, index) =>
        code(service.settings.set('panel', { title: `Owner ${index}` }, version)),
      );
      expect((await Promise.all(both)).filter((one) => one === null)).toHaveLength(1);
      await Promise.all([test, elsewhere].map(({ service }) => service.settings.set('panel', { title: 'Any' })));
      expect((await settings.readOne('panel')).value).toEqual({ title: 'Any' });
    });

    it('A12 a section that there is not, and a value that cannot be, are refused by name', async () => {
      const { settings } = test.service;
      expect(await code(settings.readOne('colours'))).toBe('not-found');
      expect(await code(settings.set('colours', {}))).toBe('not-found');
      expect(await code(settings.set('panel', { title: 7 }))).toBe('settings-invalid');
    });

    it('A12 X3 origins are kept as browsers send them, each once, and every node reads them', async () => {
      await test.service.settings.set('origins', [
        'https://Shop.example/',
        'https://shop.example',
        'http://a.example:80',
      ]);
      const kept = ['https://shop.example', 'http://a.example'];
      expect((await elsewhere.service.settings.readOne('origins')).value).toEqual(kept);
      expect((await elsewhere.service.settings.read()).origins).toEqual(kept);
      // None at all is a list as well, and not the same as none set.
      await test.service.settings.set('origins', []);
      expect((await elsewhere.service.settings.read()).origins).toEqual([]);
      await test.service.settings.set('origins', null);
      expect(await elsewhere.service.settings.read()).not.toHaveProperty('origins');
    });

    it('A1 an account is changed from the version that was seen, and by nobody over another one', async () => {
      const session = await test.hire('Ann');
      const { id } = session.agent;
      const seen = await versionOf(id);
      const outcomes = await Promise.all(
        [test, elsewhere].map(({ service }, index) =>
          code(service.agents.change(olga, id, { capacity: index + 1 }, seen)),
        ),
      );
      expect(outcomes.filter((one) => one === null)).toHaveLength(1);
      const changed = await test.service.agents.change(
        olga,
        id,
        { name: 'Anna', skills: ['german'] },
        await versionOf(id),
      );
      expect(changed).toMatchObject({ name: 'Anna', skills: ['german'], capacity: outcomes.indexOf(null) + 1 });
      expect(changed.version).toBe(await versionOf(id));
      expect(await code(test.service.agents.change(olga, 'agent-nobody', { name: 'X' }))).toBe('not-found');
      expect(await code(test.service.agents.change(session, id, { role: 'owner' }))).toBe('forbidden');
    });

    it('A1 the last owner stays one, also when two step down at once', async () => {
      const { agents } = test.service;
      await expect(agents.change(olga, olga.agent.id, { role: 'agent' })).rejects.toMatchObject({
        problem: { code: 'settings-invalid', detail: 'role: somebody has to stay owner' },
      });
      expect(await agents.lasts(olga)).toBe(true);
      const ann = await test.hire('Ann');
      await agents.change(olga, ann.agent.id, { role: 'owner' });
      const steps = [
        code(test.service.agents.change(olga, olga.agent.id, { role: 'lead' })),
        code(elsewhere.service.agents.change(olga, ann.agent.id, { role: 'lead' })),
      ];
      expect((await Promise.all(steps)).filter((one) => one === null)).toHaveLength(1);
      const owners = (await agents.list(olga)).filter(({ role }) => role === 'owner');
      expect(owners).toHaveLength(1);
    });

    it('A1 another role ends the sessions that were begun with the one before; an agent of a webhook has none', async () => {
      const { agents } = test.service;
      const ann = await test.hire('Ann');
      await agents.change(olga, ann.agent.id, { capacity: 2 });
      expect(await agents.lasts(ann)).toBe(true);
      await agents.change(olga, ann.agent.id, { role: 'lead' });
      expect(await agents.lasts(ann)).toBe(false);
      await agents.ensureBridge({ id: 'webhook-00001', name: 'CRM' });
      expect(await code(agents.change(olga, 'webhook-00001', { role: 'owner' }))).toBe('forbidden');
    });
  });
}
