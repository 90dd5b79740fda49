/**
 * How visitors see an agent (A14): agents say it of themselves, owners of everybody. The pictures are for everybody to see, as
 * the widget on any page shows them, and are answered so that a browser takes them for pictures and nothing else (X7).
 */
import { IdSchema, MAX_FACE_BYTES, ProtocolError } from '@support-chat/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.js';
import { requireOwner } from '../identity/agents.js';
import { requireAgent } from './agent-cookie.js';
import { decode, PersonaBody } from './body.js';

interface OfAgent {
  readonly Params: { readonly id: string };
}

/** Adds the routes to the agents' scope under `/v1`. */
export function servePersonas(app: FastifyInstance, { service, faces, counters, addresses }: ServerContext): void {
  /** Their own, or any for an owner. */
  const mayChange = async (request: FastifyRequest<OfAgent>): Promise<string> => {
    const session = await requireAgent(request.raw, service);
    const id = decode(IdSchema, request.params.id);
    if (id !== session.agent.id) requireOwner(session);
    return id;
  };

  app.put('/agent/persona', async (request) => {
    const session = await requireAgent(request.raw, service);
    const author = await service.agents.changeOwn(session, decode(PersonaBody, request.body));
    return { author };
  });

  app.delete<OfAgent>('/agents/:id/face', async (request) => ({
    author: await faces.remove(await mayChange(request)),
  }));

  app.register((pictures, _options, done) => {
    pictures.removeAllContentTypeParsers();
    pictures.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_FACE_BYTES }, (_request, body, parsed) => {
      parsed(null, body);
    });
    pictures.put<OfAgent>(
      '/agents/:id/face',
      {
        bodyLimit: MAX_FACE_BYTES,
        // Who may not is told so before anything is read.
        onRequest: async (request) => {
          await mayChange(request);
          if (Number(request.headers['content-length'] ?? 0) > MAX_FACE_BYTES) {
            throw new ProtocolError('file-too-large', { detail: `A picture may have ${MAX_FACE_BYTES} bytes.` });
          }
        },
      },
      async (request) => {
        const { agent } = await requireAgent(request.raw, service);
        const retryAfter = counters.upload('agent', agent.id, addresses.key(request.raw));
        if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
        const { body, headers } = request;
        if (!Buffer.isBuffer(body) || body.length === 0) {
          throw new ProtocolError('file-type-refused', { detail: 'The picture is empty.' });
        }
        return { author: await faces.put(request.params.id, headers['content-type'] ?? '', body) };
      },
    );
    done();
  });
}

/** Adds the public route to a scope under `/v1`. */
export function serveFaces(app: FastifyInstance, { faces }: ServerContext): void {
  app.get<OfAgent>('/faces/:id', async (request, reply) => {
    const face = await faces.read(decode(IdSchema, request.params.id));
    reply
      .header('Cache-Control', 'public, max-age=3600')
      .header('X-Content-Type-Options', 'nosniff')
      .header('Content-Disposition', 'attachment; filename="face"')
      .header('Content-Security-Policy', "default-src 'none'; sandbox")
      .header('Cross-Origin-Resource-Policy', 'cross-origin');
    // Messages of before name a picture that was taken back: that is no failure, and no browser reports it as one.
    if (face === null) return reply.status(204).send();
    const tag = `"${face.version}"`;
    reply.header('ETag', tag);
    if (request.headers['if-none-match'] === tag) return reply.status(304).send();
    return reply.type(face.type).send(face.bytes);
  });
}
