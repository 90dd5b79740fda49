import { createServer, type Limits, type RunningServer } from '@support-chat/server';
import { afterEach, describe, expect, it } from 'vitest';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { openEventStream } from '../../support/event-stream-client.js';
import { createManualClock } from '../../support/manual-clock.js';
import { openSocket, openVisitor, type RawFrame } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

const problemOf = (frame: RawFrame) => frame['problem'] as { code: string; status: number; retryAfter: number };

describe('X5 rates', () => {
  const clock = createManualClock();
  let server: RunningServer;
  const start = async (limits: Partial<Limits> = {}, trustedProxies: string[] = [], create = startTestServer) => {
    server = await create({ clock, limits, trustedProxies, owner: OWNER });
    return server.url;
  };
  afterEach(() => server.close());

  it('the 21st message within 10 seconds is refused with a wait, then taken', async () => {
    const visitor = await openVisitor(await start());
    const send = (number: number) => {
      const id = `message-${String(number).padStart(4, '0')}`;
      visitor.say({ type: 'message-send', id, text: `number ${number}` });
      return visitor.answer(id);
    };
    for (let number = 1; number <= 20; number++) expect((await send(number)).type).toBe('ack');
    const refused = problemOf(await send(21));
    expect(refused).toMatchObject({ code: 'rate-limited', status: 429, retryAfter: 1 });
    clock.advance(refused.retryAfter * 1000);
    expect((await send(22)).type).toBe('ack');
    visitor.close();
  });

  it('messages are counted per address as well: two sessions share it, over any transport', async () => {
    const url = await start({ messages: { count: 3, seconds: 60 } });
    const [one, two] = [await openVisitor(url), await openVisitor(url)];
    const stream = await openEventStream(url, 'protocol=1&role=visitor');
    const { data: welcome } = await stream.find(({ data }) => data.type === 'welcome');
    for (const [visitor, id] of [
      [one, 'message-0001'],
      [two, 'message-0002'],
      [one, 'message-0003'],
    ] as const) {
      visitor.say({ type: 'message-send', id, text: 'Hello' });
      expect((await visitor.answer(id)).type).toBe('ack');
    }
    const response = await postJson(
      `${url}/v1/commands`,
      { type: 'message-send', id: 'message-0004', text: 'Hello' },
      {
        Authorization: `Bearer ${(welcome['session'] as { token: string }).token}`,
        'Sc-Connection': String(welcome['connection']),
      },
    );
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('20');
    expect(await response.json()).toMatchObject({ code: 'rate-limited', retryAfter: 20 });
    one.close();
    two.close();
    stream.close();
  });

  it('an agent has a limit of their own', async () => {
    const url = await start({ agentMessages: { count: 2, seconds: 10 }, messages: { count: 1, seconds: 60 } });
    const visitor = await openVisitor(url);
    visitor.say({ type: 'message-send', id: 'message-0001', text: 'Hello' });
    const { conversation, epoch } = await visitor.answer('message-0001');
    const agent = await openSocket(url, { headers: { Cookie: await signIn(url) } });
    agent.say({ type: 'hello', protocol: 1, role: 'agent' });
    for (const id of ['agent-000001', 'agent-000002', 'agent-000003']) {
      agent.say({ type: 'message-send', id, conversation, epoch, text: 'Hello' });
    }
    expect((await agent.answer('agent-000002')).type).toBe('ack');
    expect(problemOf(await agent.answer('agent-000003'))).toMatchObject({ code: 'rate-limited', retryAfter: 5 });
    agent.close();
    visitor.close();
  });

  it('the 11th new session of a minute is refused; a known visitor is let in', async () => {
    const url = await start();
    const visitors = [];
    for (let count = 0; count < 10; count++) visitors.push(await openVisitor(url));
    const refused = await openSocket(url);
    refused.say({ type: 'hello', protocol: 1, role: 'visitor' });
    const problem = problemOf(await refused.find(({ type }) => type === 'refused'));
    expect(problem).toMatchObject({ code: 'rate-limited', retryAfter: 6 });
    expect((await refused.closed).code).toBe(1013);
    const stream = await fetch(`${url}/v1/events?protocol=1&role=visitor`);
    expect(stream.status).toBe(429);
    expect(stream.headers.get('retry-after')).toBe('6');
    visitors.push(await openVisitor(url, { token: visitors[0]?.token ?? '' }));
    clock.advance(6_000);
    visitors.push(await openVisitor(url));
    for (const visitor of visitors) visitor.close();
  });

  it('the 21st connection of an address is refused, until another one ends', async () => {
    const url = await start({ sessions: { count: 1000, seconds: 1 } });
    const open = [];
    for (let count = 0; count < 20; count++) open.push(await openSocket(url));
    await expect(openSocket(url)).rejects.toThrow('HTTP 429');
    const stream = await fetch(`${url}/v1/events?protocol=1&role=visitor`);
    expect(stream.status).toBe(429);
    expect(Number(stream.headers.get('retry-after'))).toBeGreaterThan(0);
    const first = open.shift();
    first?.close();
    await first?.closed;
    await expect.poll(() => openSocket(url).then((client) => open.push(client))).toBeGreaterThan(0);
    for (const client of open) client.close();
  });

  it('the 6th sign-in to one account within 15 minutes is refused, another account is not', async () => {
    const url = await start({ logins: { count: 5, seconds: 900 } });
    const attempt = (email: string) => postJson(`${url}/v1/agent/sessions`, { email, password: 'not the password' });
    for (let count = 0; count < 5; count++) expect((await attempt(OWNER.email)).status).toBe(401);
    const refused = await attempt(OWNER.email.toUpperCase());
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBe(180);
    expect((await attempt('somebody@shop.example')).status).toBe(401);
    const right = await postJson(`${url}/v1/agent/sessions`, OWNER);
    expect(right.status).toBe(429);
    clock.advance(180_000);
    await signIn(url);
  });

  it('failed sign-ins of an address are counted over all accounts; right ones, and those of others, are not', async () => {
    const limits = { failedLogins: { count: 3, seconds: 900 }, logins: { count: 100, seconds: 900 } };
    const url = await start(limits, ['127.0.0.0/8']);
    const attempt = (credentials: object, address = '203.0.113.1') =>
      postJson(`${url}/v1/agent/sessions`, credentials, { 'X-Forwarded-For': address });
    for (let count = 0; count < 5; count++) expect((await attempt(OWNER)).status).toBe(201);
    const password = 'Summer2026!';
    const statuses = [];
    for (const name of ['anna', 'ben', 'carl', 'dora']) {
      statuses.push((await attempt({ email: `${name}@shop.example`, password })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429]);
    const refused = await attempt(OWNER);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('300');
    expect((await attempt(OWNER, '203.0.113.2')).status).toBe(201);
    const setup = { token: 'x'.repeat(43), email: 'eve@shop.example', name: 'Eve', password: 'a long enough one' };
    expect((await postJson(`${url}/v1/agent/setup`, setup, { 'X-Forwarded-For': '203.0.113.1' })).status).toBe(429);
    clock.advance(300_000);
    expect((await attempt(OWNER)).status).toBe(201);
  });

  it('failed sign-ins that come all at once are counted all the same', async () => {
    const url = await start({ failedLogins: { count: 3, seconds: 900 } }, [], createServer); // hashes take their time
    const attempts = Array.from({ length: 6 }, (_, index) =>
      postJson(`${url}/v1/agent/sessions`, { email: `agent-${index}@shop.example`, password: 'Summer2026!' }),
    );
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([401, 401, 401, 429, 429, 429]);
  });

  it('requests of an address are counted, frames and pages are not', async () => {
    const url = await start({ requests: { count: 3, seconds: 60 } });
    for (let count = 0; count < 3; count++) expect((await fetch(`${url}/v1/agent/me`)).status).toBe(401);
    const refused = await fetch(`${url}/v1/agent/me`);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: 'rate-limited' });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const visitor = await openVisitor(url);
    visitor.close();
  });

  it('frames of one connection are counted: a command hears of it, a signal is dropped', async () => {
    const visitor = await openVisitor(await start({ frames: { count: 4, seconds: 60 } }));
    for (let count = 0; count < 5; count++) visitor.say({ type: 'ping' });
    visitor.say({ type: 'message-send', id: 'message-0001', text: 'Hello' });
    expect(problemOf(await visitor.answer('message-0001'))).toMatchObject({ code: 'rate-limited', retryAfter: 15 });
    expect(visitor.frames.filter(({ type }) => type === 'pong')).toHaveLength(3);
    visitor.close();
  });

  it('behind a trusted proxy each client counts for itself; without trust the header is only a claim', async () => {
    const limits: Partial<Limits> = { sockets: 1 };
    const trusting = await start(limits, ['127.0.0.0/8']);
    const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });
    const clients = [await openSocket(trusting, from('203.0.113.1')), await openSocket(trusting, from('203.0.113.2'))];
    await expect(openSocket(trusting, from('203.0.113.1'))).rejects.toThrow('HTTP 429');
    await expect(openSocket(trusting, from('198.51.100.9, 203.0.113.2'))).rejects.toThrow('HTTP 429');
    clients.push(await openSocket(trusting, from('2001:db8:1:2::1')));
    await expect(openSocket(trusting, from('2001:db8:1:2:ffff::9'))).rejects.toThrow('HTTP 429');
    for (const client of clients) client.close();
    await server.close();

    const plain = await start(limits);
    const one = await openSocket(plain, from('203.0.113.1'));
    await expect(openSocket(plain, from('203.0.113.2'))).rejects.toThrow('HTTP 429');
    one.close();
  });
});
