/** How the fake Rocket.Chat reads requests: strictly. What the API does not know is a violation, not a detail. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request, read. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly file: File | null;
  /** Header `x-visitor-token`. */
  readonly visitorToken: string | undefined;
}

/** An answer that is an error: what REST routes throw becomes 400 `{success: false, error}` (source: `API.v1.failure`). */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(body: unknown, status = 400) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = typeof body === 'string' ? { success: false, error: body } : body;
  }
}

/** A client has broken the API's rules. */
export class Violation extends Refusal {}

export async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://rocket.test');
  const visitorToken = request.headers['x-visitor-token'];
  const asked = {
    ...{ method: request.method ?? 'GET', path: pathname, query: searchParams, file: null },
    visitorToken: typeof visitorToken === 'string' ? visitorToken : undefined,
  };
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return { ...asked, fields: {} };
  if (!type.startsWith('multipart/form-data')) {
    return { ...asked, fields: JSON.parse(body.toString()) as Record<string, unknown> };
  }
  const form = await new Response(body, { headers: { 'Content-Type': type } }).formData();
  const fields: Record<string, unknown> = {};
  for (const [name, value] of form) if (typeof value === 'string') fields[name] = value;
  const file = form.get('file');
  return { ...asked, fields, file: file instanceof File ? file : null };
}

/** Fails for a field that this call does not have, and for one that it needs: `name!` (source: ajv schemas, `check`). */
export function only(asked: Asked, ...names: readonly string[]): void {
  const known = names.map((name) => name.replace('!', ''));
  const given = [...Object.keys(asked.fields), ...asked.query.keys()];
  const unknown = given.find((name) => !known.includes(name));
  const refuse = (what: string): never => {
    const error = `${asked.method} ${asked.path}: ${what} [invalid-params]`;
    throw new Violation({ success: false, error, errorType: 'invalid-params' });
  };
  if (unknown !== undefined) refuse(`must NOT have additional property '${unknown}'`);
  const missing = names.find((name) => name.endsWith('!') && !given.includes(name.slice(0, -1)));
  if (missing !== undefined) refuse(`must have required property '${missing.slice(0, -1)}'`);
}

export function textOf(asked: Asked, name: string): string {
  const value = asked.fields[name] ?? asked.query.get(name);
  if (typeof value === 'string') return value;
  throw new Violation({
    success: false,
    error: `${name} must be string [invalid-params]`,
    errorType: 'invalid-params',
  });
}

/** CORS, as `API_Enable_CORS` opens it. */
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers':
    'Origin, X-Requested-With, Content-Type, Accept, X-User-Id, X-Auth-Token, x-visitor-token, Authorization',
  'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE, HEAD, PATCH',
};

export function answer(response: ServerResponse, status: number, body: unknown, headers: object = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...CORS, ...headers });
  response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
}
