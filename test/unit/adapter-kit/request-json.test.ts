/** What becomes of every answer that other people's servers give, from a real HTTP server. */
import { requestJson, type RequestOptions } from '@support-chat/adapter-kit';
import { problem, retryVerdict, type AdapterError } from '@support-chat/protocol';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';

let server: Server;
let url: string;
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => answer(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function answers(status: number, body = '', headers: Record<string, string> = {}): void {
  answer = (_request, response) => response.writeHead(status, headers).end(body);
}

async function failure(options?: RequestOptions): Promise<AdapterError> {
  return requestJson(url, options).then(
    () => expect.fail('It did not fail.'),
    (error: unknown) => error as AdapterError,
  );
}

describe('requestJson', () => {
  it('sends JSON and gives what was answered', async () => {
    answer = (request, response, body) => {
      const { method, headers } = request;
      response.end(JSON.stringify({ method, type: headers['content-type'], own: headers['x-own'], body }));
    };
    expect(await requestJson(url, { body: { a: 1 }, headers: { 'X-Own': 'yes' } })).toEqual({
      method: 'POST',
      type: 'application/json',
      own: 'yes',
      body: '{"a":1}',
    });
    expect(await requestJson(url)).toMatchObject({ method: 'GET', body: '' });
    expect(await requestJson(url, { method: 'PUT', body: new URLSearchParams({ a: '1' }) })).toMatchObject({
      method: 'PUT',
      type: expect.stringContaining('urlencoded') as string,
      body: 'a=1',
    });
  });

  it('gives undefined for an empty answer', async () => {
    answers(204);
    expect(await requestJson(url)).toBeUndefined();
  });

  it.each([
    [401, 'session-unknown'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'id-conflict'],
    [413, 'message-too-long'],
    [415, 'file-type-refused'],
    [418, 'network-failed'],
    [429, 'rate-limited'],
    [500, 'unavailable'],
    [502, 'unavailable'],
  ] as const)('gives HTTP %i the code %s', async (status, code) => {
    answers(status, '<h1>Oh no</h1>');
    expect(await failure()).toMatchObject({ code, problem: { detail: `HTTP ${status}` } });
  });

  it('lets a back end give a status its own meaning', async () => {
    answers(404);
    expect((await failure({ codes: { 404: 'conversation-unknown' } })).code).toBe('conversation-unknown');
  });

  it.each([
    ['7', 7],
    ['Thu, 01 Jan 2026 12:01:30 GMT', 90],
    ['Thu, 01 Jan 2026 11:58:30 GMT', 0],
    ['soon', undefined],
  ])('reads Retry-After: %s', async (header, seconds) => {
    vi.setSystemTime('2026-01-01T12:00:00Z');
    onTestFinished(() => void vi.useRealTimers());
    answers(429, '', { 'Retry-After': header });
    expect((await failure()).problem.retryAfter).toBe(seconds);
  });

  it('takes a page of HTML for a proxy between, which may be gone soon', async () => {
    answers(200, '<!doctype html><script>alert(1)</script>', { 'Content-Type': 'text/html' });
    const { code } = await failure();
    expect([code, retryVerdict(code)]).toEqual(['unavailable', 'retry']);
  });

  it('has failures explained that come as a success', async () => {
    answers(200, '{"error":true}', { 'Retry-After': '3' });
    const explain = (body: unknown) =>
      typeof body === 'object' && body !== null && 'error' in body ? problem('message-too-long') : null;
    expect((await failure({ explain })).problem).toMatchObject({ code: 'message-too-long', retryAfter: 3 });
    const told = () => problem('rate-limited', { retryAfter: 5 });
    expect((await failure({ explain: told })).problem.retryAfter).toBe(5);
    answers(200, '{"fine":true}');
    expect(await requestJson(url, { explain })).toEqual({ fine: true });
  });

  it('says what is cut off in the middle, or cannot be reached, as a failure of the network', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('{"half":');
      response.destroy();
    };
    expect((await failure()).code).toBe('network-failed');
    await expect(requestJson('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'network-failed' });
  });

  it('gives up after its time, and at once when its connection ends', async () => {
    answer = () => undefined;
    expect((await failure({ timeout: 20 })).code).toBe('request-timeout');
    const life = new AbortController();
    const asked = failure({ signal: life.signal });
    life.abort();
    expect((await asked).code).toBe('connection-lost');
  });
});
