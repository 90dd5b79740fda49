/** What every store owes API keys (A19): run by a server on each, through its API. */
import { readApiKeyMade, readApiKeys, type ApiKey, type ApiKeyMade } from '@support-chat/protocol';
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, signIn } from '../../support/agent-api.js';
import { createManualClock, type ManualClock } from '../../support/manual-clock.js';
import { openVisitor } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

const MINUTE = 60_000;

/** How a test looks past the API. */
interface KeyStore {
  readonly options: ServerOptions;
  /** All that is stored of keys, as text. */
  readonly dump: () => Promise<string>;
}

/** Describes API keys. `open` makes a fresh, empty database each time. */
export function describeApiKeys(name: string, open: () => Promise<KeyStore>): void {
  describe(`API keys on ${name}`, () => {
    let server: RunningServer;
    let clock: ManualClock;
    let owner: string;
    let dump: KeyStore['dump'];
    beforeEach(async () => {
      clock = createManualClock();
      const store = await open();
      ({ dump } = store);
      const plenty = { count: 10_000, seconds: 1 };
      server = await startTestServer({ clock, owner: OWNER, limits: { requests: plenty }, ...store.options });
      owner = await signIn(server.url);
    });
    afterEach(() => server.close());

    const call = (method: string, path: string, headers: Record<string, string>, body?: object) =>
      fetch(`${server.url}/v1/${path}`, {
        method,
        headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
    const asOwner = (method: string, path: string, body?: object) => call(method, path, { Cookie: owner }, body);
    const withKey = (secret: string, path = 'settings', method = 'GET') =>
      call(method, path, { Authorization: `Bearer ${secret}` });
    async function make(draft: object = {}): Promise<ApiKeyMade> {
      const response = await asOwner('POST', 'api-keys', { name: 'Reports', scopes: ['settings:read'], ...draft });
      expect(response.status).toBe(201);
      return readApiKeyMade(await response.json(), 'answer').apiKey;
    }
    const list = async (): Promise<readonly ApiKey[]> =>
      readApiKeys(await (await asOwner('GET', 'api-keys')).json(), 'answer').apiKeys;
    const refusal = async (response: Response): Promise<unknown> => {
      const { code, detail } = (await response.json()) as { code: string; detail?: string };
      return [response.status, code, detail];
    };

    it('A19 a secret is told once and stored as a hash; the list shows how it begins', async () => {
      const { secret, ...made } = await make({ scopes: ['settings:read', 'archive:read', 'settings:read'] });
      expect(secret).toMatch(/^sck_[\da-f]{32}_[\w-]{43}$/);
      const { agent } = (await (await asOwner('GET', 'agent/me')).json()) as { agent: { id: string; name: string } };
      expect(made).toEqual({
        ...{ id: made.id, name: 'Reports', hint: secret.slice(0, 12) },
        // As the list of scopes has them, each once.
        scopes: ['archive:read', 'settings:read'],
        ...{ createdAt: clock.wallTime(), createdBy: { id: agent.id, name: agent.name } },
        ...{ expiresAt: null, lastUsedAt: null, revokedAt: null },
      });
      expect(await list()).toEqual([made]);
      const stored = await dump();
      expect(stored).toContain(made.id);
      for (const part of [secret, secret.slice(-43)]) expect(stored).not.toContain(part);
    });

    it('A19 a key opens until it is revoked, a change of one character opens nothing', async () => {
      const { secret, id } = await make();
      expect((await withKey(secret)).status).toBe(200);
      const unknown = [401, 'session-unknown', 'There is no such API key.'];
      const other = (await make()).secret;
      for (const wrong of [
        secret.slice(0, -1) + (secret.endsWith('A') ? 'B' : 'A'),
        secret.slice(0, 37) + other.slice(37),
        secret.slice(0, -1),
        `${secret}A`,
        secret.toUpperCase().replace('SCK', 'sck'),
        'sck_',
      ])
        expect(await refusal(await withKey(wrong)), wrong).toEqual(unknown);
      clock.advance(1);
      expect((await asOwner('DELETE', `api-keys/${id}`)).status).toBe(204);
      const revokedAt = clock.wallTime();
      clock.advance(1);
      expect((await asOwner('DELETE', `api-keys/${id}`)).status).toBe(204);
      expect(await refusal(await withKey(secret))).toEqual([401, 'session-revoked', 'The API key was revoked.']);
      expect((await list()).find((one) => one.id === id)).toMatchObject({ revokedAt });
      expect((await withKey(other)).status).toBe(200);
      expect(await refusal(await asOwner('DELETE', 'api-keys/nothing'))).toEqual([
        404,
        'not-found',
        'There is no such key.',
      ]);
    });

    it('A19 a key opens nothing from the moment it expires; one that is over already is not made', async () => {
      const { secret } = await make({ expiresAt: clock.wallTime() + MINUTE });
      clock.advance(MINUTE - 1);
      expect((await withKey(secret)).status).toBe(200);
      clock.advance(1);
      expect(await refusal(await withKey(secret))).toEqual([401, 'session-expired', 'The API key has expired.']);
      const late = await asOwner('POST', 'api-keys', {
        ...{ name: 'Late', scopes: ['settings:read'], expiresAt: clock.wallTime() },
      });
      expect(await refusal(late)).toEqual([400, 'frame-invalid', 'expiresAt: expected a time to come']);
    });

    it('A19 when it was last used is written down once a minute', async () => {
      const { secret, id } = await make();
      const lastUsed = async () => (await list()).find((one) => one.id === id)?.lastUsedAt;
      const first = clock.wallTime();
      await withKey(secret);
      expect(await lastUsed()).toBe(first);
      clock.advance(MINUTE - 1);
      await withKey(secret);
      expect(await lastUsed()).toBe(first);
      clock.advance(1);
      // Refused for its scope, which is a use as well.
      await withKey(secret, 'agents');
      expect(await lastUsed()).toBe(first + MINUTE);
    });

    it(
      'A19 keys are listed newest first, and there are 100 at most that are not revoked',
      { timeout: 60_000 },
      async () => {
        const names: string[] = [];
        for (let index = 0; index < 4; index++) {
          clock.advance(1);
          names.unshift((await make({ name: `Key ${index}` })).name);
        }
        expect((await list()).map((key) => key.name)).toEqual(names);
        await Promise.all(Array.from({ length: 96 }, () => make()));
        const all = await list();
        expect(all).toHaveLength(100);
        const draft = { name: 'One more', scopes: ['settings:read'] };
        expect(await refusal(await asOwner('POST', 'api-keys', draft))).toEqual([
          400,
          'settings-invalid',
          'api-keys: more than 100',
        ]);
        await asOwner('DELETE', `api-keys/${all[0]?.id}`);
        expect((await asOwner('POST', 'api-keys', draft)).status).toBe(201);
      },
    );

    it('A19 what a key writes stays its own after it was revoked', async () => {
      const { secret, id } = await make({ name: 'Order robot', scopes: ['conversations:write', 'conversations:read'] });
      const visitor = await openVisitor(server.url);
      visitor.say({ type: 'message-send', id: 'first-message', text: 'Where is my order?' });
      const { conversation } = (await visitor.answer('first-message')) as unknown as { conversation: string };
      const path = `agent/conversations/${conversation}`;
      const bearer = { Authorization: `Bearer ${secret}` };
      const text = { text: 'It left this morning.' };
      const first = await call('PUT', `${path}/messages/message-0001`, bearer, text);
      expect(first.status).toBe(200);
      const stored: unknown = await first.json();
      // Twice is once (L2).
      expect(await (await call('PUT', `${path}/messages/message-0001`, bearer, text)).json()).toEqual(stored);
      expect((await call('PUT', `${path}/notes/note-00000001`, bearer, { text: 'From the robot' })).status).toBe(200);
      await visitor.find((frame) => frame.type === 'message-added' && frame['text'] === text.text);
      visitor.close();
      await asOwner('DELETE', `api-keys/${id}`);
      const author = { kind: 'agent', id, name: 'Order robot' };
      const { events, head } = (await (await asOwner('GET', `${path}/events?after=1`)).json()) as {
        events: { seq: number }[];
        head: number;
      };
      expect(events).toMatchObject([
        { type: 'participant-joined', seq: 2, author },
        { type: 'message-added', seq: 3, author, text: 'It left this morning.' },
      ]);
      expect(head).toBe(3);
      expect(await (await asOwner('GET', `${path}/notes`)).json()).toMatchObject({
        notes: [{ author: { id }, text: 'From the robot' }],
      });
      // It is nobody of the team.
      expect(await (await asOwner('GET', 'agent/team')).json()).toMatchObject({ agents: [{ name: 'owner' }] });
      expect(await (await asOwner('GET', 'agents')).json()).toMatchObject({ agents: [{ name: 'owner' }] });
    });
  });
}
