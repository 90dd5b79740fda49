/** The life of a connection, without a back end: what the conformance kit asks of every adapter, at its edges. */
import { openConnection, type ConnectionLife, type ConnectionParts } from '@support-chat/adapter-kit';
import { AdapterError, ProtocolError, problem, type CloseReason, type ServerEvent } from '@support-chat/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const CAPABILITIES = {
  resume: false,
  idempotentSend: false,
  history: false,
  typing: false,
  receipts: false,
  endConversation: false,
};
const SEND = { type: 'message-send', id: 'message-1', text: 'Hi' } as const;
const PONG: ServerEvent = { type: 'pong', head: null };
const never = <Result>(): Promise<Result> => new Promise(() => undefined);

let abort: AbortController;
let events: ServerEvent[];
let closed: CloseReason[];
let life: ConnectionLife;

/** Opens with what `connect` gives. */
function open(connect: () => Promise<Partial<ConnectionParts>> = () => Promise.resolve({})) {
  return openConnection(
    {
      identity: { kind: 'visitor' },
      signal: abort.signal,
      onEvent: (event) => events.push(event),
      onClose: (reason) => closed.push(reason),
    },
    async (given) => {
      life = given;
      return { capabilities: CAPABILITIES, send: () => never(), notify: () => undefined, ...(await connect()) };
    },
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  abort = new AbortController();
  events = [];
  closed = [];
});
afterEach(() => void vi.useRealTimers());

describe('openConnection', () => {
  it('passes events on until the end, and nothing after it', async () => {
    await open();
    life.emit(PONG);
    life.end(problem('connection-lost'));
    life.emit(PONG);
    life.end(problem('internal'));
    expect(events).toEqual([PONG]);
    expect(closed.map(({ problem: { code } }) => code)).toEqual(['connection-lost']);
    expect(life.signal.aborted).toBe(true);
  });

  it('is silent when our own side ends it', async () => {
    const connection = await open();
    connection.close();
    connection.close();
    life.end(problem('connection-lost'));
    expect(closed).toEqual([]);
    expect(life.signal.aborted).toBe(true);
  });

  it.each([
    ['a coded error', new AdapterError('forbidden'), 'forbidden'],
    ['an error of a decoder', new ProtocolError('frame-invalid'), 'frame-invalid'],
    ['anything else', new TypeError('fetch failed'), 'network-failed'],
  ])('rejects with a coded error, never calling onClose: %s', async (_what, error, code) => {
    await expect(open(() => Promise.reject(error))).rejects.toMatchObject({ code });
    expect(closed).toEqual([]);
    expect(life.signal.aborted).toBe(true);
  });

  it('gives an attempt up after its time', async () => {
    const attempt = open(() => never());
    const rejected = expect(attempt).rejects.toMatchObject({ code: 'request-timeout' });
    await vi.advanceTimersByTimeAsync(10_000);
    await rejected;
    expect(life.signal.aborted).toBe(true);
  });

  it('rejects when the attempt is aborted, before or during, and asks nobody when it was before', async () => {
    const during = open(() => never());
    abort.abort();
    await expect(during).rejects.toMatchObject({ code: 'connection-lost' });
    const connect = vi.fn(() => Promise.resolve({}));
    await expect(open(connect)).rejects.toMatchObject({ code: 'connection-lost' });
    expect(connect).not.toHaveBeenCalled();
  });

  it('ends silently when it is aborted after it was opened', async () => {
    await open();
    abort.abort();
    expect(life.signal.aborted).toBe(true);
    expect(closed).toEqual([]);
  });

  it('settles what is unanswered at the end, and asks nothing afterwards', async () => {
    const send = vi.fn(() => never<never>());
    const connection = await open(() => Promise.resolve({ send, loadHistory: () => never(), resume: () => never() }));
    const asked = [
      connection.send(SEND),
      connection.loadHistory?.('conversation-1', { epoch: 'epoch-0001', seq: 2 }, 10),
      connection.resume?.('conversation-1', null),
    ];
    const lost = asked.map((answer) => expect(answer).rejects.toMatchObject({ code: 'connection-lost' }));
    life.end(problem('connection-lost'));
    await Promise.all(lost);
    await expect(connection.send(SEND)).rejects.toMatchObject({ code: 'connection-lost' });
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('waits for an answer only so long', async () => {
    const connection = await open();
    const late = expect(connection.send(SEND)).rejects.toMatchObject({ code: 'request-timeout' });
    await vi.advanceTimersByTimeAsync(30_000);
    await late;
    expect(closed).toEqual([]);
  });

  it('drops signals after the end', async () => {
    const notify = vi.fn();
    const connection = await open(() => Promise.resolve({ notify }));
    connection.notify({ type: 'ping' });
    connection.close();
    connection.notify({ type: 'ping' });
    expect(notify).toHaveBeenCalledTimes(1);
  });

  it('ends what is connected only after the attempt was given up', async () => {
    let connected: (parts: Partial<ConnectionParts>) => void = () => undefined;
    const attempt = open(() => new Promise((resolve) => (connected = resolve)));
    abort.abort();
    await expect(attempt).rejects.toMatchObject({ code: 'connection-lost' });
    connected({});
    life.emit(PONG);
    expect(events).toEqual([]);
  });
});
