import { createServer, type RunningServer } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openVisitor } from '../../support/socket-client.js';

const unlimited = { count: 1_000_000, seconds: 1 };
const LONG_TEXT = '€'.repeat(10_000); // 30 kB as UTF-8

describe('S3 a reader that is too slow', () => {
  let server: RunningServer;
  beforeEach(async () => {
    server = await createServer({ limits: { messages: unlimited, frames: unlimited } });
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
});
