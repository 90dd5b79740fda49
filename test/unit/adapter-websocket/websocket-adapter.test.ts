/** What the WebSocket adapter does with a server that says odd things, which the real one does not on demand. */
import { type AdapterError, problem, type CloseReason, type ServerEvent } from '@support-chat/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWebSocketAdapter } from '../../../packages/adapter-websocket/src/websocket-adapter.js';

/** A socket whose other end is the test. */
class FakeSocket extends EventTarget {
  static last: FakeSocket;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;

  constructor(readonly url: string) {
    super();
    FakeSocket.last = this;
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data) as Record<string, unknown>);
  }

  close(): void {
    this.closed = true;
  }

  receive(frame: object | string): void {
    const data = typeof frame === 'string' ? frame : JSON.stringify(frame);
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  end(code: number, reason = ''): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }
}

const WELCOME = {
  type: 'welcome',
  protocol: 1,
  connection: 'connection-1',
  self: { kind: 'visitor', id: 'visitor-1' },
  conversation: null,
  staffed: true,
  serverTime: 1,
};
const SEND = { type: 'message-send', id: 'message-1', text: 'Hi' } as const;

let events: ServerEvent[];
let closed: CloseReason[];

function start(server = 'https://chat.example/base/', extra: object = {}) {
  return createWebSocketAdapter({ server, WebSocket: FakeSocket as never }).open({
    identity: { kind: 'visitor', token: 'secret' },
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    onClose: (reason) => closed.push(reason),
    ...extra,
  });
}

async function open(extra: object = {}) {
  const opening = start(undefined, extra);
  FakeSocket.last.dispatchEvent(new Event('open'));
  FakeSocket.last.receive(WELCOME);
  return { connection: await opening, socket: FakeSocket.last };
}

const codeOf = (error: unknown) => (error as AdapterError).code;

beforeEach(() => {
  [events, closed] = [[], []];
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('WebSocket adapter', () => {
  it('X1 finds the socket beside the server, and puts the token in the hello, never in the address', async () => {
    const page = { url: 'https://shop.example/', title: 'Shop' };
    const resumeAfter = { epoch: 'epoch-0001', seq: 7 };
    const { socket } = await open({ identity: { kind: 'visitor', token: 'secret', page }, resumeAfter });
    expect(socket.url).toBe('wss://chat.example/base/v1/socket');
    expect(socket.sent).toEqual([{ type: 'hello', protocol: 1, role: 'visitor', token: 'secret', resumeAfter, page }]);
  });

  it('P-F3 ignores frames it does not know, and counts those with a place', async () => {
    const { socket } = await open();
    socket.receive({ type: 'sparkles-shown', colour: 'red' });
    socket.receive({ type: 'sparkles-added', conversation: 'conversation-1', epoch: 'epoch-0001', seq: 1, time: 1 });
    expect(events.slice(1)).toMatchObject([{ type: 'unknown', seq: 1 }]);
    expect(closed).toEqual([]);
  });

  it('D1 starts over after a frame it cannot read, so that the resume brings what was lost', async () => {
    const { socket } = await open();
    socket.receive('{"type":"message-added","seq":1}');
    expect(closed).toMatchObject([{ problem: { code: 'connection-lost' } }]);
    expect(socket.closed).toBe(true);
    socket.receive(WELCOME);
    socket.end(1006);
    expect([events.length, closed.length]).toEqual([1, 1]);
  });

  it('matches answers to commands by id, and the same id in order', async () => {
    const { connection, socket } = await open();
    const [first, other, second] = [
      connection.send(SEND),
      connection.resume?.('conversation-1', null),
      connection.send(SEND),
    ];
    const ack = { type: 'ack', id: 'message-1', conversation: 'conversation-1', epoch: 'epoch-0001', seq: 1, time: 1 };
    const conflict = problem('id-conflict');
    socket.receive({ type: 'refused', id: String(socket.sent[2]?.['id']), problem: problem('conversation-unknown') });
    socket.receive(ack);
    socket.receive({ type: 'refused', id: 'message-1', problem: conflict });
    expect(await first).toMatchObject({ seq: 1 });
    expect(await second.catch(codeOf)).toBe('id-conflict');
    expect(await other?.catch(codeOf)).toBe('conversation-unknown');
  });

  it('gives an answer 30 s, an opening 10 s', async () => {
    const { connection } = await open();
    const answer = connection.send(SEND).catch(codeOf);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await answer).toBe('request-timeout');
    expect(closed).toEqual([]);
    const opening = start().catch(codeOf);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await opening).toBe('request-timeout');
    expect(FakeSocket.last.closed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('refuses a frame that would cost the connection, and goes on', async () => {
    const { connection, socket } = await open();
    const huge = connection.send({ ...SEND, text: 'ä'.repeat(40_000) });
    expect(await huge.catch(codeOf)).toBe('frame-too-large');
    expect([socket.sent.length, closed.length]).toEqual([1, 0]);
  });

  it('passes a refused hello on', async () => {
    const opening = start().catch((error: unknown) => error);
    FakeSocket.last.receive({ type: 'refused', id: null, problem: problem('rate-limited', { retryAfter: 9 }) });
    expect(await opening).toMatchObject({ problem: { code: 'rate-limited', retryAfter: 9 } });
    expect(closed).toEqual([]);
  });

  it.each([
    [1006, '', {}, 'connection-lost'],
    [1000, '', {}, 'connection-lost'],
    [1012, '', {}, 'server-stopping'],
    [1013, 'overloaded', {}, 'overloaded'],
    [1008, 'session-expired', {}, 'session-expired'],
    [1008, 'session-expired', { refusal: 'session-unknown' }, 'session-unknown'],
    [1006, '', { refusal: 'frame-invalid' }, 'connection-lost'],
    [1008, '', { refusal: 'frame-invalid', more: true }, 'connection-lost'],
  ] as const)('P-C1 understands the close %i "%s" after %o as %s', async (code, reason, before, expected) => {
    const { socket } = await open();
    if ('refusal' in before) socket.receive({ type: 'refused', id: null, problem: problem(before.refusal) });
    if ('more' in before) socket.receive({ type: 'staffed-changed', staffed: false });
    socket.end(code, reason);
    socket.end(code, reason);
    expect(closed).toMatchObject([{ problem: { code: expected } }]);
  });

  it('S2 keeps the time a goaway asked for', async () => {
    const { connection, socket } = await open();
    socket.receive({ type: 'goaway', retryAfter: 4.5 });
    const pending = connection.send(SEND).catch(codeOf);
    socket.end(1012, 'server-stopping');
    expect(closed).toMatchObject([{ problem: { code: 'server-stopping', retryAfter: 4.5 } }]);
    expect(await pending).toBe('connection-lost');
  });

  it('rejects an address that is none', async () => {
    expect(await start('https://[').catch(codeOf)).toBe('not-found');
  });

  it('tells a socket that never opened from one that was lost', async () => {
    const opening = start().catch(codeOf);
    FakeSocket.last.end(1006);
    expect(await opening).toBe('network-failed');
    expect(vi.getTimerCount()).toBe(0);
  });
});
