import type { RunningServer } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../support/manual-clock.js';
import { openSocket, openVisitor } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

describe('WebSocket', () => {
  let server: RunningServer;
  let clock: ManualClock;
  beforeEach(async () => {
    clock = createManualClock();
    server = await startTestServer({ clock });
  });
  afterEach(() => server.close());

  it('P-H4 answers a hello with a welcome, and P-A1 a message with its place', async () => {
    const visitor = await openVisitor(server.url);
    expect(visitor.welcome).toMatchObject({ protocol: 1, conversation: null, staffed: false });
    visitor.say({ type: 'message-send', id: 'message-0001', text: 'Is the teapot back?' });
    expect(await visitor.answer('message-0001')).toMatchObject({ type: 'ack', seq: 1 });
    const event = await visitor.find(({ type }) => type === 'message-added');
    expect(event).toMatchObject({ id: 'message-0001', seq: 1, text: 'Is the teapot back?' });
    visitor.close();
  });

  it('P-H1 ends a connection that says something else first', async () => {
    const client = await openSocket(server.url);
    client.say({ type: 'ping' });
    expect(await client.find(({ type }) => type === 'refused')).toMatchObject({ problem: { code: 'hello-missing' } });
    expect(await client.closed).toEqual({ code: 1008, reason: 'hello-missing' });
  });

  it('P-H1 ends a connection that says nothing for 5 seconds', async () => {
    const client = await openSocket(server.url);
    clock.advance(5_001);
    expect(await client.closed).toEqual({ code: 1008, reason: 'hello-missing' });
  });

  it('P-W4 ends a connection that was silent for 90 seconds, and keeps one that pings', async () => {
    const silent = await openVisitor(server.url);
    const lively = await openVisitor(server.url);
    clock.advance(60_000);
    lively.say({ type: 'ping' });
    await lively.find(({ type }) => type === 'pong');
    clock.advance(31_000);
    await silent.closed;
    expect(silent.frames.at(-1)).toMatchObject({ type: 'refused', problem: { code: 'connection-silent' } });
    lively.say({ type: 'message-send', id: 'still-here-1', text: 'Hello' });
    expect(await lively.answer('still-here-1')).toMatchObject({ type: 'ack' });
    lively.close();
  });

  it('P-R2 a message missed while away comes with the welcome, and only that', async () => {
    const first = await openVisitor(server.url);
    const second = await openVisitor(server.url, { token: first.token });
    first.say({ type: 'message-send', id: 'message-0001', text: 'one' });
    const { epoch, conversation } = await first.answer('message-0001');
    await second.find(({ type }) => type === 'message-added');
    second.close();
    await second.closed;
    first.say({ type: 'message-send', id: 'message-0002', conversation, epoch, text: 'two' });
    await first.answer('message-0002');
    const back = await openVisitor(server.url, { token: first.token, resumeAfter: { epoch, seq: 1 } });
    expect(back.welcome).toMatchObject({ conversation: { resumed: true, head: 2, events: [{ seq: 2, text: 'two' }] } });
    first.close();
    back.close();
  });
});
