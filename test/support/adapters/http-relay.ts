/** Stands between a visitor and a real server over HTTP, request by request: lets the server answer as it would not. */
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpFault } from './http-faults.js';

export interface HttpRelay {
  /** Without a slash at the end. */
  readonly url: string;
  /** The next request that fits (`POST /support/log`) goes wrong. */
  failNext(of: RegExp, fault: HttpFault): void;
  /** All requests that fit go wrong like this, until null. Default: every one. */
  failAll(fault: HttpFault | null, fits?: (request: IncomingMessage) => boolean): void;
  /** Says something in all event streams, in the server's name. */
  say(text: string): void;
  /** Ends all that is being answered. */
  cut(): void;
  close(): Promise<void>;
}

/** @param target - of the server, without a slash at the end */
export async function startHttpRelay(target: string): Promise<HttpRelay> {
  const faults: { readonly of: RegExp; readonly fault: HttpFault }[] = [];
  const answering = new Set<ServerResponse>();
  let every: { readonly fault: HttpFault | null; readonly fits: (request: IncomingMessage) => boolean } | null = null;

  const server = createServer((request, response) => {
    answering.add(response);
    response.on('close', () => answering.delete(response));
    const line = `${request.method ?? ''} ${request.url ?? ''}`;
    const index = faults.findIndex(({ of }) => of.test(line));
    const [planned] = index < 0 ? [] : faults.splice(index, 1);
    const fault = planned?.fault ?? (every?.fits(request) ? every.fault : null);
    if (!fault) return void passOn(request, (answer) => carry(answer, response));
    if (!fault.stored) return void request.resume().on('end', () => fail(response, fault));
    passOn(request, (answer) => void answer.resume().on('end', () => fail(response, fault)));
  });

  function passOn(request: IncomingMessage, onAnswer: (answer: IncomingMessage) => void): void {
    const { method, headers, url } = request;
    const upstream = ask(`${target}${url ?? ''}`, { method, headers }, onAnswer);
    upstream.on('error', () => cut());
    request.pipe(upstream);
  }

  function carry(answer: IncomingMessage, response: ServerResponse): void {
    // Set one by one they can be asked for afterwards; given to `writeHead` at once they cannot.
    for (const [name, value = ''] of Object.entries(answer.headers)) response.setHeader(name, value);
    response.writeHead(answer.statusCode ?? 502);
    response.flushHeaders(); // a stream may have nothing to say for long
    answer.pipe(response);
    answer.on('error', () => response.destroy());
    response.on('close', () => answer.destroy());
  }

  const cut = (): void => answering.forEach((response) => response.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failNext: (of, fault) => void faults.push({ of, fault }),
    failAll(fault, fits = () => true) {
      every = { fault, fits };
    },
    say(text) {
      const streams = [...answering].filter((one) => /^text\/event-stream/.test(String(one.getHeader('Content-Type'))));
      if (streams.length === 0) throw new Error('Nobody would hear it.');
      for (const response of streams) response.write(text);
    },
    cut,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function fail(response: ServerResponse, { status = 500, body = '', headers, cut }: HttpFault): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  if (!cut) return void response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(text);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': '1000', ...headers });
  response.write('{"id": 1', () => response.destroy());
}
