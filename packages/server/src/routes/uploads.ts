/**
 * `/v1/uploads`: resumable uploads by tus 1.0 (P-U1 to P-U4). Who may do what is decided here; offsets, locks and bytes
 * are the business of `@tus/server`.
 */
import { IdSchema, ProtocolError } from '@support-chat/protocol';
import { Server as TusServer } from '@tus/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import type { ServerContext } from '../context.js';
import type { UploadRow } from '../files/files.js';
import { decode } from './body.js';
import { uploaderOf } from './uploader.js';

const Params = v.object({ id: IdSchema });

const Announcement = v.object({
  id: IdSchema,
  filename: v.pipe(v.string(), v.maxLength(4096)),
  filetype: v.optional(v.pipe(v.string(), v.maxLength(256)), ''),
  length: v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)),
});

/** Adds the routes to a scope of their own under `/v1`. */
export function serveUploads(app: FastifyInstance, context: ServerContext): void {
  const { files } = context;
  const tus = new TusServer({
    path: '/v1/uploads',
    datastore: files.incoming,
    relativeLocation: true,
    // Judged before tus hears of the request.
    allowedOrigins: () => true,
    namingFunction: (_request, metadata) => metadata?.['id'] ?? '',
  });

  // The bytes are read by tus alone.
  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null));
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('Cache-Control', 'no-store');
    done(context.draining() ? new ProtocolError('server-stopping', { retryAfter: 1 }) : undefined);
  });

  app.post('/uploads', async (request, reply) => {
    const actor = await uploaderOf(request, context);
    const length = request.headers['upload-length'];
    const { id, filename, filetype, ...rest } = decode(Announcement, { ...metadataOf(request), length });
    const retryAfter = context.counters.upload(actor.kind, actor.id, context.addresses.key(request.raw));
    if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
    await files.announce(actor, { id, name: filename, type: filetype, size: rest.length });
    return passOn(request, reply);
  });

  app.route({
    method: ['HEAD', 'PATCH'],
    url: '/uploads/:id',
    handler: async (request, reply) => {
      const row = await ownUpload(request);
      return row.state === 'receiving' ? passOn(request, reply) : finished(row, reply);
    },
  });

  app.post('/uploads/:id/finish', async (request, reply) => {
    const actor = await uploaderOf(request, context);
    return reply.send({ attachment: await files.finish(actor, decode(Params, request.params).id) });
  });

  app.delete('/uploads/:id', async (request, reply) => {
    const actor = await uploaderOf(request, context);
    await files.discard(actor, decode(Params, request.params).id);
    return reply.status(204).send();
  });

  async function ownUpload(request: FastifyRequest): Promise<UploadRow> {
    return files.own(await uploaderOf(request, context), decode(Params, request.params).id);
  }

  async function passOn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined && !name.startsWith('access-control-')) reply.raw.setHeader(name, value);
    }
    await tus.handle(request.raw, reply.raw);
    return reply;
  }
}

/** All bytes came, and were taken away to be looked at: tus does not know them any more. */
function finished(row: UploadRow, reply: FastifyReply): FastifyReply {
  const size = String(row.received_size);
  return reply
    .headers({ 'Tus-Resumable': '1.0.0', 'Upload-Offset': size, 'Upload-Length': size })
    .header('Access-Control-Expose-Headers', 'Tus-Resumable, Upload-Offset, Upload-Length')
    .status(200)
    .send();
}

/** `Upload-Metadata` is a list of names, each with a value in base64. */
function metadataOf(request: FastifyRequest): Record<string, string> {
  const header = String(request.headers['upload-metadata'] ?? '').slice(0, 16_384);
  const pairs = header.split(',').map((pair) => pair.trim().split(' '));
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name, Buffer.from(value, 'base64').toString()]));
}
