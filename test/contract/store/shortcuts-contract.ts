/** What every store owes shortcuts (A5): run by a server on each, through the agents' API. */
import { readShortcuts, type Shortcut } from '@support-chat/protocol';
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { startTestServer } from '../../support/test-server.js';

/** Describes shortcuts. `options` names a fresh, empty database each time. */
export function describeShortcuts(name: string, options: () => Promise<ServerOptions>): void {
  describe(`shortcuts on ${name}`, () => {
    let server: RunningServer;
    let owner: string;
    let agent: string;
    let lead: string;
    // One for all: hashing five passwords takes longer than everything else here.
    beforeAll(async () => {
      server = await startTestServer({ owner: OWNER, ...(await options()) });
      owner = await signIn(server.url);
      [agent, lead] = [await hire('agent'), await hire('lead')];
    });
    afterAll(() => server.close());

    async function hire(role: 'agent' | 'lead'): Promise<string> {
      const who = { email: `${role}@shop.example`, password: 'correct horse battery' };
      await postJson(`${server.url}/v1/agents`, { ...who, name: role, role }, { Cookie: owner });
      return signIn(server.url, who);
    }
    const call = (method: string, path: string, cookie?: string, body?: unknown) =>
      fetch(`${server.url}/v1/shortcuts${path}`, {
        method,
        headers: {
          ...(cookie !== undefined && { Cookie: cookie }),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    const list = async (): Promise<readonly Shortcut[]> =>
      readShortcuts(await (await call('GET', '', agent)).json(), 'answer').shortcuts;
    const put = (id: string, shortcut: object, cookie = lead) => call('PUT', `/${id}`, cookie, shortcut);
    const problem = async (response: Response): Promise<unknown> => [response.status, await response.json()];

    it('A5 every team begins with hello, wait and bye in twelve languages', async () => {
      const shortcuts = (await list()).filter(({ id }) => id.startsWith('seed-'));
      expect(shortcuts).toHaveLength(36);
      expect(new Set(shortcuts.map(({ locale }) => locale)).size).toBe(12);
      for (const name of ['hello', 'wait', 'bye']) {
        expect(shortcuts.filter((one) => one.name === name)).toHaveLength(12);
      }
    });

    it('A5 what a lead writes every agent reads, until it is removed; it replaces what had its id', async () => {
      const shipping = { name: 'shipping', text: 'Two days, {visitor.name}.', locale: 'en', department: 'sales' };
      expect((await put('shipping-1', shipping)).status).toBe(204);
      expect(await list()).toContainEqual({ id: 'shipping-1', ...shipping });
      expect((await put('shipping-1', { name: 'shipping', text: 'Three days.' }, owner)).status).toBe(204);
      expect(await list()).toContainEqual({ id: 'shipping-1', name: 'shipping', text: 'Three days.' });
      expect((await call('DELETE', '/shipping-1', lead)).status).toBe(204);
      expect((await call('DELETE', '/shipping-1', lead)).status).toBe(204);
      expect((await list()).filter(({ id }) => id === 'shipping-1')).toEqual([]);
    });

    it('A5 of one name, language and department there is one', async () => {
      await put('first-one', { name: 'size', text: 'One size.', locale: 'en' });
      expect((await put('other-one', { name: 'size', text: 'All sizes.', locale: 'de' })).status).toBe(204);
      expect((await put('third-one', { name: 'size', text: 'All sizes.', locale: 'en', department: 'a' })).status).toBe(
        204,
      );
      expect(await problem(await put('fourth-one', { name: 'size', text: 'No size.', locale: 'en' }))).toMatchObject([
        400,
        { code: 'settings-invalid', detail: 'name: is taken for this language and department' },
      ]);
      expect((await list()).filter(({ name: called }) => called === 'size')).toHaveLength(3);
    });

    it('A5 a file is taken in as a whole or not at all, and says what it did', async () => {
      await put('greeting-1', { name: 'greeting', text: 'Hello!', locale: 'en' });
      await put('parting-1', { name: 'parting', text: 'Bye!', locale: 'en' });
      const file = [
        { name: 'greeting', text: 'Hi!', locale: 'en' },
        { name: 'parting', text: 'Bye!', locale: 'en' },
        { name: 'größe', text: 'Alle Größen.' },
      ];
      const take = (shortcuts: unknown, cookie = lead) => call('POST', '/import', cookie, { shortcuts });
      const before = await list();
      const wrong = await take([...file, { name: 'two words', text: 'x' }]);
      expect(await problem(wrong)).toMatchObject([
        400,
        { code: 'frame-invalid', detail: expect.stringContaining('shortcuts.3.name') as string },
      ]);
      expect(await list()).toEqual(before);
      expect(await (await take(file)).json()).toEqual({ added: 1, changed: 1 });
      expect(await (await take(file)).json()).toEqual({ added: 0, changed: 0 });
      const now = await list();
      expect(now).toHaveLength(before.length + 1);
      expect(now).toContainEqual({ id: 'greeting-1', name: 'greeting', text: 'Hi!', locale: 'en' });
      // What was exported fits again: files have no ids.
      expect(await (await take(now.map(({ id: _, ...one }) => one))).json()).toEqual({ added: 0, changed: 0 });
    });

    it('A5 X2 agents read and do not write, others do neither', async () => {
      const draft = { name: 'x', text: 'x' };
      const before = await list();
      for (const response of [
        await put('some-row', draft, agent),
        await call('DELETE', '/seed-hello-en', agent),
        await call('POST', '/import', agent, { shortcuts: [draft] }),
      ]) {
        expect(await problem(response)).toMatchObject([403, { code: 'forbidden' }]);
      }
      for (const [method, path, body] of [
        ['GET', '', undefined],
        ['PUT', '/some-row', draft],
        ['DELETE', '/seed-hello-en', undefined],
        ['POST', '/import', { shortcuts: [draft] }],
      ] as const) {
        expect(await problem(await call(method, path, undefined, body))).toMatchObject([
          401,
          { code: 'sign-in-required' },
        ]);
      }
      expect(await list()).toEqual(before);
    });

    it.each([
      ['a name with a space', { name: 'a b', text: 'x' }, 'name'],
      ['no text', { name: 'x', text: '  ' }, 'text'],
      ['a text that is too long', { name: 'x', text: 'x'.repeat(10_001) }, 'text'],
      ['a language that is none', { name: 'x', text: 'x', locale: '??' }, 'locale'],
      ['a field that there is not', { name: 'x', text: 'x', color: 'red' }, 'color'],
    ])('A5 %s is refused by name', async (_what, draft, field) => {
      expect(await problem(await put('some-row', draft))).toMatchObject([
        400,
        { code: 'frame-invalid', detail: expect.stringMatching(`^${field}:`) as string },
      ]);
    });
  });
}
