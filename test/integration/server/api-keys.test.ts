/** API keys at the door of a running server (A19): what they open, what they are refused and how, and that all of it is recorded. */
import { API_SCOPES, type ApiKeyMade, type ApiScope } from '@support-chat/protocol';
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { readCurlExamples } from '../../support/curl-examples.js';
import { createManualClock, type ManualClock } from '../../support/manual-clock.js';
import { openSocket, openVisitor } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

const PAGE = 'https://shop.example';

interface Entry {
  readonly actor: { readonly kind: string; readonly id: string | null };
  readonly action: string;
  readonly target: string | null;
  readonly detail: string | null;
  readonly outcome: string;
}

describe('A19 API keys', () => {
  let server: RunningServer;
  let clock: ManualClock;
  let owner: string;
  afterEach(() => server.close());

  async function start(limits: ServerOptions['limits'] = {}): Promise<void> {
    clock = createManualClock();
    const plenty = { requests: { count: 10_000, seconds: 1 } };
    server = await startTestServer({
      ...{ clock, owner: OWNER, allowedOrigins: [PAGE], limits: { ...plenty, ...limits } },
    });
    owner = await signIn(server.url);
  }
  const call = (method: string, path: string, headers: Record<string, string>, body?: object) =>
    fetch(`${server.url}/v1/${path}`, {
      method,
      headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const asOwner = (method: string, path: string, body?: object) => call(method, path, { Cookie: owner }, body);
  const by = (secret: string) => ({ Authorization: `Bearer ${secret}` });
  async function make(...scopes: ApiScope[]): Promise<ApiKeyMade> {
    const made = await asOwner('POST', 'api-keys', { name: 'Robot', scopes });
    expect(made.status).toBe(201);
    return ((await made.json()) as { apiKey: ApiKeyMade }).apiKey;
  }
  async function audited(query = ''): Promise<Entry[]> {
    const { entries } = (await (await asOwner('GET', `audit${query}`)).json()) as { entries: Entry[] };
    return entries.toReversed();
  }
  const problem = async (response: Response): Promise<unknown> => {
    const { code, detail } = (await response.json()) as { code: string; detail?: string };
    return { status: response.status, code, detail, challenge: response.headers.get('www-authenticate') };
  };
  async function converse(): Promise<string> {
    const visitor = await openVisitor(server.url);
    visitor.say({ type: 'message-send', id: 'first-message', text: 'Where is my order?' });
    const { conversation } = (await visitor.answer('first-message')) as unknown as { conversation: string };
    visitor.close();
    return conversation;
  }

  it('every call of docs/rest-api.md is answered', async () => {
    await start();
    await asOwner('PUT', 'settings/departments', [{ id: 'sales', name: 'Sales' }]);
    const key = await make(...API_SCOPES);
    const page = await readFile(new URL('../../../docs/rest-api.md', import.meta.url), 'utf8');
    const examples = readCurlExamples(page, {
      ...{ CHAT: server.url, KEY: key.secret, KEY_ID: key.id, CONVERSATION: await converse() },
    });
    expect(examples.length).toBeGreaterThan(10);
    for (const { url, ...init } of examples) {
      const response = await fetch(url, { ...init, body: init.body ?? null });
      expect(response.status, `${init.method} ${url}: ${await response.text()}`).toBeLessThan(300);
    }
    // The page names every scope there is, and no other.
    const named = [...page.matchAll(/^\| `(\w+:\w+)`/gm)].map(([, scope]) => scope);
    expect(named).toEqual([...API_SCOPES]);
  });

  it('are refused by name: what is unknown, what lacks a scope, what is closed', async () => {
    await start();
    const { secret, id } = await make('settings:read');
    expect((await call('GET', 'settings', by(secret))).status).toBe(200);
    expect(await problem(await call('GET', 'settings', by('sck_nothing')))).toEqual({
      ...{ status: 401, code: 'session-unknown', detail: 'There is no such API key.' },
      challenge: 'Bearer error="invalid_token"',
    });
    expect(await problem(await call('PUT', 'settings/panel', by(secret), { title: 'x' }))).toEqual({
      ...{ status: 403, code: 'forbidden', detail: 'The API key needs the scope settings:write.' },
      challenge: 'Bearer error="insufficient_scope", scope="settings:write"',
    });
    const detail = 'This is closed to API keys: somebody has to sign in.';
    const closed = { status: 403, code: 'forbidden', detail, challenge: null };
    for (const [method, path, body] of [
      ['GET', 'api-keys'],
      ['POST', 'api-keys', { name: 'More', scopes: ['settings:write'] }],
      ['DELETE', `api-keys/${id}`],
      ['POST', 'agents', { email: 'a@x.example', name: 'A', password: 'a long enough password' }],
      ['POST', 'agent/sessions', OWNER],
      ['GET', 'agent/me'],
      ['DELETE', 'visitor/data'],
    ] as const)
      expect(await problem(await call(method, path, by(secret), body)), path).toEqual(closed);
    // What everybody may read a key may as well, if it is one.
    expect((await call('GET', 'site', by(secret))).status).toBe(200);
    expect((await call('GET', 'site', by('sck_nothing'))).status).toBe(401);
    expect((await call('HEAD', 'settings', by(secret))).status).toBe(200);
    expect((await call('HEAD', 'agents', by(secret))).status).toBe(403);
  });

  it('count for what they may do, whatever cookie comes along, and open no connection', async () => {
    await start();
    const { secret } = await make('statistics:read');
    const both = { ...by(secret), Cookie: owner };
    expect(await problem(await call('GET', 'settings', both))).toMatchObject({
      status: 403,
      challenge: expect.stringContaining('scope=') as string,
    });
    expect(await problem(await call('PUT', 'bot/texts/text-0001?name=a.txt', both, {}))).toMatchObject({
      status: 403,
      challenge: expect.stringContaining('scope=') as string,
    });
    for (const role of ['agent', 'visitor']) {
      expect((await call('GET', `events?protocol=1&role=${role}`, by(secret))).status, role).toBeGreaterThanOrEqual(
        400,
      );
      const socket = await openSocket(server.url, { headers: by(secret) });
      socket.say({ type: 'hello', protocol: 1, role, token: secret });
      expect((await socket.find(({ type }) => ['welcome', 'refused'].includes(type))).type, role).toBe('refused');
    }
    expect((await call('POST', 'uploads', by(secret))).status).toBeGreaterThanOrEqual(400);
  });

  it('are for servers: a page that may embed the chat is refused with one', async () => {
    await start();
    const { secret } = await make('conversations:read', 'settings:read');
    for (const path of ['settings', 'files/file-0001', 'site'])
      expect(await problem(await call('GET', path, { ...by(secret), Origin: PAGE })), path).toMatchObject({
        status: 403,
        code: 'origin-refused',
        detail: expect.stringMatching(/servers|itself/) as string,
      });
  });

  it('are counted one by one, from wherever they come', async () => {
    await start({ apiKeys: { count: 3, seconds: 60 } });
    const [one, other] = [await make('settings:read'), await make('settings:read')];
    for (let index = 0; index < 3; index++) expect((await call('GET', 'settings', by(one.secret))).status).toBe(200);
    const refused = await call('GET', 'settings', by(one.secret));
    expect(refused.headers.get('retry-after')).toBe('20');
    expect(await problem(refused)).toMatchObject({ status: 429, code: 'rate-limited' });
    expect((await call('GET', 'settings', by(other.secret))).status).toBe(200);
    clock.advance(20_000);
    expect((await call('GET', 'settings', by(one.secret))).status).toBe(200);
  });

  it('who tries keys is counted by address before any is looked up', async () => {
    await start({ requests: { count: 8, seconds: 60 } });
    const { secret } = await make('settings:read');
    const answers: number[] = [];
    for (let index = 0; index < 12; index++) answers.push((await call('GET', 'settings', by(`sck_${index}`))).status);
    expect(answers.slice(0, 5).every((status) => status === 401)).toBe(true);
    expect(answers.at(-1)).toBe(429);
    expect((await call('GET', 'settings', by(secret))).status).toBe(429);
  });

  it('are in the audit log: made, used for a change, refused, revoked; no secret and no name with it', async () => {
    await start();
    const { agent: me } = (await (await asOwner('GET', 'agent/me')).json()) as { agent: { id: string } };
    const key = await make('settings:write', 'archive:read');
    await call('PUT', 'settings/panel', by(key.secret), { title: 'Lumen' });
    await call('GET', 'agent/archive/export?format=csv', by(key.secret));
    await call('GET', 'settings', by(key.secret));
    await call('DELETE', `agents/${me.id}/sessions`, by(key.secret));
    await asOwner('DELETE', `api-keys/${key.id}`);
    await call('GET', 'settings', by(key.secret));
    await call('GET', 'settings', by(`sck_${'0'.repeat(32)}_${'a'.repeat(43)}`));
    const entries = await audited();
    expect(
      entries.map(({ actor, action, target, detail, outcome }) => [
        actor.kind,
        actor.id,
        action,
        target,
        detail,
        outcome,
      ]),
    ).toEqual([
      ['agent', me.id, 'sign-in', me.id, null, 'done'],
      ['agent', me.id, 'api-key-made', key.id, 'name scopes=archive:read,settings:write', 'done'],
      ['key', key.id, 'settings-changed', 'panel', null, 'done'],
      ['key', key.id, 'archive-exported', null, null, 'done'],
      ['key', key.id, 'api-key-refused', null, 'needs settings:read', 'refused'],
      ['key', key.id, 'api-key-refused', null, 'closed', 'refused'],
      ['agent', me.id, 'api-key-revoked', key.id, null, 'done'],
      ['key', key.id, 'api-key-refused', null, 'revoked', 'refused'],
      ['nobody', null, 'api-key-refused', null, 'unknown', 'refused'],
    ]);
    for (const secret of [key.secret, 'Robot', 'Lumen', 'aaaaaaaaaa'])
      expect(JSON.stringify(entries)).not.toContain(secret);
    expect(await audited(`?actor=${key.id}&outcome=done`)).toHaveLength(2);
  });

  it('a program that is refused again and again does not fill the audit log', async () => {
    await start();
    const { secret, id } = await make('settings:read');
    for (let index = 0; index < 25; index++) await call('GET', 'agents', by(secret));
    expect(await audited(`?actor=${id}`)).toHaveLength(10);
    clock.advance(60_000);
    for (let index = 0; index < 25; index++) await call('GET', 'agents', by(secret));
    expect(await audited(`?actor=${id}`)).toHaveLength(20);
  });

  it('read a log page by page, and write as an agent of their name', async () => {
    await start();
    const key = await make('conversations:read', 'conversations:write');
    const conversation = await converse();
    const path = `agent/conversations/${conversation}`;
    const read = async (after: string): Promise<unknown> =>
      (await call('GET', `${path}/events${after}`, by(key.secret))).json();
    expect(await read('')).toMatchObject({ phase: 'queued', head: 1, events: [{ seq: 1, type: 'message-added' }] });
    expect(await read('?after=1')).toEqual({ phase: 'queued', head: 1, events: [] });
    // Beyond the end: nobody is taken for somebody who remembers a log that was cut (L4).
    expect(await read('?after=999')).toEqual({ phase: 'queued', head: 1, events: [] });
    const write = (id: string, body: object) => call('PUT', `${path}/messages/${id}`, by(key.secret), body);
    expect(await (await write('answer-0001', { text: 'Soon' })).json()).toMatchObject({ conversation, seq: 3 });
    expect(await read('?after=1')).toMatchObject({
      ...{ phase: 'live', head: 3 },
      events: [{ type: 'participant-joined' }, { text: 'Soon', author: { kind: 'agent', id: key.id, name: 'Robot' } }],
    });
    expect(await problem(await write('answer-0001', { text: 'Other words' }))).toMatchObject({
      status: 409,
      code: 'id-conflict',
    });
    expect(await problem(await write('answer-0002', { text: '  ' }))).toMatchObject({
      status: 400,
      code: 'message-empty',
    });
    expect(await problem(await write('answer-0002', { text: 'x'.repeat(10_001) }))).toMatchObject({
      status: 413,
      code: 'message-too-long',
    });
    expect(await problem(await write('short', { text: 'x' }))).toMatchObject({ status: 400, code: 'frame-invalid' });
    for (const response of [
      await call('GET', 'agent/conversations/nothing/events', by(key.secret)),
      await call('PUT', 'agent/conversations/nothing/messages/answer-0003', by(key.secret), { text: 'x' }),
    ])
      expect(await problem(response)).toMatchObject({ status: 404, code: 'conversation-unknown' });
    // An agent's own session does the same.
    expect((await asOwner('GET', `${path}/events`)).status).toBe(200);
  });

  it('are made by owners with a name, scopes there are, and a time to come', async () => {
    await start();
    for (const [draft, field] of [
      [{ name: '', scopes: ['settings:read'] }, 'name'],
      [{ name: 'x', scopes: [] }, 'scopes'],
      [{ name: 'x', scopes: ['everything'] }, 'scopes.0'],
      [{ name: 'x', scopes: ['settings:read'], expiresAt: 'soon' }, 'expiresAt'],
      [{ name: 'x', scopes: ['settings:read'], secret: 'sck_mine' }, 'secret'],
    ] as const)
      expect(await problem(await asOwner('POST', 'api-keys', draft)), field).toMatchObject({
        status: 400,
        code: 'frame-invalid',
        detail: expect.stringMatching(`^${field}:`) as string,
      });
    const lead = { email: 'lea@shop.example', password: 'a long enough password' };
    await postJson(`${server.url}/v1/agents`, { ...lead, name: 'Lea', role: 'lead' }, { Cookie: owner });
    const theirs = { Cookie: await signIn(server.url, lead) };
    expect(await problem(await call('GET', 'api-keys', theirs))).toMatchObject({ status: 403, code: 'forbidden' });
    expect(
      await problem(await call('POST', 'api-keys', theirs, { name: 'x', scopes: ['settings:read'] })),
    ).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await (await asOwner('GET', 'api-keys')).json()).toEqual({ apiKeys: [] });
  });
});
