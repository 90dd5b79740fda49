/** What the SSE adapter does with proxies and servers that answer oddly. */
import {
  type AdapterError,
  type CloseReason,
  type ErrorCode,
  problem,
  retryVerdict,
  type ServerEvent,
} from '@support-chat/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSseAdapter } from '../../../packages/adapter-sse/src/sse-adapter.js';

const WELCOME = {
  type: 'welcome',
  protocol: 1,
  connection: 'connection-1',
  self: { kind: 'visitor', id: 'visitor-1' },
  session: { token: 'fresh', expiresAt: 1 },
  conversation: null,
  staffed: true,
  serverTime: 1,
};
const SEND = { type: 'message-send', id: 'message-1', text: 'Hi' } as const;
const ACK = { type: 'ack', id: 'message-1', conversation: 'conversation-1', epoch: 'epoch-0001', seq: 1, time: 1 };

interface Request {
  readonly url: string;
  readonly options: RequestInit & { readonly headers: Record<string, string>; readonly body: string };
}

let requests: Request[];
let posts: Request[];
let events: ServerEvent[];
let closed: CloseReason[];
let stream: ReadableStreamDefaultController<Uint8Array>;
/** Answers to posts, in order. */
let answers: (() => Promise<Response> | Response)[];
let streamAnswer: (body: ReadableStream<Uint8Array>) => Response;

