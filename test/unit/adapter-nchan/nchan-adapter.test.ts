/** Bad input: what nginx, nchan and whatever is between may answer becomes a code with a verdict, and nothing is lost. */
import { createNchanAdapter } from '@support-chat/adapter-nchan';
import {
  retryVerdict,
  type AdapterError,
  type ChatConnection,
  type CloseReason,
  type ServerEvent,
} from '@support-chat/protocol';
import { beforeEach, describe, expect, it } from 'vitest';

const SEND = { type: 'message-send', id: 'message-0001', text: 'Hi' } as const;
/** Of a condition that comes true by itself, on however busy a machine. */
const PATIENT = { timeout: 8_000 };
const page = '<html><body>Bad gateway</body></html>';

type Answer = () => Response | Promise<Response>;

const json = (body: unknown, init: ResponseInit = {}): Response => new Response(JSON.stringify(body), init);
const html = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(page, { status, headers: { 'Content-Type': 'text/html', ...headers } });

let stream: ReadableStreamDefaultController<Uint8Array>;
let asked: { readonly method: string; readonly path: string; readonly headers: Headers }[];
/** By method and path; absent: what a healthy hub answers. */
let answers: Map<string, Answer>;
let messages: string[];
let events: ServerEvent[];
let closed: CloseReason[];

const healthy: Record<string, Answer> = {
  'GET /hub/log': () =>
    messages.length > 0
      ? json({ messages: messages.length, subscribers: 1, last_message_id: `7:${messages.length - 1}` })
      : new Response(null, { status: 404 }),
  'GET /hub/lobby': () => json({ messages: 0, subscribers: 1, last_message_id: null }),
  'POST /hub/lobby': () => json({}, { status: 202 }),
  'POST /hub/log': () => json({}, { status: 201 }),
  'GET /hub/events': () =>
    new Response(new ReadableStream<Uint8Array>({ start: (controller) => void (stream = controller) }), {
      headers: { 'Content-Type': 'text/event-stream' },
    }),
};

function say(data: string, id = `7:[${messages.length}],-,-,-`, name = 'visitor'): void {
  messages.push(data);
  stream.enqueue(new TextEncoder().encode(`event: ${name}\nid: ${id}\ndata: ${data}\n\n`));
}

const fetchStub = (async (input: URL, init: RequestInit = {}) => {
  const { pathname } = input;
  const method = init.method ?? 'GET';
  asked.push({ method, path: pathname, headers: new Headers(init.headers) });
  const key = `${method} ${pathname}`;
  const response = await (answers.get(key) ?? healthy[key] ?? (() => html(404)))();
  if (key === 'POST /hub/log' && response.ok) say(init.body as string);
  return response;
}) as typeof fetch;

const adapter = (server = 'https://chat.example/hub/', answerTimeout = 9_000) =>
  createNchanAdapter({ server, fetch: fetchStub, answerTimeout });

function open(from = adapter(), token?: string): Promise<ChatConnection> {
  return from.open({
    identity: { kind: 'visitor', ...(token !== undefined && { token }) },
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    onClose: (reason) => closed.push(reason),
  });
}

async function failure(promise: Promise<unknown>): Promise<AdapterError> {
  return promise.then(
    () => expect.fail('It did not fail.'),
    (error: unknown) => error as AdapterError,
  );
}

beforeEach(() => {
  [asked, messages, events, closed] = [[], [], [], []];
  answers = new Map<string, Answer>();
});

const REFUSALS: readonly (readonly [string, Answer, string, string])[] = [
  ['401', () => html(401), 'session-unknown', 'renew'],
  ['403', () => html(403), 'forbidden', 'never'],
  ['409', () => html(409), 'id-conflict', 'never'],
  ['413', () => html(413), 'message-too-long', 'never'],
  ['429', () => html(429), 'rate-limited', 'retry'],
  ['500', () => html(500), 'unavailable', 'retry'],
  ['502', () => html(502), 'unavailable', 'retry'],
  ['a page with 200', () => html(200), 'unavailable', 'retry'],
  ['no network', () => Promise.reject(new TypeError('Failed to fetch')), 'network-failed', 'retry'],
];

