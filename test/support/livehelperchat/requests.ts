/** How the fake Live Helper Chat reads requests: strictly. What its widget would never send is a violation, not a detail. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request, read. */
export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: readonly File[];
}

/** What no widget asks. */
export class Violation extends Error {}

export async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://help.test');
  const asked = { path: pathname.replace(/^\/index\.php/, ''), query: searchParams };
  if (pathname === asked.path) throw new Violation(`${pathname} is not behind /index.php`);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(body, { headers: { 'Content-Type': type } }).formData();
    return { ...asked, fields: {}, files: form.getAll('files').filter((one) => one instanceof File) };
  }
  if (request.method !== 'POST') throw new Violation(`${request.method} ${pathname}: its widget posts`);
  return { ...asked, fields: JSON.parse(body.toString()) as Record<string, unknown>, files: [] };
}

/** Fails for a field that this call does not have. */
export function only({ path, fields, query }: Asked, ...names: readonly string[]): void {
  const unknown = [...Object.keys(fields), ...query.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Violation(`${path} has no ${unknown}`);
}

/** As `setHeaders` has them (source): any page may ask. */
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Allow-Headers': 'Origin, X-Requested-With, Content-Type, Accept, API-Key, Authorization',
};

export function answer(response: ServerResponse, status: number, body: unknown, headers: object = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...CORS, ...headers });
  response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
}
