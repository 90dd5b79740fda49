import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../packages/server/src/store/open-store.js';
import type { Store } from '../../../packages/server/src/store/store.js';
import { startTestService, type TestService } from '../../support/service-clients.js';

let store: Store;
let test: TestService;
beforeEach(async () => {
  store = await openStore({ dataFolder: ':memory:' });
  test = await startTestService(store);
});
afterEach(() => store.close());

const owner = { email: 'Owner@Shop.example ', password: 'a long enough password' };
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { code?: string }) => error.code,
  );

describe('the first owner', () => {
  it('X2 is made by a one-time link that works once', async () => {
    const { agents } = test.service;
    const token = (await agents.createSetupToken())!;
    const details = { ...owner, name: 'Olga', token };
    expect(await code(agents.setUp({ ...details, token: 'guessed' }))).toBe('setup-link-invalid');
    expect(await code(agents.setUp({ ...details, password: 'short' }))).toBe('password-too-weak');
    const { session } = await agents.setUp(details);
    expect(session.agent).toMatchObject({ email: 'owner@shop.example', name: 'Olga', role: 'owner' });
    expect(await code(agents.setUp(details))).toBe('setup-link-invalid');
    expect(await agents.createSetupToken()).toBeNull();
    expect((await agents.signIn(owner)).session.agent.id).toBe(session.agent.id);
  });

  it('X2 a newer link makes the older one useless, and two uses at once make one owner', async () => {
    const { agents } = test.service;
    const old = (await agents.createSetupToken())!;
    const token = (await agents.createSetupToken())!;
    expect(await code(agents.setUp({ ...owner, name: '', token: old }))).toBe('setup-link-invalid');
    const uses = ['one@shop.example', 'two@shop.example'].map((email) =>
      agents.setUp({ ...owner, email, name: '', token }),
    );
    expect((await Promise.all(uses.map(code))).sort()).toEqual([null, 'setup-link-invalid'].sort());
  });

  it('X2 the link is stored as a hash only', async () => {
    const token = (await test.service.agents.createSetupToken())!;
    const rows = await store.read((database) => database.selectFrom('setup_links').selectAll().execute());
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('comes from the settings as well; another password there replaces the old one and its sessions', async () => {
    const { agents } = test.service;
    await agents.ensureOwner(owner);
    expect(await agents.createSetupToken()).toBeNull();
    const { token } = await agents.signIn(owner);
    await agents.ensureOwner(owner);
    expect(await agents.authenticate(token)).not.toBeNull();
    await agents.ensureOwner({ ...owner, password: 'another password' });
    expect(await agents.authenticate(token)).toBeNull();
    expect(await code(agents.signIn(owner))).toBe('sign-in-refused');
    expect((await agents.signIn({ ...owner, password: 'another password' })).session.agent.name).toBe('owner');
  });
});

describe('signing in', () => {
  it('X2 gives each time another token, stored as a hash, that is gone after signing out', async () => {
    const { agents } = test.service;
    await agents.ensureOwner(owner);
    const [first, second] = [await agents.signIn(owner), await agents.signIn(owner)];
    expect(first.token).not.toBe(second.token);
    expect(await agents.authenticate(first.token)).toEqual(first.session);
    const rows = await store.read((database) => database.selectFrom('agent_sessions').selectAll().execute());
    expect(JSON.stringify(rows)).not.toContain(first.token);
    await agents.signOut(first.session);
    expect(await agents.authenticate(first.token)).toBeNull();
    expect(await agents.authenticate(second.token)).not.toBeNull();
    expect(await agents.authenticate('unknown')).toBeNull();
  });

  it('X2 refuses a wrong password and an unknown e-mail alike, and hashes for both', async () => {
    const { agents } = (await startTestService(store, { dearPasswords: true })).service;
    await agents.ensureOwner(owner);
    // The time of the dear part, in processor time so that a busy machine does not matter: it is spent or it is not.
    const spent = async (email: string) => {
      const before = process.cpuUsage();
      expect(await code(agents.signIn({ email, password: 'wrong password' }))).toBe('sign-in-refused');
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const [known, unknown] = [await spent(owner.email), await spent('nobody@shop.example')];
    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
  }, 60_000);

  it('X2 forgets a session after a week', async () => {
    const { agents } = test.service;
    await agents.ensureOwner(owner);
    const { token } = await agents.signIn(owner);
    test.clock.advance(7 * 24 * 60 * 60 * 1000);
    expect(await agents.authenticate(token)).toBeNull();
    await test.service.cleanUp();
    const rows = await store.read((database) => database.selectFrom('agent_sessions').selectAll().execute());
    expect(rows).toEqual([]);
  });
});

describe('ending a session', () => {
  it('X2 closes its connections at once and no others', async () => {
    const { agents } = test.service;
    await agents.ensureOwner(owner);
    const [first, second] = [await agents.signIn(owner), await agents.signIn(owner)];
    const inbox = await test.agent(first.session);
    const { conversation } = await (await test.visitor()).write('hi');
    const chat = await test.agent(first.session, { conversation });
    const other = await test.agent(second.session);
    await agents.signOut(first.session);
    for (const client of [inbox, chat]) {
      expect(client.closed?.code).toBe('session-revoked');
      expect(client.frames.at(-1)).toMatchObject({ type: 'refused', id: null, problem: { code: 'session-revoked' } });
    }
    expect(other.closed).toBeNull();
    await agents.revoke(second.session.agent.id);
    expect(other.closed?.code).toBe('session-revoked');
  });

  it('X2 a command that waited behind the revocation is not carried out', async () => {
    const session = await test.hire('Ada');
    const place = await (await test.visitor()).write('hi');
    const agent = await test.agent(session);
    await test.service.agents.signOut(session);
    const command = {
      type: 'message-send',
      id: 'after-the-end',
      text: 'x',
      ...{ conversation: place.conversation },
    } as const;
    expect(await agent.ask({ ...command, epoch: place.epoch })).toMatchObject({ type: 'refused' });
    const events = await store.read((database) => database.selectFrom('events').selectAll().execute());
    expect(events).toHaveLength(1);
  });
});

describe('making agents', () => {
  const details = {
    email: 'ada@shop.example',
    name: 'Ada',
    password: 'a long enough password',
    role: 'agent',
  } as const;

  it('X2 is for owners only', async () => {
    for (const role of ['agent', 'lead'] as const) {
      const session = await test.hire('Somebody', role);
      expect(await code(test.service.agents.create(session, details))).toBe('forbidden');
      expect(await code(test.service.agents.list(session))).toBe('forbidden');
    }
  });

  it('refuses an e-mail that is taken, whatever its case', async () => {
    const by = await test.hire('Olga', 'owner');
    const { agents } = test.service;
    expect(await agents.create(by, details)).toMatchObject({ email: 'ada@shop.example', name: 'Ada', role: 'agent' });
    expect(await code(agents.create(by, { ...details, email: 'ADA@shop.example' }))).toBe('id-conflict');
    expect((await agents.list(by)).map(({ name }) => name)).toEqual(['Ada', 'Olga']);
    expect((await agents.signIn(details)).session.author).toMatchObject({ kind: 'agent', name: 'Ada' });
  });
});

describe('the credential of a connection', () => {
  it('X2 is the one it was opened with', async () => {
    const visitor = await test.visitor();
    const other = await test.visitor();
    expect(visitor.connection.heldBy({ visitorToken: visitor.token })).toBe(true);
    expect(visitor.connection.heldBy({ visitorToken: other.token })).toBe(false);
    expect(visitor.connection.heldBy({})).toBe(false);
    const [ada, ben] = [await test.hire('Ada'), await test.hire('Ben')];
    const agent = await test.agent(ada);
    expect(agent.connection.heldBy({ agent: ada })).toBe(true);
    expect(agent.connection.heldBy({ agent: ben })).toBe(false);
    expect(agent.connection.heldBy({ visitorToken: visitor.token, agent: null })).toBe(false);
    expect(test.client().connection.heldBy({ visitorToken: '' })).toBe(false);
  });
});
