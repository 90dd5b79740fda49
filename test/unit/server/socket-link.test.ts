import { problem, type ClientFrame, type Problem } from '@support-chat/protocol';
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Frame } from '../../../packages/server/src/bus/frame.js';
import type { Connection } from '../../../packages/server/src/service.js';
import {
  pressureVerdict,
  SLOW_BYTES,
  SLOW_PATIENCE,
  STUCK_BYTES,
} from '../../../packages/server/src/transport/links.js';
import { SocketLink, type LinkedSocket } from '../../../packages/server/src/transport/socket-link.js';

/** A socket whose buffer is what the test says, and whose life can be read. */
class FakeSocket extends EventEmitter {
  readyState = 1;
  bufferedAmount = 0;
  link: SocketLink | undefined;
  readonly sent: string[] = [];
  readonly life: string[] = [];

  send(data: Buffer | string): void {
    this.sent.push(data.toString());
  }
  close(code: number, reason: string): void {
    this.life.push(`close ${code} ${reason}`);
  }
  pause(): void {
    this.life.push('pause');
  }
  resume(): void {
    this.life.push('resume');
  }
}

function setUp() {
  const socket = new FakeSocket();
  const now = { value: 1000 };
  const finish: (() => void)[] = [];
  let closed = false;
  const connection: Pick<Connection, 'id' | 'receive' | 'close' | 'heard'> = {
    id: 'connection-1',
    receive: (_frame: ClientFrame) => new Promise<void>((resolve) => finish.push(resolve)),
    close: () => {
      closed = true;
    },
    heard: () => undefined,
  };
  const host = {
    now: () => now.value,
    countFrame: () => 0,
    closed: () => undefined,
    refused: (_code: Problem['code']) => undefined,
  };
  const link = new SocketLink(host, socket as unknown as LinkedSocket, 'address');
  link.connection = connection as Connection;
  link.start();
  return { socket, link, now, finish, isClosed: () => closed };
}

const exact = new Frame('{"type":"message-added"}', 'exact');
const ephemeral = new Frame('{"type":"typing-started"}', 'ephemeral');

describe('S3 outbound', () => {
  it('over 1 MiB what may be lost is dropped, what is exact is not', () => {
    const { socket, link } = setUp();
    socket.bufferedAmount = SLOW_BYTES;
    link.send(ephemeral);
    socket.bufferedAmount = SLOW_BYTES + 1;
    link.send(ephemeral);
    link.send(exact);
    expect(socket.sent).toEqual([ephemeral.text, exact.text]);
    expect(socket.life).toEqual([]);
  });

  it('over 4 MiB it ends with 1013, told why', () => {
    const { socket, link, isClosed } = setUp();
    socket.bufferedAmount = STUCK_BYTES + 1;
    link.send(exact);
    expect(socket.life).toEqual(['close 1013 overloaded']);
    expect(JSON.parse(socket.sent.at(-1) ?? '')).toMatchObject({ type: 'refused', problem: { code: 'overloaded' } });
    expect(isClosed()).toBe(true);
    link.send(exact);
    expect(socket.sent).toHaveLength(1);
  });

  it('over 1 MiB for 10 s it ends, found by the sweep; a reader that catches up in time does not', () => {
    const { socket, link, now } = setUp();
    socket.bufferedAmount = SLOW_BYTES + 1;
    link.send(exact);
    now.value += SLOW_PATIENCE;
    link.sweep(now.value);
    expect(socket.life).toEqual([]);
    socket.bufferedAmount = 10;
    link.sweep(now.value + 1);
    socket.bufferedAmount = SLOW_BYTES + 1;
    link.send(exact);
    now.value += SLOW_PATIENCE;
    link.sweep(now.value);
    expect(socket.life).toEqual([]);
    link.sweep(now.value + 1);
    expect(socket.life).toEqual(['close 1013 overloaded']);
  });

  it('counts from the first moment above the line', () => {
    const pressure = { slowSince: 0 };
    expect(pressureVerdict(pressure, SLOW_BYTES + 1, 50)).toBe('drop-ephemeral');
    expect(pressureVerdict(pressure, SLOW_BYTES + 1, 60 + SLOW_PATIENCE)).toBe('end');
    expect(pressureVerdict(pressure, 0, 70 + SLOW_PATIENCE)).toBe('send');
    expect(pressure.slowSince).toBe(0);
  });
});

describe('S3 inbound', () => {
  it('with 64 frames under way reading pauses, and goes on when one is done', async () => {
    const { socket, finish } = setUp();
    const ping = Buffer.from('{"type":"ping"}');
    for (let count = 0; count < 63; count++) socket.emit('message', ping, false);
    expect(socket.life).toEqual([]);
    socket.emit('message', ping, false);
    expect(socket.life).toEqual(['pause']);
    finish.shift()?.();
    await expect.poll(() => socket.life).toEqual(['pause', 'resume']);
  });

  it('what comes after the end is not taken in', () => {
    const { socket, link, finish } = setUp();
    link.close(problem('server-stopping'));
    socket.emit('message', Buffer.from('{"type":"ping"}'), false);
    expect(finish).toHaveLength(0);
    expect(socket.life).toEqual(['close 1012 server-stopping']);
  });
});
