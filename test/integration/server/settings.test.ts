import { createSseAdapter } from '@support-chat/adapter-sse';
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import type { RunningServer } from '@support-chat/server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { openEventStream } from '../../support/event-stream-client.js';
import { openVisitor } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

const SHOP = 'https://shop.example';
const OWN = { owner: OWNER, allowedOrigins: [SHOP] };

describe('settings of the owner', () => {
  let server: RunningServer;
  let cookie: string;
  beforeEach(async () => {
    server = await startTestServer(OWN);
    cookie = await signIn(server.url);
  });
  afterEach(() => server.close());

  const set = (section: string, value: unknown, headers: Record<string, string> = { Cookie: cookie }) =>
    fetch(`${server.url}/v1/settings/${section}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(value),
    });
  const site = async (): Promise<unknown> => (await fetch(`${server.url}/v1/site`)).json();

  it('what an owner sets is what every page reads, by either way, until it is taken back', async () => {
    expect(await site()).toEqual({});
    const panel = { title: 'Lumen', replyTime: 'Usually answers in 2 minutes' };
    expect((await set('panel', panel)).status).toBe(204);
    expect(await site()).toEqual({ panel });
    const never = new AbortController().signal;
    for (const adapter of [createWebSocketAdapter({ server: server.url }), createSseAdapter({ server: server.url })]) {
      expect(await adapter.loadSite?.(never)).toEqual({ panel });
    }
    expect((await set('panel', { title: 'Lumen & Co.' })).status).toBe(204);
    expect(await site()).toEqual({ panel: { title: 'Lumen & Co.' } });
    const removal = { method: 'DELETE', headers: { Cookie: cookie } };
    expect((await fetch(`${server.url}/v1/settings/panel`, removal)).status).toBe(204);
    expect(await site()).toEqual({});
  });

  it('an answer has no body while nothing has changed', async () => {
    await set('panel', { title: 'Lumen' });
    const tag = (await fetch(`${server.url}/v1/site`)).headers.get('etag') ?? '';
    const again = () => fetch(`${server.url}/v1/site`, { headers: { 'If-None-Match': tag } });
    expect((await again()).status).toBe(304);
    await set('panel', { title: 'Other' });
    expect((await again()).status).toBe(200);
  });

  it('pages of allowed origins may read them, other pages may not, and neither may write', async () => {
    const from = (origin: string) => fetch(`${server.url}/v1/site`, { headers: { Origin: origin } });
    expect((await from(SHOP)).headers.get('access-control-allow-origin')).toBe(SHOP);
    expect(await (await from('https://evil.example')).json()).toMatchObject({ code: 'origin-refused' });
    expect((await set('panel', {}, { Cookie: cookie, Origin: SHOP })).status).toBe(403);
  });

  it('A12 open pages get what changed, by either way; what is the business of the team stays with it', async () => {
    const socket = await openVisitor(server.url);
    const stream = await openEventStream(server.url, 'protocol=1&role=visitor');
    await stream.find(({ data }) => data.type === 'welcome');
    const changes = () => socket.frames.filter(({ type }) => type === 'site-changed');
    const look = { accent: '#0f6b3a', corner: 'bottom-start' };
    await set('routing', { mode: 'automatic' });
    await set('bot', { on: false });
    await set('triggers', [{ id: 'stay', when: { exitIntent: true }, text: 'Stay' }]);
    await set('look', look);
    const told = { type: 'site-changed', site: { look } };
    await socket.find(({ type }) => type === 'site-changed');
    expect(changes()).toEqual([told]);
    expect((await stream.find(({ data }) => data.type === 'site-changed')).data).toEqual(told);
    await set('look', look);
    await set('panel', { title: 'Lumen' });
    await socket.find(({ site }) => typeof site === 'object' && site !== null && 'panel' in site);
    expect(changes()).toHaveLength(2);
    expect(await site()).not.toHaveProperty('bot');
    socket.close();
    stream.close();
  });

  it('only owners write: nobody else, and no other agent', async () => {
    expect((await set('panel', {}, {})).status).toBe(401);
    const ben = { email: 'ben@shop.example', name: 'Ben', password: 'another long password' };
    await postJson(`${server.url}/v1/agents`, ben, { Cookie: cookie });
    const other = { Cookie: await signIn(server.url, { email: ben.email, password: ben.password }) };
    expect(await (await set('panel', {}, other)).json()).toMatchObject({ code: 'forbidden' });
    expect((await fetch(`${server.url}/v1/settings`, { headers: other })).status).toBe(403);
    expect(await (await fetch(`${server.url}/v1/settings`, { headers: { Cookie: cookie } })).json()).toEqual({});
  });

  it('A12 a section is changed from the version that was seen; from another one it is a conflict', async () => {
    const headers = { Cookie: cookie };
    const read = async () =>
      (await (await fetch(`${server.url}/v1/settings/panel`, { headers })).json()) as { version: string };
    const { version } = await read();
    expect((await set('panel', { title: 'One' }, { ...headers, 'If-Match': `"${version}"` })).status).toBe(204);
    const late = await set('panel', { title: 'Two' }, { ...headers, 'If-Match': `"${version}"` });
    expect(late.status).toBe(409);
    expect(await late.json()).toMatchObject({ code: 'id-conflict', detail: 'If-Match: panel was changed meanwhile' });
    expect(await read()).toMatchObject({ value: { title: 'One' } });
    expect((await fetch(`${server.url}/v1/settings/panel`)).status).toBe(401);
    expect((await fetch(`${server.url}/v1/settings/moon`, { headers })).status).toBe(404);
  });

  it('A1 an owner sends others away and signs them out; the last owner stays one; nobody else may', async () => {
    const call = (method: string, path: string, Cookie: string, body?: object) =>
      fetch(`${server.url}/v1/${path}`, {
        method,
        headers: { Cookie, ...(body && { 'Content-Type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
    const details = { email: 'ben@shop.example', name: 'Ben', password: 'another long password' };
    const made = await postJson(`${server.url}/v1/agents`, details, { Cookie: cookie });
    const { agent } = (await made.json()) as { agent: { id: string } };
    const ben = await signIn(server.url, { email: details.email, password: details.password });
    for (const [method, path, body] of [
      ['PATCH', `agents/${agent.id}`, { role: 'owner' }],
      ['PUT', `agents/${agent.id}/presence`, { presence: 'away' }],
      ['DELETE', `agents/${agent.id}/sessions`, undefined],
    ] as const) {
      expect((await call(method, path, ben, body)).status, `${method} ${path}`).toBe(403);
      expect((await call(method, path, '', body)).status, `${method} ${path}`).toBe(401);
    }
    expect((await call('PUT', `agents/${agent.id}/presence`, cookie, { presence: 'away' })).status).toBe(200);
    expect((await call('PUT', 'agents/nobody/presence', cookie, { presence: 'away' })).status).toBe(404);
    expect((await call('DELETE', `agents/${agent.id}/sessions`, cookie)).status).toBe(204);
    expect((await call('GET', 'agent/me', ben)).status).toBe(401);
    const { agents } = (await (await call('GET', 'agents', cookie)).json()) as {
      agents: { id: string; role: string; presence: string }[];
    };
    expect(agents.find(({ id }) => id === agent.id)).toMatchObject({ presence: 'away' });
    const owner = agents.find(({ role }) => role === 'owner')?.id ?? '';
    const last = await call('PATCH', `agents/${owner}`, cookie, { role: 'agent' });
    expect(await last.json()).toMatchObject({ code: 'settings-invalid', detail: 'role: somebody has to stay owner' });
    expect((await call('GET', 'agent/me', cookie)).status).toBe(200);
  });

  it('a wrong value is refused by the name of its field, and what stood stands', async () => {
    await set('panel', { title: 'Lumen' });
    const refusal = await set('panel', { title: 7 });
    expect(refusal.status).toBe(400);
    expect(await refusal.json()).toMatchObject({
      code: 'settings-invalid',
      detail: expect.stringMatching(/^panel\.title: /) as unknown,
    });
    expect(await (await set('panel', { tilte: 'x' })).json()).toMatchObject({ code: 'settings-invalid' });
    expect(await (await set('nothing', {})).json()).toMatchObject({ code: 'not-found' });
    expect(await site()).toEqual({ panel: { title: 'Lumen' } });
  });

  it('V20 rules of proactive messages are checked field by field, and pages get them as they were written', async () => {
    const rule = {
      id: 'leaving',
      when: { all: [{ exitIntent: true }, { not: { visits: { atLeast: 3 } } }] },
      text: 'Wait',
    };
    expect((await set('triggers', [rule])).status).toBe(204);
    expect(await site()).toEqual({ triggers: [rule] });
    const wrong = { ...rule, id: 'other', when: { any: [{ exitIntent: true }, { url: { contains: 7 } }] } };
    expect(await (await set('triggers', [rule, wrong])).json()).toMatchObject({
      code: 'settings-invalid',
      detail: expect.stringMatching(/^triggers\.1\.when\.any\.1\.url/) as unknown,
    });
    expect(await (await set('triggers', [rule, rule])).json()).toMatchObject({ code: 'settings-invalid' });
    expect(await site()).toEqual({ triggers: [rule] });
  });

  it('V20 a rule that is switched off stays with its owner: no page hears of it', async () => {
    const rule = { id: 'leaving', when: { exitIntent: true }, text: 'Wait' };
    const other = { ...rule, id: 'other', off: true };
    expect((await set('triggers', [rule, other])).status).toBe(204);
    expect(await site()).toEqual({ triggers: [rule] });
    const headers = { Cookie: cookie };
    const kept = await fetch(`${server.url}/v1/settings/triggers`, { headers });
    expect(await kept.json()).toMatchObject({ value: [rule, other] });
    expect(await (await set('triggers', [{ ...rule, off: false }])).json()).toMatchObject({ code: 'settings-invalid' });
  });

  it('they are still there after a restart', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'support-chat-settings-'));
    const first = await startTestServer({ ...OWN, dataFolder });
    await first.service.settings.set('panel', { title: 'Lumen' });
    await first.close();
    const second = await startTestServer({ ...OWN, dataFolder });
    expect(await second.service.settings.read()).toEqual({ panel: { title: 'Lumen' } });
    await second.close();
    await rm(dataFolder, { recursive: true });
  });
});
