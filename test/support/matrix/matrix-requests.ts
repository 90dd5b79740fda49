/** How the fake homeserver reads requests: strictly. What the API does not know is a violation, not a detail. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request, read. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Of a JSON body. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
  readonly type: string;
  /** Of `Authorization: Bearer …`; a token in the address is long out of use (spec: since 1.11). */
  readonly token: string | undefined;
}

/** An answer that is an error: `{errcode, error}` (spec: "Standard error response"). */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, errcode: string, error = errcode, more: object = {}) {
    super(`${status} ${errcode}: ${error}`);
    this.status = status;
    this.body = { errcode, error, ...more };
  }
}

/** A client has broken the API's rules. */
export class Violation extends Refusal {}

export async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://matrix.test');
  const type = request.headers['content-type'] ?? '';
  const isJson = bytes.length > 0 && type.startsWith('application/json');
  return {
    ...{ method: request.method ?? 'GET', path: pathname, query: searchParams, bytes, type },
    fields: isJson ? (JSON.parse(bytes.toString()) as Record<string, unknown>) : {},
    token: /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1],
  };
}

/** Fails for a parameter or field that this call does not have, and for one that it needs: `name!`. */
export function only(asked: Asked, query: readonly string[], fields: readonly string[] = []): void {
  const check = (given: readonly string[], names: readonly string[], what: string): void => {
    const known = names.map((name) => name.replace('!', ''));
    const unknown = given.find((name) => !known.includes(name));
    if (unknown !== undefined)
      throw new Violation(400, 'M_UNRECOGNIZED', `${asked.method} ${asked.path} has no ${what} ${unknown}`);
    const missing = names.find((name) => name.endsWith('!') && !given.includes(name.slice(0, -1)));
    if (missing !== undefined)
      throw new Violation(400, 'M_MISSING_PARAM', `${asked.method} ${asked.path} needs ${what} ${missing}`);
  };
  check([...asked.query.keys()], query, 'parameter');
  check(Object.keys(asked.fields), fields, 'field');
}

/** CORS (spec: "Web Browser Clients"). */
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'X-Requested-With, Content-Type, Authorization',
};

export function answer(response: ServerResponse, status: number, body: unknown, headers: object = {}): void {
  const isBytes = Buffer.isBuffer(body);
  const type = isBytes ? 'application/octet-stream' : 'application/json';
  response.writeHead(status, { 'Content-Type': type, ...CORS, ...headers });
  response.end(body === undefined || typeof body === 'string' || isBytes ? body : JSON.stringify(body));
}
