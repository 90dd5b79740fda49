import { createSseAdapter } from '@support-chat/adapter-sse';
import { problem } from '@support-chat/protocol';
import type { RunningServer } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, postJson } from '../../support/agent-api.js';
import { openSocket } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

const ALLOWED = 'https://shop.example';

describe('X3 exact origin allow-list', () => {
  let server: RunningServer;
  beforeEach(async () => {
    server = await startTestServer({ allowedOrigins: [ALLOWED, 'http://localhost:3000'], owner: OWNER });
  });
  afterEach(() => server.close());

  const refused = [
    'null',
    '',
    'https://evil.example',
    'https://shop.example.evil.example',
    'https://evilshop.example',
    'https://sub.shop.example',
    'https://shop.example:8443',
    'https://shop.example:443',
    'http://shop.example',
    'HTTPS://SHOP.EXAMPLE',
    'https://Shop.example',
    'https://shop.example/',
    'https://shop.example.',
    'http://localhost',
    'http://localhost:30000',
  ];

  it.each(refused)("refuses '%s' on socket, stream, post and preflight", async (origin) => {
    await expect(openSocket(server.url, { headers: { Origin: origin } })).rejects.toThrow('HTTP 403');
    const requests = [
      fetch(`${server.url}/v1/events?protocol=1&role=visitor`, { headers: { Origin: origin } }),
      postJson(`${server.url}/v1/commands`, { type: 'ping' }, { Origin: origin, 'Sc-Connection': 'some-connection' }),
      postJson(`${server.url}/v1/agent/sessions`, OWNER, { Origin: origin }),
      fetch(`${server.url}/v1/commands`, {
        method: 'OPTIONS',
        headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
      }),
    ];
    for (const response of await Promise.all(requests)) {
      expect(response.status).toBe(403);
      // The words and nothing else, whatever was asked.
      expect(await response.json()).toEqual(problem('origin-refused'));
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      expect(response.headers.get('access-control-expose-headers')).toBeNull();
      expect(response.headers.get('set-cookie')).toBeNull();
    }
    const [, , , preflight] = await Promise.all(requests);
    expect(preflight?.headers.get('access-control-allow-origin')).toBeNull();
    expect(server.service.stats()).toMatchObject({ sessionsMade: 0, visitorConnections: 0, agentConnections: 0 });
  });

  it.each(refused.filter((origin) => origin !== ''))("lets a page of '%s' read why it was refused", async (origin) => {
    const events = `${server.url}/v1/events?protocol=1&role=visitor`;
    const response = await fetch(events, { headers: { Origin: origin, Authorization: `Bearer ${'x'.repeat(43)}` } });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('vary')).toMatch(/origin/i);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    // A visitor who was here before brings a token, and the browser asks first. It may ask for this one read only.
    const ask = (path: string, method: string) =>
      fetch(`${server.url}${path}`, {
        method: 'OPTIONS',
        headers: {
          Origin: origin,
          'Access-Control-Request-Method': method,
          'Access-Control-Request-Headers': 'authorization,last-event-id',
        },
      });
    const preflight = await ask('/v1/events?protocol=1&role=visitor', 'GET');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization, last-event-id');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    for (const [path, method] of [
      ['/v1/events', 'POST'],
      ['/v1/commands', 'POST'],
      ['/v1/agent/me', 'GET'],
      ['/v1/agent/sessions', 'POST'],
      ['/v1/agents', 'GET'],
    ] as const) {
      const other = await ask(path, method);
      expect(other.status).toBe(403);
      expect(other.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('tells a chat on a foreign page to stop and why, when it falls back to streams', async () => {
    const adapter = createSseAdapter({
      server: server.url,
      fetch: (input, init) => fetch(input, { ...init, headers: { ...init?.headers, Origin: 'https://evil.example' } }),
    });
    const failure = await adapter
      .open({
        identity: { kind: 'visitor' },
        signal: new AbortController().signal,
        onEvent: () => undefined,
        onClose: () => undefined,
      })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'origin-refused', verdict: 'never' });
  });

  it('lets an allowed page talk, and says so to its browser', async () => {
    const socket = await openSocket(server.url, { headers: { Origin: ALLOWED } });
    socket.close();
    const preflight = await fetch(`${server.url}/v1/commands`, {
      method: 'OPTIONS',
      headers: {
        Origin: ALLOWED,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type,sc-connection',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('sc-connection');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    const abort = new AbortController();
    const stream = await fetch(`${server.url}/v1/events?protocol=1&role=visitor`, {
      headers: { Origin: ALLOWED },
      signal: abort.signal,
    });
    expect(stream.status).toBe(200);
    expect(stream.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect(stream.headers.get('vary')).toMatch(/origin/i);
    abort.abort();
  });

  it('X2 an allowed page is still no page of the desk', async () => {
    const response = await postJson(`${server.url}/v1/agent/sessions`, OWNER, { Origin: ALLOWED });
    expect(response.status).toBe(403);
    const own = await postJson(`${server.url}/v1/agent/sessions`, OWNER, { Origin: server.url });
    expect(own.status).toBe(201);
  });

  it("takes the server's own pages, by the Host they used", async () => {
    const socket = await openSocket(server.url, { headers: { Origin: server.url } });
    socket.close();
    const behindName = await openSocket(server.url, {
      headers: { Host: 'chat.example', Origin: 'http://chat.example' },
    });
    behindName.close();
    await expect(
      openSocket(server.url, { headers: { Host: 'chat.example', Origin: 'https://chat.example' } }),
    ).rejects.toThrow('HTTP 403');
  });

  it('refuses a read that another site made without saying who it is', async () => {
    const response = await fetch(`${server.url}/v1/agent/me`, { headers: { 'Sec-Fetch-Site': 'cross-site' } });
    expect(response.status).toBe(403);
  });
});
