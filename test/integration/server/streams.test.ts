import type { RunningServer } from '@support-chat/server';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { openEventStream, type EventStreamClient } from '../../support/event-stream-client.js';
import { createManualClock, type ManualClock } from '../../support/manual-clock.js';
import { openSocket, openVisitor } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

describe('SSE and POST', () => {
  let server: RunningServer;
  let clock: ManualClock;
  beforeEach(async () => {
    clock = createManualClock();
    server = await startTestServer({ clock, owner: OWNER });
  });
  afterEach(() => server.close());

  /** Opens a stream and gives a function that posts on it. */
  async function openStream(query = 'protocol=1&role=visitor', headers: Record<string, string> = {}) {
    const stream = await openEventStream(server.url, query, headers);
    const { data: welcome } = await stream.find(({ data }) => data.type === 'welcome');
    const session = welcome['session'] as { token: string } | undefined;
    const credential = session === undefined ? headers : { Authorization: `Bearer ${session.token}` };
    const post = (frame: object) =>
      postJson(`${server.url}/v1/commands`, frame, { ...credential, 'Sc-Connection': String(welcome['connection']) });
    return { stream, welcome, post, token: session?.token ?? '' };
  }
  const dataOf = ({ events }: EventStreamClient) => events.map(({ data }) => data);

  it('P-S2 gives log events an id, and C3 sends the headers proxies need', async () => {
    const { stream, post } = await openStream();
    expect(stream.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
    expect(stream.response.headers.get('cache-control')).toBe('no-store');
    const answer = await post({ type: 'message-send', id: 'message-0001', text: 'Hello' });
    expect(answer.status).toBe(200);
    const ack = (await answer.json()) as { epoch: string };
    expect(ack).toMatchObject({ type: 'ack', id: 'message-0001', seq: 1 });
    const event = await stream.find(({ data }) => data.type === 'message-added');
    expect(event).toMatchObject({ id: `${ack.epoch}:1`, data: { seq: 1, text: 'Hello' } });
    expect(dataOf(stream).some(({ type }) => type === 'ack')).toBe(false);
    stream.close();
  });

  it('P-S4 answers a signal with 204, and the pong comes over the stream', async () => {
    const { stream, post } = await openStream();
    expect((await post({ type: 'ping' })).status).toBe(204);
    await stream.find(({ data }) => data.type === 'pong');
    stream.close();
  });

  it('C3 sends a comment every 15 seconds', async () => {
    const { stream, post } = await openStream();
    for (let count = 1; count <= 3; count++) {
      clock.advance(15_000);
      await stream.commentsReach(count);
    }
    expect((await post({ type: 'ping' })).status).toBe(204);
    stream.close();
  });

  it('P-R2 Last-Event-ID continues after the last event', async () => {
    const first = await openStream();
    const { epoch, conversation } = (await (
      await first.post({ type: 'message-send', id: 'message-0001', text: 'one' })
    ).json()) as { epoch: string; conversation: string };
    await first.post({ type: 'message-send', id: 'message-0002', conversation, epoch, text: 'two' });
    first.stream.close();
    const again = await openStream('protocol=1&role=visitor', {
      Authorization: `Bearer ${first.token}`,
      'Last-Event-ID': `${epoch}:1`,
    });
    expect(again.welcome).toMatchObject({ conversation: { resumed: true, events: [{ seq: 2, text: 'two' }] } });
    const reset = await openStream('protocol=1&role=visitor', {
      Authorization: `Bearer ${first.token}`,
      'Last-Event-ID': 'another-epoch:1',
    });
    expect(reset.welcome).toMatchObject({ conversation: { resumed: false, head: 2 } });
    again.stream.close();
    reset.stream.close();
  });

  it('P-S3 a connection that ended is unknown', async () => {
    const { stream, post } = await openStream();
    stream.close();
    await stream.ended;
    await expect.poll(async () => (await post({ type: 'ping' })).status).toBe(409);
  });

  it('P-S7 a client that goes away while its cookie is looked up leaves nothing behind', async () => {
    const cookie = await signIn(server.url);
    const { agents } = server.service;
    const { authenticate } = agents;
    const [asked, looked] = [deferred(), deferred()];
    agents.authenticate = async (token) => {
      asked.resolve();
      await looked.promise;
      return authenticate.call(agents, token);
    };
    const gone = deferred();
    const onRequest = (message: unknown): void => {
      (message as { response: ServerResponse }).response.once('close', gone.resolve);
    };
    subscribe('http.server.request.start', onRequest);
    const abort = new AbortController();
    const request = fetch(`${server.url}/v1/events?protocol=1&role=agent`, {
      headers: { Cookie: cookie },
      signal: abort.signal,
    });
    await asked.promise;
    abort.abort();
    await expect(request).rejects.toThrow();
    await gone.promise;
    unsubscribe('http.server.request.start', onRequest);
    looked.resolve();
    agents.authenticate = authenticate;
    // Behind it: a stream of its own, which is the only one there is.
    const { stream } = await openStream();
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('support_chat_connections{kind="transport"} 1');
    expect(metrics).toContain('support_chat_connections{kind="agent"} 0');
    stream.close();
  });

  it('P-S6 an agent whose session is over is told to stay away, a first try to sign in', async () => {
    const cookie = 'sc_agent=over';
    const first = await fetch(`${server.url}/v1/events?protocol=1&role=agent`, { headers: { Cookie: cookie } });
    expect(first.status).toBe(401);
    expect(await first.json()).toMatchObject({ code: 'sign-in-required' });
    const again = await fetch(`${server.url}/v1/events?protocol=1&role=agent`, {
      headers: { Cookie: cookie, 'Last-Event-ID': 'some-epoch:3' },
    });
    expect(again.status).toBe(204);
  });

  it('P-F2 a query that is no hello is refused', async () => {
    for (const query of ['protocol=1&role=ghost', 'role=visitor', 'protocol=1&role=visitor&token=secret']) {
      const response = await fetch(`${server.url}/v1/events?${query}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'frame-invalid' });
    }
  });

  it('C4 visitor over SSE and agent over WebSocket share one conversation, and change transport inside it', async () => {
    const visitor = await openStream();
    const { conversation, epoch } = (await (
      await visitor.post({ type: 'message-send', id: 'message-0001', text: 'Is anybody there?' })
    ).json()) as { conversation: string; epoch: string };

    const agent = await openSocket(server.url, { headers: { Cookie: await signIn(server.url) } });
    agent.say({ type: 'hello', protocol: 1, role: 'agent', conversation });
    const welcome = await agent.find(({ type }) => type === 'welcome');
    expect(welcome).toMatchObject({ conversation: { events: [{ text: 'Is anybody there?' }] } });
    agent.say({ type: 'typing', conversation, active: true });
    await visitor.stream.find(({ data }) => data.type === 'typing-started');
    agent.say({ type: 'message-send', id: 'message-0002', conversation, epoch, text: 'Yes.' });
    const heard = await visitor.stream.find(({ data }) => data['id'] === 'message-0002');
    expect(heard.data).toMatchObject({ seq: 3, text: 'Yes.', author: { kind: 'agent' } });
    visitor.stream.close();

    const socket = await openVisitor(server.url, { token: visitor.token, resumeAfter: { epoch, seq: 3 } });
    expect(socket.welcome).toMatchObject({ conversation: { resumed: true, events: [], phase: 'live' } });
    socket.say({ type: 'message-send', id: 'message-0003', conversation, epoch, text: 'Good.' });
    expect(await agent.find((frame) => frame['id'] === 'message-0003')).toMatchObject({ seq: 4 });
    socket.close();
    agent.close();
  });

  it('X2 an agent talks over SSE with the cookie alone', async () => {
    const visitor = await openVisitor(server.url);
    visitor.say({ type: 'message-send', id: 'message-0001', text: 'Hello' });
    const { conversation, epoch } = await visitor.answer('message-0001');
    const agent = await openStream('protocol=1&role=agent', { Cookie: await signIn(server.url) });
    await agent.stream.find(({ data }) => data.type === 'inbox-snapshot');
    const answer = await agent.post({ type: 'message-send', id: 'message-0002', conversation, epoch, text: 'Hello!' });
    expect(await answer.json()).toMatchObject({ type: 'ack' });
    expect(await visitor.find((frame) => frame['id'] === 'message-0002')).toMatchObject({ text: 'Hello!' });
    agent.stream.close();
    visitor.close();
  });
});

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
