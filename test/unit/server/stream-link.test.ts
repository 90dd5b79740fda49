import { problem, type Problem } from '@support-chat/protocol';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { Frame } from '../../../packages/server/src/bus/frame.js';
import type { Connection } from '../../../packages/server/src/service.js';
import { SLOW_BYTES, SLOW_PATIENCE, STUCK_BYTES } from '../../../packages/server/src/transport/links.js';
import { StreamLink } from '../../../packages/server/src/transport/stream-link.js';

/** A response whose buffer is what the test says, and whose life can be read. */
class FakeResponse extends EventEmitter {
  writableLength = 0;
  head: { status: number; headers: Record<string, unknown> } | null = null;
  readonly written: string[] = [];
  ended = false;

  writeHead(status: number, headers: Record<string, unknown>): void {
    this.head = { status, headers };
  }
  write(text: string): void {
    this.written.push(text);
  }
  end(): void {
    this.ended = true;
  }
}

function setUp() {
  const response = new FakeResponse();
  const now = { value: 1000 };
  const refused: Problem[] = [];
  let closes = 0;
  const host = {
    now: () => now.value,
    headers: { vary: 'Origin' },
    refuse: (reason: Problem) => void refused.push(reason),
    closed: () => undefined,
  };
  const link = new StreamLink(host, response as unknown as ServerResponse);
  link.connection = { id: 'connection-1', close: () => void closes++ } as unknown as Connection;
  return { response, link, now, refused, closes: () => closes };
}

const welcome = new Frame('{"type":"welcome"}', 'exact');
const event = new Frame('{"type":"message-added"}', 'exact', { cursor: { epoch: 'epoch-0001', seq: 7 } });
const ephemeral = new Frame('{"type":"typing-started"}', 'ephemeral');

describe('P-S1 the beginning', () => {
  it('a refused hello is an answer with its status, nothing was streamed', () => {
    const { response, link, refused, closes } = setUp();
    link.send(new Frame('{"type":"refused","id":null}', 'exact'));
    link.close(problem('session-unknown'));
    expect(response.head).toBeNull();
    expect(response.written).toEqual([]);
    expect(refused).toMatchObject([{ code: 'session-unknown' }]);
    expect(closes()).toBe(1);
  });

  it('P-S2 the welcome starts the stream, and log events carry their place', () => {
    const { response, link } = setUp();
    link.send(welcome);
    link.send(event);
    expect(response.head).toMatchObject({ status: 200, headers: { vary: 'Origin', 'X-Accel-Buffering': 'no' } });
    expect(response.written).toEqual([
      'data: {"type":"welcome"}\n\n',
      'id: epoch-0001:7\ndata: {"type":"message-added"}\n\n',
    ]);
  });
});

describe('S3 a slow reader', () => {
  it('over 1 MiB what may be lost is dropped; over 4 MiB, or 10 s, it ends and is told why', () => {
    const { response, link, now } = setUp();
    link.send(welcome);
    response.writableLength = SLOW_BYTES + 1;
    link.send(ephemeral);
    link.send(event);
    expect(response.written).toHaveLength(2);
    now.value += SLOW_PATIENCE + 1;
    link.sweep(now.value);
    expect(response.ended).toBe(true);
    expect(response.written.at(-1)).toContain('"code":"overloaded"');

    const other = setUp();
    other.link.send(welcome);
    other.response.writableLength = STUCK_BYTES + 1;
    other.link.send(event);
    expect(other.response.ended).toBe(true);
    expect(other.closes()).toBe(1);
  });

  it('C3 a comment every 15 seconds, and none after the end', () => {
    const { response, link, now } = setUp();
    link.send(welcome);
    for (let second = 1; second <= 45; second++) link.sweep((now.value += 1000));
    expect(response.written.filter((text) => text.startsWith(':'))).toHaveLength(3);
    link.close(problem('server-stopping'));
    link.sweep((now.value += 60_000));
    expect(response.written.filter((text) => text.startsWith(':'))).toHaveLength(3);
  });
});