const say = (frame: object) => stream.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(frame)}\n\n`));
const json = (body: object, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const codeOf = (error: unknown) => (error as AdapterError).code;

const fetchStub = (input: URL | string, options?: RequestInit): Promise<Response> => {
  const request = { url: String(input), options: options as Request['options'] };
  requests.push(request);
  if (options?.method === 'POST') {
    posts.push(request);
    return Promise.resolve(answers.shift()?.() ?? new Response(null, { status: 204 }));
  }
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (stream = controller) });
  options?.signal?.addEventListener('abort', () => stream.error(options.signal?.reason));
  return Promise.resolve(streamAnswer(body));
};

function start(extra: object = {}) {
  return createSseAdapter({ server: 'https://chat.example/base', fetch: fetchStub as unknown as typeof fetch }).open({
    identity: { kind: 'visitor', token: 'secret' },
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    onClose: (reason) => closed.push(reason),
    ...extra,
  });
}

function open(extra: object = {}) {
  const opening = start(extra);
  say(WELCOME);
  return opening;
}

beforeEach(() => {
  [requests, posts, events, closed, answers] = [[], [], [], [], []];
  streamAnswer = (body) => new Response(body, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('SSE adapter', () => {
  it('X1 keeps token, profile and page out of the address', async () => {
    const page = { url: 'https://shop.example/', title: 'Shop' };
    await open({
      identity: { kind: 'visitor', token: 'secret', page },
      resumeAfter: { epoch: 'epoch-0001', seq: 7 },
      conversationId: 'conversation-1',
    });
    await vi.waitFor(() => expect(posts).toHaveLength(1));
    expect(requests[0]?.url).toBe(
      'https://chat.example/base/v1/events?protocol=1&role=visitor&conversation=conversation-1',
    );
    expect(requests[0]?.options).toMatchObject({
      credentials: 'omit',
      headers: { Authorization: 'Bearer secret', 'Last-Event-ID': 'epoch-0001:7' },
    });
    expect(JSON.parse(posts[0]?.options.body ?? '')).toEqual({ type: 'visitor-update', page });
  });

  it('names the connection and the newest token in each post', async () => {
    const connection = await open();
    answers.push(() => json(ACK));
    expect(await connection.send(SEND)).toMatchObject({ seq: 1 });
    expect(posts[0]?.options.headers).toMatchObject({ Authorization: 'Bearer fresh', 'Sc-Connection': 'connection-1' });
  });

  it('L5 posts one command after the other, and a signal past a slow one', async () => {
    const connection = await open();
    let release = (_: Response) => undefined as void;
    answers.push(() => new Promise<Response>((resolve) => (release = resolve)));
    const first = connection.send(SEND);
    const second = connection.send({ ...SEND, id: 'message-2' });
    connection.notify({ type: 'ping' });
    await vi.waitFor(() => expect(posts).toHaveLength(2));
    expect(posts[1]?.options.body).toContain('ping');
    answers.push(() => json({ ...ACK, id: 'message-2', seq: 2 }));
    release(json(ACK));
    expect([(await first).seq, (await second).seq]).toEqual([1, 2]);
  });

  it('goes on with the next command after a refused one', async () => {
    const connection = await open();
    answers.push(
      () => json(problem('rate-limited', { retryAfter: 3 }), 429),
      () => json(ACK),
    );
    const refused = await connection.send(SEND).catch((error: unknown) => error);
    expect(refused).toMatchObject({ problem: { code: 'rate-limited', retryAfter: 3 } });
    expect(await connection.send(SEND)).toMatchObject({ seq: 1 });
    expect(closed).toEqual([]);
  });

  it('closes when the server does not know the connection any more', async () => {
    const connection = await open();
    answers.push(() => json(problem('connection-unknown'), 409));
    expect(await connection.send(SEND).catch(codeOf)).toBe('connection-unknown');
    expect(closed).toMatchObject([{ problem: { code: 'connection-unknown' } }]);
    expect(await connection.send(SEND).catch(codeOf)).toBe('connection-lost');
  });

  it('never throws for a signal that is lost', async () => {
    const connection = await open();
    answers.push(() => Promise.reject(new TypeError('Failed to fetch')));
    connection.notify({ type: 'ping' });
    answers.push(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await connection.send(SEND).catch(codeOf)).toBe('network-failed');
    expect(closed).toEqual([]);
  });

  it.each([
    [
      'a page of a captive portal',
      () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }),
      'network-failed',
    ],
    ['a proxy without the server', () => new Response('Bad gateway', { status: 502 }), 'unavailable'],
    ['a proxy that forbids', () => new Response('Forbidden', { status: 403 }), 'network-failed'],
    ['a problem that is none', () => json({ code: 'no-such-code' }, 400), 'network-failed'],
    ['a problem of the server', () => json(problem('origin-refused'), 403), 'origin-refused'],
    [
      'no content, which no server of ours says to a visitor',
      () => new Response(null, { status: 204 }),
      'network-failed',
    ],
  ] as const)('rejects the opening by %s with its code', async (_, answer, code) => {
    streamAnswer = answer;
    expect(await start().catch(codeOf)).toBe(code);
    expect(closed).toEqual([]);
  });

  it('C3 P-S6 takes no content as the end of an agent’s session, after which nobody comes back by themselves', async () => {
    streamAnswer = () => new Response(null, { status: 204 });
    const refused = await start({ identity: { kind: 'agent' } }).catch(codeOf);
    expect(refused).toBe('sign-in-required');
    expect(retryVerdict(refused as ErrorCode)).toBe('never');
  });

  it('C3 tells an ended stream, an announced one and a refused one apart', async () => {
    await open();
    stream.close();
    await vi.waitFor(() => expect(closed).toMatchObject([{ problem: { code: 'connection-lost' } }]));
    await open();
    say({ type: 'goaway', retryAfter: 2 });
    stream.close();
    await vi.waitFor(() => expect(closed[1]).toMatchObject({ problem: { code: 'server-stopping', retryAfter: 2 } }));
    await open();
    say({ type: 'refused', id: null, problem: problem('overloaded') });
    await vi.waitFor(() => expect(closed[2]).toMatchObject({ problem: { code: 'overloaded' } }));
  });

  it('P-F3 ignores what it does not know, D1 starts over after what it cannot read', async () => {
    await open();
    say({ type: 'sparkles-shown' });
    say({ type: 'staffed-changed', staffed: false });
    await vi.waitFor(() => expect(events.at(-1)?.type).toBe('staffed-changed'));
    say({ type: 'message-added', seq: 1 });
    await vi.waitFor(() => expect(closed).toMatchObject([{ problem: { code: 'connection-lost' } }]));
  });

  it('gives a welcome 10 s and an answer 30 s', async () => {
    vi.useFakeTimers();
    const opening = start().catch(codeOf);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await opening).toBe('request-timeout');
    const connection = await open();
    answers.push(
      () =>
        new Promise((_, reject) => {
          posts.at(-1)?.options.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        }),
    );
    const answer = connection.send(SEND).catch(codeOf);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await answer).toBe('request-timeout');
    connection.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
