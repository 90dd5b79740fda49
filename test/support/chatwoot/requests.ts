/** How the fake Chatwoot reads requests: strictly. What the client API does not know is a violation, not a detail. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request, read. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: readonly File[];
}

/** An answer that is an error. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://chatwoot.test');
  const asked = { method: request.method ?? 'GET', path: pathname, query: searchParams };
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return { ...asked, fields: {}, files: [] };
  if (!type.startsWith('multipart/form-data')) {
    return { ...asked, fields: JSON.parse(body.toString()) as Record<string, unknown>, files: [] };
  }
  const form = await new Response(body, { headers: { 'Content-Type': type } }).formData();
  const fields: Record<string, unknown> = {};
  for (const [name, value] of form) if (typeof value === 'string') fields[name] = value;
  return { ...asked, fields, files: form.getAll('attachments[]').filter((one) => one instanceof File) };
}

/** Fails for a field that this call does not have. */
export function only(asked: Asked, ...names: readonly string[]): void {
  const unknown = [...Object.keys(asked.fields), ...asked.query.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Refusal(400, { error: `${asked.method} ${asked.path} has no ${unknown}` });
}

/** CORS is open on the client API. */
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': '*',
  'Access-Control-Allow-Methods': 'GET, POST, PATCH, OPTIONS',
};

export function answer(response: ServerResponse, status: number, body: unknown, headers: object = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...CORS, ...headers });
  response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
}