describe('nchan refuses', () => {
  for (const [what, answer, code, verdict] of REFUSALS) {
    it(`to open: ${what}`, async () => {
      for (const key of ['GET /hub/log', 'GET /hub/events', 'GET /hub/lobby']) {
        answers = new Map([[key, answer]]);
        const error = await failure(open());
        expect(`${key}: ${error.code}`).toBe(`${key}: ${code}`);
        expect(retryVerdict(error.code)).toBe(verdict);
      }
      expect([...events, ...closed]).toEqual([]);
    });

    it(`a message: ${what}`, async () => {
      const connection = await open();
      answers.set('POST /hub/log', answer);
      const error = await failure(connection.send(SEND));
      expect(error.code).toBe(code);
      expect(retryVerdict(error.code)).toBe(verdict);
      answers.clear();
      expect((await connection.send(SEND)).seq).toBe(1);
      expect(closed).toEqual([]);
    });
  }

  it('for so long', async () => {
    const connection = await open();
    answers.set('POST /hub/log', () => html(429, { 'Retry-After': '7' }));
    expect((await failure(connection.send(SEND))).problem.retryAfter).toBe(7);
    answers.set('GET /hub/events', () => html(503, { 'Retry-After': '9' }));
    expect((await failure(open())).problem.retryAfter).toBe(9);
  });

  it('an address that is none', async () => {
    expect((await failure(open(adapter('https://')))).code).toBe('not-found');
    expect((await failure(open(adapter('https://chat.example/elsewhere')))).code).toBe('not-found');
  });
});

describe('what comes down', () => {
  it('may be a message that the answer to the post was lost of', async () => {
    const connection = await open();
    answers.set('POST /hub/log', () => {
      say('{"type":"message","id":"message-0001","text":"Hi"}');
      throw new TypeError('reset');
    });
    expect((await failure(connection.send(SEND))).code).toBe('network-failed');
    await expect.poll(() => events.length, PATIENT).toBe(2);
    answers.clear();
    expect((await connection.send(SEND)).seq).toBe(1);
    expect(asked.filter(({ method, path }) => method === 'POST' && path === '/hub/log')).toHaveLength(1);
  });

  it('is waited for: a message that does not come back is not acked', async () => {
    const connection = await open(adapter(undefined, 50));
    const before = stream;
    stream = { enqueue: () => undefined } as unknown as typeof stream;
    expect((await failure(connection.send(SEND))).code).toBe('request-timeout');
    stream = before;
  });

  it('ends the connection once when it breaks, or ends', async () => {
    await open();
    stream.error(new TypeError('reset'));
    await expect.poll(() => closed.map(({ problem }) => problem.code), PATIENT).toEqual(['connection-lost']);
    closed = [];
    await open();
    stream.close();
    await expect.poll(() => closed.map(({ problem }) => problem.code), PATIENT).toEqual(['connection-lost']);
  });

  it('is asked for again from the start when the clock of the hub was set back, or it forgot', async () => {
    const from = adapter();
    const connection = await open(from);
    await connection.send(SEND);
    const [welcome] = events;
    const token = welcome?.type === 'welcome' ? welcome.session?.token : undefined;
    connection.close();
    const lastId = (): string | null =>
      asked.findLast(({ path }) => path === '/hub/events')?.headers.get('Last-Event-ID') ?? null;

    (await open(from, token)).close();
    expect(lastId()).toBe('7:[0],-,-,-');
    answers.set('GET /hub/log', () => json({ messages: 1, subscribers: 1, last_message_id: '3:0' }));
    const back = open(from, token);
    await expect.poll(lastId, PATIENT).toBeNull();
    say('{"type":"message","id":"message-0002","text":"In the past"}', '3:[0],-,-,-', 'agent');
    (await back).close();
    // The welcome waited for what the hub said that it has.
    const told = events.findLast(({ type }) => type === 'welcome');
    expect(told).toMatchObject({ conversation: { head: 3, events: [{}, {}, { text: 'In the past' }] } });
    answers.set('GET /hub/log', () => new Response(null, { status: 404 }));
    (await open(from, token)).close();
    expect(lastId()).toBeNull();
  });

  it('carries the token in a header and in no address', async () => {
    const connection = await open();
    await connection.send(SEND);
    const [welcome] = events;
    const token = welcome?.type === 'welcome' ? welcome.session?.token : '';
    for (const { path, headers } of asked) {
      expect(headers.get('Authorization')).toBe(`Bearer ${token}`);
      expect(path).not.toContain(token?.split('.')[1]);
    }
  });
});
