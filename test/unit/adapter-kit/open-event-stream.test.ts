/** A stream is read the same however the network cuts it; what is none is a coded error. */
import { openEventStream, type EventStreamOptions, type StreamedEvent } from '@support-chat/adapter-kit';
import { retryVerdict, type AdapterError } from '@support-chat/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText, seeded } from '../../support/property.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const STREAM = { 'Content-Type': 'text/event-stream; charset=utf-8' };

interface Asked {
  readonly url: string;
  readonly options: RequestInit;
}

function answering(response: () => Response | Promise<Response>, asked: Asked[] = []): typeof fetch {
  return ((url: string, options: RequestInit) => {
    asked.push({ url, options });
    return Promise.resolve(response());
  }) as typeof fetch;
}

async function read(pieces: readonly Uint8Array[]): Promise<StreamedEvent[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  const fetch = answering(() => new Response(body, { headers: STREAM }));
  const events: StreamedEvent[] = [];
  const stream = await openEventStream('https://hub.example/', { fetch, signal: new AbortController().signal });
  for await (const event of stream) events.push(event);
  return events;
}

async function failure(
  response: () => Response | Promise<Response>,
  options: Partial<EventStreamOptions> = {},
): Promise<AdapterError> {
  const signal = new AbortController().signal;
  return openEventStream('https://hub.example/', { signal, ...options, fetch: answering(response) }).then(
    () => expect.fail('It did not fail.'),
    (error: unknown) => error as AdapterError,
  );
}

describe('openEventStream', () => {
  it.each([
    [
      'ids last, names do not',
      'id: 7:0\nevent: agent\ndata: one\n\ndata: two\n\n',
      ['7:0 agent one', '7:0 message two'],
    ],
    ['a name without data is forgotten', 'event: ping\n\ndata: one\n\n', [' message one']],
    [
      'no space after the colon, one that is cut, one that is not',
      'data:one\ndata: two\ndata:  three\n\n',
      [' message one\ntwo\n three'],
    ],
    ['a field without a colon', 'data\ndata: one\n\n', [' message \none']],
    ['comments, times and strange fields', ': hi\n\nretry: 5\ndatabase: x\ndata: one\n\n', [' message one']],
    ['CR', 'data: one\r\rdata: two\r\r', [' message one', ' message two']],
    ['CRLF', 'data: one\r\n\r\ndata: two\r\n\r\n', [' message one', ' message two']],
    ['an event that the stream ends in', 'data: one\n\ndata: two\n', [' message one']],
  ])('%s', async (_, text, expected) => {
    const events = await read([bytes(text)]);
    expect(events.map(({ id, name, data }) => `${id} ${name} ${data}`)).toEqual(expected);
  });

  it('gives the same for every way of cutting the bytes', async () => {
    const line = anyText().map((text) => text.replace(/[\r\n]/g, ''));
    await seeded(
      fc.asyncProperty(
        fc.array(fc.array(line, { minLength: 1, maxLength: 3 }), { maxLength: 5 }),
        fc.constantFrom('\n', '\r', '\r\n'),
        fc.array(fc.nat({ max: 200 }), { maxLength: 20 }),
        async (events, lineEnd, cuts) => {
          const lines = events.flatMap((data) => [...data.map((text) => `data: ${text}`), '']);
          const all = bytes(lines.map((text) => text + lineEnd).join(''));
          const places = [0, ...cuts.filter((cut) => cut < all.length).sort((a, b) => a - b), all.length];
          const pieces = places.slice(1).map((place, index) => all.slice(places[index], place));
          expect((await read(pieces)).map(({ data }) => data)).toEqual(events.map((data) => data.join('\n')));
        },
      ),
    );
  });

  it('sends headers, and JSON by POST where there is a body', async () => {
    const asked: Asked[] = [];
    const fetch = answering(() => new Response('', { headers: STREAM }), asked);
    const { signal } = new AbortController();
    await openEventStream('https://hub.example/', { fetch, signal, headers: { 'Last-Event-ID': '7:0' } });
    await openEventStream('https://hub.example/', { fetch, signal, body: { a: 1 } });
    expect(asked[0]?.options).toMatchObject({ headers: { Accept: 'text/event-stream', 'Last-Event-ID': '7:0' } });
    expect(asked[0]?.options.method).toBeUndefined();
    expect(asked[1]?.options).toMatchObject({ method: 'POST', body: '{"a":1}' });
  });

  it('throws when the line breaks, and lets the line go when nobody reads on', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new TypeError('reset')),
    });
    const { signal } = new AbortController();
    const open = (body: ReadableStream<Uint8Array>) =>
      openEventStream('https://hub.example/', {
        fetch: answering(() => new Response(body, { headers: STREAM })),
        signal,
      });
    await expect((await open(broken)).next()).rejects.toThrow('reset');
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes('data: one\n\n')),
      cancel: () => void (cancelled = true),
    });
    const stream = await open(endless);
    await stream.next();
    await stream.return();
    expect(cancelled).toBe(true);
  });

  it.each([
    [401, 'session-unknown', 'renew'],
    [403, 'forbidden', 'never'],
    [404, 'not-found', 'never'],
    [429, 'rate-limited', 'retry'],
    [500, 'unavailable', 'retry'],
    [302, 'network-failed', 'retry'],
  ] as const)('HTTP %i is %s', async (status, code, verdict) => {
    const error = await failure(() => new Response('<h1>', { status, headers: { 'Retry-After': '7' } }));
    expect(error.code).toBe(code);
    expect(error.problem.retryAfter).toBe(7);
    expect(retryVerdict(error.code)).toBe(verdict);
  });

  it('is told what a status means', async () => {
    const error = await failure(() => new Response(null, { status: 403 }), { codes: { 403: 'session-expired' } });
    expect(error.code).toBe('session-expired');
  });

  it('takes a page for no stream, and knows a network that failed from one that was left', async () => {
    const page = () => new Response('<h1>Sign in to the hotel</h1>', { headers: { 'Content-Type': 'text/html' } });
    expect((await failure(page)).code).toBe('unavailable');
    const unreachable = () => Promise.reject(new TypeError('Failed to fetch'));
    expect((await failure(unreachable)).code).toBe('network-failed');
    expect((await failure(unreachable, { signal: AbortSignal.abort() })).code).toBe('connection-lost');
  });
});
