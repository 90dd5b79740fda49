/**
 * `/v1/files/:id`: downloads, to those who take part in the conversation (X7, P-U6). Whatever a file holds, its answer
 * makes a browser store it or show it as the picture, film or sound it is, and never run it.
 */
import { IdSchema, ProtocolError } from '@support-chat/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createReadStream } from 'node:fs';
import * as v from 'valibot';
import type { ServerContext } from '../context.js';
import type { StoredFile } from '../files/files.js';
import { decode } from './body.js';
import { uploaderOf } from './uploader.js';

const Params = v.object({ id: IdSchema });
const Signed = v.object({
  until: v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)),
  key: v.pipe(v.string(), v.maxLength(128)),
});

/** Its signature is its permission: a page that shows the picture says nothing of itself with the request. */
export function isSignedDownload(url: string): boolean {
  return /^\/v1\/files\/[\w-]+\?until=\d+&key=/.test(url);
}

/** Adds the routes to a scope under `/v1`. */
export function serveFiles(app: FastifyInstance, { files, ...context }: ServerContext): void {
  app.get('/files/:id', async (request, reply) => {
    const { id } = decode(Params, request.params);
    const signed = v.safeParse(Signed, request.query);
    if (!signed.success) return download(request, reply, await files.find(await actorOf(request), id), 'same-origin');
    const { until, key } = signed.output;
    // Pages of other sites show it in the chat that is embedded there.
    return download(request, reply, await files.findSigned(id, until, key), 'cross-origin');
  });

  app.get('/files/:id/link', async (request, reply) => {
    const { id } = decode(Params, request.params);
    const query = await files.sign(await actorOf(request), id);
    return reply.header('Cache-Control', 'no-store').send({ url: `/v1/files/${id}${query}` });
  });

  const actorOf = (request: FastifyRequest) => uploaderOf(request, { files, ...context });
}

function download(
  request: FastifyRequest,
  reply: FastifyReply,
  { path, attachment }: StoredFile,
  sharedWith: 'same-origin' | 'cross-origin',
): FastifyReply {
  const { name, type, size } = attachment;
  reply
    .type(type.startsWith('text/') ? 'text/plain; charset=utf-8' : type)
    .header('Content-Disposition', disposition(name))
    .header('X-Content-Type-Options', 'nosniff')
    .header('Content-Security-Policy', "default-src 'none'; sandbox")
    .header('Cross-Origin-Resource-Policy', sharedWith)
    .header('Cache-Control', 'private, max-age=3600')
    .header('Accept-Ranges', 'bytes');
  const range = rangeOf(request, size);
  if (range === null) return reply.header('Content-Length', size).send(createReadStream(path));
  if (range === 'outside') {
    reply.header('Content-Range', `bytes */${size}`);
    throw new ProtocolError('frame-invalid', { detail: 'Range: outside of the file' });
  }
  return reply
    .status(206)
    .header('Content-Range', `bytes ${range.start}-${range.end}/${size}`)
    .header('Content-Length', range.end - range.start + 1)
    .send(createReadStream(path, range));
}

/** Players ask for parts. One range is understood; a list of them gets the whole, as RFC 9110 allows. */
function rangeOf(request: FastifyRequest, size: number): { start: number; end: number } | 'outside' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(request.headers.range ?? '');
  if (match === null) return null;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start > end ? 'outside' : { start, end };
}

/** RFC 6266: the name as it is for browsers of today, a plain one for others. */
function disposition(name: string): string {
  const plain = name.replace(/[^\w.() -]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
