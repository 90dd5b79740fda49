/** A8 over HTTP and sockets: what an agent says, and what is refused. */
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import type { RunningServer } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { OWNER, signIn } from '../../support/agent-api.js';
import { startTestServer } from '../../support/test-server.js';

describe('an agent who says whether they are available', () => {
  let server: RunningServer;
  let cookie: string;
  beforeEach(async () => {
    server = await startTestServer({ owner: OWNER });
    cookie = await signIn(server.url);
  });
  afterEach(() => server.close());

  const call = (method: string, path: string, body?: unknown, by = cookie) =>
    fetch(`${server.url}/v1/${path}`, {
      method,
      headers: { Cookie: by, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  it('A8 is heard at every desk of theirs, over a socket that reads frames by hand', async () => {
    const seen: string[] = [];
    const connection = await createWebSocketAdapter({
      server: server.url,
      WebSocket: class extends WebSocket {
        constructor(address: string | URL) {
          super(address, { headers: { Cookie: cookie } });
        }
      },
    }).open({
      identity: { kind: 'agent' },
      signal: new AbortController().signal,
      onClose: () => undefined,
      onEvent: (event) => {
        if (event.type === 'welcome' || event.type === 'presence-changed') seen.push(event.presence ?? 'none');
      },
    });
    await vi.waitFor(() => expect(seen).toEqual(['available']));
    const answer = await call('PUT', 'agent/presence', { presence: 'away' });
    expect([answer.status, await answer.json()]).toEqual([200, { presence: 'away' }]);
    await vi.waitFor(() => expect(seen).toEqual(['available', 'away']));
    expect((await call('POST', 'agent/activity')).status).toBe(204);
    expect((await call('PUT', 'agent/presence', { presence: 'available' })).status).toBe(200);
    await vi.waitFor(() => expect(seen).toEqual(['available', 'away', 'available']));
    connection.close();
  });

  it('A8 may say nothing else, and nobody may who is not signed in', async () => {
    for (const wrong of [{ presence: 'idle' }, { presence: 'sleeping' }, {}, { presence: 'away', until: 5 }]) {
      const answer = await call('PUT', 'agent/presence', wrong);
      expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'frame-invalid' }]);
    }
    expect((await call('PUT', 'agent/presence', { presence: 'away' }, 'sc_agent=none')).status).toBe(401);
    expect((await call('POST', 'agent/activity', undefined, 'sc_agent=none')).status).toBe(401);
  });

  it('A8 times of the owner that cannot be are refused by name, and pages are told none', async () => {
    for (const wrong of [{ awayAfter: 0 }, { signOutAfter: 99_999 }, { awayAfter: 1.5 }, { after: 5 }]) {
      const answer = await call('PUT', 'settings/presence', wrong);
      expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'settings-invalid' }]);
    }
    expect((await call('PUT', 'settings/presence', { awayAfter: 10, signOutAfter: 60 })).status).toBe(204);
    expect(await (await fetch(`${server.url}/v1/site`)).json()).toEqual({});
  });
});
