/** What every store owes who wants to know who did what (A19): run by a server on each. */
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, signIn } from '../../support/agent-api.js';
import { createManualClock, type ManualClock } from '../../support/manual-clock.js';
import { openVisitor } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

const DAY = 24 * 60 * 60 * 1000;
/** In every word that must not be recorded. */
const CANARY = 'kestrel-5150';

interface Entry {
  readonly actor: { readonly kind: string; readonly id: string | null };
  readonly action: string;
  readonly target: string | null;
  readonly detail: string | null;
  readonly outcome: string;
  readonly address: string | null;
}

/** Describes the audit log. `options` names a fresh, empty database each time. */
export function describeAudit(name: string, options: () => Promise<ServerOptions>): void {
  describe(`the audit log on ${name}`, () => {
    let server: RunningServer;
    let clock: ManualClock;
    let cookie: string;
    beforeEach(async () => {
      clock = createManualClock();
      const plenty = { count: 1000, seconds: 1 };
      server = await startTestServer({
        ...{ clock, owner: { ...OWNER }, limits: { requests: plenty, logins: plenty } },
        ...(await options()),
      });
      cookie = await signIn(server.url);
    });
    afterEach(() => server.close());

    const call = (method: string, path: string, body?: object, headers: Record<string, string> = { Cookie: cookie }) =>
      fetch(`${server.url}/v1/${path}`, {
        method,
        headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
    const page = async (query = ''): Promise<{ entries: Entry[]; after?: string }> => {
      const response = await call('GET', `audit${query}`);
      expect(response.status, query).toBe(200);
      return (await response.json()) as { entries: Entry[]; after?: string };
    };
    /** Oldest first. */
    const said = async (query = '') => (await page(query)).entries.toReversed();
    const colleague = { email: `${CANARY}@shop.example`, name: CANARY, password: `${CANARY} and more` };
    async function hire(): Promise<string> {
      return ((await (await call('POST', 'agents', colleague)).json()) as { agent: { id: string } }).agent.id;
    }

    it('A19 says who did what to what, and nothing of what they wrote', async () => {
      const { agent: me } = (await (await call('GET', 'agent/me')).json()) as { agent: { id: string } };
      const id = await hire();
      await call('PATCH', `agents/${id}`, { role: 'lead', name: `${CANARY} 2` });
      await call('PUT', 'settings/panel', { title: CANARY });
      await call('PUT', 'settings/panel', { title: 7 });
      await call('PUT', 'shortcuts/wait-0001', { name: 'wait', text: CANARY });
      const made = await call('POST', 'webhooks', { name: CANARY, url: `https://x.example/?${CANARY}` });
      const { webhook } = (await made.json()) as { webhook: { id: string; secret: string } };
      await call('GET', `agent/archive/export?format=csv&words=${CANARY}`);
      const visitor = await openVisitor(server.url);
      const bearer = { Authorization: `Bearer ${visitor.token}` };
      await (await call('GET', 'visitor/data', undefined, bearer)).text();
      await call('DELETE', 'visitor/data', undefined, bearer);
      const theirs = await signIn(server.url, { email: colleague.email, password: colleague.password });
      await call('PUT', 'settings/panel', { title: CANARY }, { Cookie: theirs });
      await call('PATCH', `agents/${id}`, { role: 'owner' }, { Cookie: theirs });
      await call('DELETE', 'agent/sessions', undefined, { Cookie: theirs });

      const entries = await said();
      const by = ({ actor, action, target, detail, outcome }: Entry) => [actor.id, action, target, detail, outcome];
      const someone = entries.find(({ action }) => action === 'visitor-erased')?.actor;
      expect(someone).toMatchObject({ kind: 'visitor' });
      expect(entries.map(by)).toEqual([
        [me.id, 'sign-in', me.id, null, 'done'],
        [me.id, 'agent-made', id, null, 'done'],
        [me.id, 'agent-changed', id, 'name role=lead', 'done'],
        [me.id, 'settings-changed', 'panel', null, 'done'],
        [me.id, 'shortcut-written', 'wait-0001', null, 'done'],
        [me.id, 'webhook-made', webhook.id, null, 'done'],
        [me.id, 'archive-exported', null, null, 'done'],
        [someone?.id, 'visitor-exported', null, null, 'done'],
        [someone?.id, 'visitor-erased', null, null, 'done'],
        [id, 'sign-in', id, null, 'done'],
        [id, 'settings-changed', 'panel', null, 'refused'],
        [id, 'agent-changed', id, null, 'refused'],
        [id, 'sign-out', null, null, 'done'],
      ]);
      const everything = JSON.stringify(entries);
      for (const secret of [CANARY, webhook.secret, visitor.token, OWNER.password])
        expect(everything).not.toContain(secret);
    });

    it('A19 X2 who tries to get in is recorded, who merely knocks at other doors is not', async () => {
      const wrong = { email: `${CANARY}@x.example`, password: `${CANARY}` };
      expect((await call('POST', 'agent/sessions', wrong, {})).status).toBe(401);
      const setUp = { token: CANARY, name: CANARY, email: wrong.email, password: CANARY };
      expect((await call('POST', 'agent/setup', setUp, {})).status).toBe(403);
      expect((await call('PUT', 'settings/panel', { title: CANARY }, {})).status).toBe(401);
      const refused = await said('?outcome=refused');
      expect(refused).toMatchObject([
        { actor: { kind: 'nobody', id: null }, action: 'sign-in', target: null },
        { actor: { kind: 'nobody', id: null }, action: 'set-up', target: null },
      ]);
      expect(JSON.stringify(refused)).not.toContain(CANARY);
    });

    it('A19 is read page by page and by filters, by owners only', async () => {
      for (let index = 0; index < 7; index++) await call('PUT', 'settings/panel', { title: `${index}` });
      const seen: Entry[] = [];
      let after: string | undefined;
      do {
        const next = await page(`?limit=3&action=settings-changed${after === undefined ? '' : `&after=${after}`}`);
        seen.push(...next.entries);
        ({ after } = next);
      } while (after !== undefined);
      expect(seen).toHaveLength(7);
      expect(new Set(seen.map((entry) => JSON.stringify(entry))).size).toBe(7);
      const before = clock.wallTime();
      clock.advance(1000);
      await call('DELETE', 'settings/panel');
      expect(await said(`?from=${before + 1}`)).toMatchObject([{ action: 'settings-removed', target: 'panel' }]);
      expect(await said(`?to=${before}`)).toEqual([]);
      const id = await hire();
      const theirs = { Cookie: await signIn(server.url, { email: colleague.email, password: colleague.password }) };
      expect(await said(`?actor=${id}`)).toMatchObject([{ action: 'sign-in' }]);
      expect((await call('GET', 'audit', undefined, theirs)).status).toBe(403);
      expect((await call('GET', 'audit', undefined, {})).status).toBe(401);
      for (const query of ['?limit=0', '?limit=101', '?after=nonsense', '?action=nothing', '?who=me']) {
        expect((await call('GET', `audit${query}`)).status, query).toBe(400);
      }
    });

    it('A19 R6 addresses are forgotten after 30 days, entries after two years; what retention erased is recorded', async () => {
      expect(await said()).toMatchObject([{ address: expect.any(String) as string }]);
      await openVisitor(server.url);
      await call('PUT', 'settings/retention', { visitors: 1 });
      clock.advance(30 * DAY - 1000);
      await server.cleanUp();
      cookie = await signIn(server.url);
      const entries = await said();
      expect(entries.map(({ action }) => action)).toEqual(['sign-in', 'settings-changed', 'retention', 'sign-in']);
      expect(entries[2]).toMatchObject({
        ...{ actor: { kind: 'nobody', id: null }, detail: 'conversations=0 tickets=0 files=0 visitors=1' },
      });
      expect(entries[0]?.address).not.toBeNull();
      clock.advance(2000);
      await server.cleanUp();
      expect((await said()).map(({ address }) => address !== null)).toEqual([false, false, false, true]);
      clock.advance(700 * DAY);
      await server.cleanUp();
      cookie = await signIn(server.url);
      expect((await said()).map(({ action }) => action)).toEqual(['retention', 'sign-in', 'sign-in']);
    });
  });
}
