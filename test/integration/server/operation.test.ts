import { describe, expect, it } from 'vitest';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { openEventStream } from '../../support/event-stream-client.js';
import { startPostgres } from '../../support/postgres.js';
import { openVisitor } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

const SECRET_TEXT = 'my card number is 4111';

describe('Operation', () => {
  it('X9 logs tell what happened, without text, tokens, passwords, names or addresses', async () => {
    const lines: string[] = [];
    const server = await startTestServer({
      owner: OWNER,
      logLevel: 'trace',
      logDestination: { write: (line) => void lines.push(line) },
    });
    const cookie = await signIn(server.url);
    await postJson(`${server.url}/v1/agent/sessions`, { ...OWNER, password: 'a wrong password' });
    const visitor = await openVisitor(server.url, {
      profile: { name: 'Secret Name', email: 'secret@visitor.example' },
    });
    visitor.say({ type: 'message-send', id: 'message-0001', text: SECRET_TEXT });
    const { epoch } = await visitor.answer('message-0001');
    visitor.say({ type: 'message-send', id: 'message-0001', text: `${SECRET_TEXT} again` });
    await visitor.find(({ type }) => type === 'refused');
    visitor.say(`{"type":"message-send","text":"${SECRET_TEXT}","oops":1}`);
    const stream = await openEventStream(server.url, 'protocol=1&role=visitor', {
      Authorization: `Bearer ${visitor.token}`,
      'Last-Event-ID': `${String(epoch)}:0`,
    });
    const { data: welcome } = await stream.find(({ data }) => data.type === 'welcome');
    await postJson(
      `${server.url}/v1/commands`,
      { type: 'message-send', id: 'message-0002', text: SECRET_TEXT },
      { Authorization: `Bearer ${visitor.token}`, 'Sc-Connection': String(welcome['connection']) },
    );
    await fetch(`${server.url}/v1/agent/me?token=query-secret`, { headers: { Cookie: cookie } });
    stream.close();
    visitor.close();
    await server.close();

    const log = lines.join('');
    expect(log).toContain('"route":"/v1/commands","status":200');
    expect(log).toContain('"msg":"listening"');
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('time');
    const secrets = [
      '4111',
      visitor.token,
      cookie.slice('sc_agent='.length),
      OWNER.password,
      'a wrong password',
      'Secret Name',
      'secret@visitor.example',
      'query-secret',
      '127.0.0.1',
    ];
    for (const secret of secrets) expect(log).not.toContain(secret);
  });

  it('the database gone: alive but not ready, sends are refused as passing, nothing hangs', async () => {
    const postgres = await startPostgres();
    const server = await startTestServer({ databaseUrl: await postgres.createDatabase() });
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    const visitor = await openVisitor(server.url);
    await postgres.stop();
    const ready = await fetch(`${server.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ code: 'unavailable' });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    visitor.say({ type: 'message-send', id: 'message-0001', text: 'Hello' });
    expect(await visitor.answer('message-0001')).toMatchObject({
      type: 'refused',
      problem: { code: 'unavailable', status: 503 },
    });
    visitor.close();
    await server.close();
  });

  it('metrics are for this machine, or for who has the token', async () => {
    const server = await startTestServer();
    const visitor = await openVisitor(server.url);
    visitor.say({ type: 'message-send', id: 'message-0001', text: 'Hello' });
    await visitor.answer('message-0001');
    visitor.say('nonsense');
    await visitor.find(({ type }) => type === 'refused');
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toContain('support_chat_messages_total 1');
    expect(text).toContain('support_chat_connections{kind="visitor"} 1');
    expect(text).toContain('support_chat_refusals_total{code="frame-invalid"} 1');
    const proxied = await fetch(`${server.url}/metrics`, { headers: { 'X-Forwarded-For': '203.0.113.1' } });
    expect(proxied.status).toBe(403);
    visitor.close();
    await server.close();

    const guarded = await startTestServer({ metricsToken: 'only-for-prometheus' });
    expect((await fetch(`${guarded.url}/metrics`)).status).toBe(403);
    const headers = { Authorization: 'Bearer only-for-prometheus' };
    expect((await fetch(`${guarded.url}/metrics`, { headers })).status).toBe(200);
    await guarded.close();
  });

  it('X4 failures are problem details without a stack, whatever was asked', async () => {
    const server = await startTestServer();
    const requests: [string, RequestInit, number][] = [
      ['/v1/nothing', {}, 404],
      ['/nothing', {}, 404],
      ['/%2e%2e/%2e%2e/package.json', {}, 404],
      ['/v1/agent/sessions', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{' }, 400],
      ['/v1/agent/sessions', { method: 'POST', headers: { 'Content-Type': 'application/xml' }, body: '<a/>' }, 400],
      [
        '/v1/agent/sessions',
        { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"__proto__":{"email":"x"}}' },
        400,
      ],
      ['/v1/agent/me', { method: 'PUT' }, 404],
    ];
    for (const [path, request, status] of requests) {
      const response = await fetch(`${server.url}${path}`, request);
      expect(response.status, path).toBe(status);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({
        type: expect.stringMatching(/^urn:support-chat:problem:/) as string,
        status,
      });
      expect(text).not.toMatch(/\n\s+at |node_modules|\.[jt]s:/);
    }
    await server.close();
  });

  it('X6 pages come with the strict policy, and the description of the API is there', async () => {
    const server = await startTestServer();
    const policy = (await fetch(`${server.url}/`)).headers.get('content-security-policy') ?? '';
    const directives = policy.split(';').map((directive) => directive.trim());
    expect(directives).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "require-trusted-types-for 'script'",
        'trusted-types lit-html support-desk',
        "base-uri 'none'",
      ]),
    );
    const description = await (await fetch(`${server.url}/v1/openapi.json`)).text();
    const { paths, components } = JSON.parse(description) as Record<string, Record<string, object>>;
    expect(Object.keys(paths ?? {})).toContain('/v1/agent/sessions');
    const schemas = Object.keys(components?.['schemas'] ?? {});
    for (const [, name] of description.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) expect(schemas).toContain(name);
    await server.close();
  });
});
