import type { RunningServer } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postJson } from '../../support/agent-api.js';
import { openEventStream } from '../../support/event-stream-client.js';
import { openVisitor } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

const unlimited = { count: 1_000_000, seconds: 1 };
const LONG_TEXT = '€'.repeat(10_000); // 30 kB as UTF-8

describe('S3 a reader that is too slow', () => {
  let server: RunningServer;
  beforeEach(async () => {
    server = await startTestServer({ limits: { messages: unlimited, frames: unlimited } });
  });
  afterEach(() => server.close());

  it('is closed with 1013, has lost nothing before the cut, and resumes after it', async () => {
    const writer = await openVisitor(server.url);
    const slow = await openVisitor(server.url, { token: writer.token });
    let sent = 0;
    let place: object = {};
    const send = async () => {
      const id = `message-${String(++sent).padStart(5, '0')}`;
      writer.say({ type: 'message-send', id, ...place, text: LONG_TEXT });
      const { conversation, epoch } = await writer.answer(id);
      place = { conversation, epoch };
    };
    await send();
    await slow.find(({ type }) => type === 'message-added');
    slow.socket.pause();
    // The operating system's buffers come first, some megabytes; then the server's own count.
    while (server.service.stats().visitorConnections === 2 && sent < 2000) await send();
    expect(server.service.stats().visitorConnections).toBe(1);
    slow.socket.resume();
    expect(await slow.closed).toEqual({ code: 1013, reason: 'overloaded' });
    expect(slow.frames.at(-1)).toMatchObject({ type: 'refused', id: null, problem: { code: 'overloaded' } });
    const received = slow.frames.filter(({ type }) => type === 'message-added').map(({ seq }) => Number(seq));
    expect(received).toEqual(received.map((_seq, index) => index + 1));
    expect(received.length).toBeLessThan(sent);

    const resumeAfter = { epoch: (place as { epoch: string }).epoch, seq: received.length };
    const back = await openVisitor(server.url, { token: writer.token, resumeAfter });
    const snapshot = back.welcome['conversation'] as { resumed: boolean; head: number; events: { seq: number }[] };
    expect(snapshot).toMatchObject({ resumed: true, head: sent });
    expect(snapshot.events[0]?.seq).toBe(received.length + 1);
    back.close();
    writer.close();
  });

  it('a writer that floods is slowed down, and every frame is answered in order', async () => {
    const visitor = await openVisitor(server.url);
    const ids = Array.from({ length: 500 }, (_nothing, index) => `message-${String(index).padStart(4, '0')}`);
    for (const id of ids) visitor.say({ type: 'message-send', id, text: 'flood' });
    await visitor.answer(ids.at(-1) ?? '');
    const acks = visitor.frames.filter(({ type }) => type === 'ack');
    expect(acks.map(({ id }) => id)).toEqual(ids);
    expect(acks.map(({ seq }) => seq)).toEqual(ids.map((_id, index) => index + 1));
    visitor.close();
  });

  it('a stream takes 64 frames that are not dealt with; who posts more hears when to come back', async () => {
    const open = async () => {
      const stream = await openEventStream(server.url, 'protocol=1&role=visitor');
      const { data: welcome } = await stream.find(({ data }) => data.type === 'welcome');
      const { token } = welcome['session'] as { token: string };
      const headers = { Authorization: `Bearer ${token}`, 'Sc-Connection': String(welcome['connection']) };
      return { stream, post: (frame: object) => postJson(`${server.url}/v1/commands`, frame, headers) };
    };
    const [flooded, other] = [await open(), await open()];
    const { conversations } = server.service;
    const { execute } = conversations;
    let release = (): void => undefined;
    const stuck = new Promise<void>((resolve) => (release = resolve));
    conversations.execute = async (...parameters) => {
      await stuck;
      return execute.apply(conversations, parameters);
    };
    let refused = 0;
    const answers = await Promise.all(
      Array.from({ length: 70 }, async (_nothing, index) => {
        const id = `message-${String(index).padStart(4, '0')}`;
        const response = await flooded.post({ type: 'message-send', id, text: 'flood' });
        if (response.status === 429 && ++refused === 6) {
          expect((await other.post({ type: 'ping' })).status).toBe(204);
          expect((await flooded.post({ type: 'ping' })).status).toBe(429);
          release();
        }
        return response;
      }),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(64);
    for (const response of answers.filter(({ status }) => status !== 200)) {
      expect(response.headers.get('retry-after')).toBe('1');
      expect(await response.json()).toMatchObject({ code: 'rate-limited', status: 429, retryAfter: 1 });
    }
    expect((await flooded.post({ type: 'ping' })).status).toBe(204);
    flooded.stream.close();
    other.stream.close();
  });
});
