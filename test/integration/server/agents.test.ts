import { createServer, openStore, type RunningServer } from '@support-chat/server';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cookieOf, OWNER, postJson, signIn } from '../../support/agent-api.js';
import { openEventStream } from '../../support/event-stream-client.js';
import { openSocket } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

describe('X2 agents', () => {
  const settings = { owner: OWNER, limits: { logins: { count: 1000, seconds: 1 } } };
  let server: RunningServer;
  beforeEach(async () => {
    server = await startTestServer(settings);
  });
  afterEach(() => server.close());

  const get = (path: string, cookie = '') => fetch(`${server.url}${path}`, { headers: { Cookie: cookie } });
  const openInbox = async (cookie: string) => {
    const client = await openSocket(server.url, { headers: { Cookie: cookie } });
    client.say({ type: 'hello', protocol: 1, role: 'agent' });
    await client.find(({ type }) => type === 'inbox-snapshot');
    return client;
  };

  it('the cookie is out of reach of scripts and of other sites', async () => {
    const response = await postJson(`${server.url}/v1/agent/sessions`, OWNER);
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^sc_agent=[\w-]{43};/);
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Strict/i);
    expect(cookie).not.toMatch(/; Secure/i);
    expect(await response.json()).toMatchObject({ agent: { email: OWNER.email, role: 'owner' } });
    expect(await (await get('/v1/agent/me', cookieOf(response))).json()).toMatchObject({ agent: { role: 'owner' } });
  });

  it('the cookie is Secure when the request came by TLS, as a trusted proxy says', async () => {
    const behind = await startTestServer({ owner: OWNER, trustedProxies: ['127.0.0.1'] });
    const headers = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '203.0.113.1' };
    const response = await postJson(`${behind.url}/v1/agent/sessions`, OWNER, headers);
    expect(response.headers.get('set-cookie')).toMatch(/; Secure/i);
    await behind.close();
    const claimed = await postJson(`${server.url}/v1/agent/sessions`, OWNER, headers);
    expect(claimed.headers.get('set-cookie')).not.toMatch(/; Secure/i);
  });

  it('signing in again replaces the session, also the one of open connections', async () => {
    const before = await signIn(server.url);
    const socket = await openInbox(before);
    const after = await signIn(server.url, OWNER, before);
    expect(after).not.toBe(before);
    expect((await get('/v1/agent/me', before)).status).toBe(401);
    expect((await get('/v1/agent/me', after)).status).toBe(200);
    expect(await socket.closed).toEqual({ code: 4401, reason: 'session-revoked' });
  });

  it('signing out closes sockets and streams within a second', async () => {
    const cookie = await signIn(server.url);
    const socket = await openInbox(cookie);
    const stream = await openEventStream(server.url, 'protocol=1&role=agent', { Cookie: cookie });
    await stream.find(({ data }) => data.type === 'inbox-snapshot');
    const start = performance.now();
    const response = await fetch(`${server.url}/v1/agent/sessions`, { method: 'DELETE', headers: { Cookie: cookie } });
    expect(response.status).toBe(204);
    expect(response.headers.get('set-cookie')).toMatch(/^sc_agent=;/);
    expect(await socket.closed).toEqual({ code: 4401, reason: 'session-revoked' });
    await stream.ended;
    expect(performance.now() - start).toBeLessThan(1000);
    expect(stream.events.at(-1)).toMatchObject({ data: { type: 'refused', problem: { code: 'session-revoked' } } });
    expect((await get('/v1/agent/me', cookie)).status).toBe(401);
  });

  it('a session that is revoked between the upgrade and the hello lets nobody in', async () => {
    const cookie = await signIn(server.url);
    const socket = await openSocket(server.url, { headers: { Cookie: cookie } });
    await fetch(`${server.url}/v1/agent/sessions`, { method: 'DELETE', headers: { Cookie: cookie } });
    expect(await socket.closed).toEqual({ code: 4401, reason: 'session-revoked' });
  });

  it('an unknown e-mail takes as long as a wrong password, and gives the same answer', async () => {
    await server.close();
    server = await createServer(settings); // with what passwords cost
    const attempt = async (email: string) => {
      const start = performance.now();
      const response = await postJson(`${server.url}/v1/agent/sessions`, { email, password: 'not the password' });
      return { time: performance.now() - start, status: response.status, body: await response.text() };
    };
    const known = [];
    const unknown = [];
    for (let round = 0; round < 5; round++) {
      known.push(await attempt(OWNER.email));
      unknown.push(await attempt('nobody@shop.example'));
    }
    const median = (list: { time: number }[]) => list.map(({ time }) => time).sort((a, b) => a - b)[2] ?? 0;
    expect(unknown[0]?.body).toBe(known[0]?.body);
    expect(unknown[0]?.status).toBe(401);
    // Without the hash it would be under a tenth.
    expect(median(unknown)).toBeGreaterThan(median(known) / 2);
    expect(median(unknown)).toBeLessThan(median(known) * 2);
  });

  it('passwords are hashed at their full cost unless a program asks for less', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'support-chat-passwords-'));
    await (await createServer({ dataFolder, owner: OWNER })).close();
    const store = await openStore({ dataFolder });
    const owners = await store.read((database) => database.selectFrom('agents').select('password_hash').execute());
    await store.close();
    rmSync(dataFolder, { recursive: true });
    expect(owners).toEqual([{ password_hash: expect.stringMatching(/^scrypt\$15\$8\$3\$/) as string }]);
  });

  it('the one-time link works once, and never while there is an owner', async () => {
    const fresh = await startTestServer();
    const token = fresh.setupUrl?.split('#setup=')[1] ?? '';
    expect(token).toMatch(/^[\w-]{43}$/);
    const details = { token, email: 'mara@shop.example', name: 'Mara', password: 'a long enough one' };
    const weak = await postJson(`${fresh.url}/v1/agent/setup`, { ...details, password: 'short' });
    expect(await weak.json()).toMatchObject({ code: 'password-too-weak' });
    const wrong = await postJson(`${fresh.url}/v1/agent/setup`, { ...details, token: 'x'.repeat(43) });
    expect(wrong.status).toBe(403);
    const right = await postJson(`${fresh.url}/v1/agent/setup`, details);
    expect(right.status).toBe(201);
    expect(await right.json()).toMatchObject({ agent: { name: 'Mara', role: 'owner' } });
    const again = await postJson(`${fresh.url}/v1/agent/setup`, { ...details, email: 'eve@shop.example' });
    expect(await again.json()).toMatchObject({ code: 'setup-link-invalid' });
    await fresh.close();
    expect(server.setupUrl).toBeNull();
  });

  it('every endpoint is closed to who may not use it', async () => {
    const owner = await signIn(server.url);
    const person = { email: 'ann@shop.example', name: 'Ann', password: 'a long enough one' };
    expect((await postJson(`${server.url}/v1/agents`, person, { Cookie: owner })).status).toBe(201);
    const agent = await signIn(server.url, { email: person.email, password: person.password });
    const newAgent = { ...person, email: 'bob@shop.example' };
    const calls: [
      name: string,
      call: (cookie: string) => Promise<Response>,
      nobody: number,
      agent: number,
      owner: number,
    ][] = [
      ['GET /v1/agent/me', (cookie) => get('/v1/agent/me', cookie), 401, 200, 200],
      ['GET /v1/agent/conversations', (cookie) => get('/v1/agent/conversations', cookie), 401, 200, 200],
      ['GET /v1/agents', (cookie) => get('/v1/agents', cookie), 401, 403, 200],
      ['POST /v1/agents', (cookie) => postJson(`${server.url}/v1/agents`, newAgent, { Cookie: cookie }), 401, 403, 201],
    ];
    for (const [name, call, ...expected] of calls) {
      const statuses = [];
      for (const cookie of ['', agent, owner]) statuses.push((await call(cookie)).status);
      expect(statuses, name).toEqual(expected);
    }
    const visitorAsAgent = await openSocket(server.url);
    visitorAsAgent.say({ type: 'hello', protocol: 1, role: 'agent' });
    expect(await visitorAsAgent.closed).toEqual({ code: 4401, reason: 'sign-in-required' });
  });

  it('an owner cannot be made over the API, and fields that do not exist are refused', async () => {
    const owner = await signIn(server.url);
    const person = { email: 'ann@shop.example', name: 'Ann', password: 'a long enough one' };
    for (const body of [
      { ...person, role: 'owner' },
      { ...person, admin: true },
      { ...person, email: 'no-address' },
      [],
      null,
    ]) {
      const response = await postJson(`${server.url}/v1/agents`, body, { Cookie: owner });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'frame-invalid' });
    }
  });

  it('a form of another site cannot post: only JSON is read', async () => {
    const response = await fetch(`${server.url}/v1/agent/sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: JSON.stringify(OWNER),
    });
    expect(response.status).toBe(400);
  });
});
