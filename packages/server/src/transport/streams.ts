/**
 * `GET /v1/events` and `POST /v1/commands`: the same conversation without an upgrade (P-S1, P-S2). The hello travels in
 * the request, frames of the client in posts that name their connection and bring the same credential.
 */
import {
  decodeClientFrame,
  IdSchema,
  PROTOCOL_VERSION,
  ProtocolError,
  type Cursor,
  type Hello,
  type Problem,
} from '@support-chat/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OutgoingHttpHeaders } from 'node:http';
import * as v from 'valibot';
import type { ServerContext } from '../context.js';
import { replyProblem } from '../problem-reply.js';
import { agentOf } from '../routes/agent-cookie.js';
import { bearer } from '../routes/bearer.js';
import { MAX_PENDING_FRAMES } from './links.js';
import { StreamLink } from './stream-link.js';

const EventsQuery = v.strictObject({
  protocol: v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number)),
  role: v.picklist(['visitor', 'agent']),
  conversation: v.exactOptional(IdSchema),
});

/** Adds both routes to a scope of their own under `/v1`. */
export function serveStreams(app: FastifyInstance, context: ServerContext): void {
  const links = new Map<string, StreamLink>();

  // Frames are decoded by the protocol, which wants their text.
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  app.get('/events', async (request, reply) => {
    if (context.draining()) throw new ProtocolError('server-stopping', { retryAfter: 1 });
    const agent = context.origins.isForeign(request.raw) ? null : await agentOf(request.raw, context.service);
    const hello = helloOf(request);
    // 204 tells a reconnecting client that its session is gone for good (C3); visitors can get a new one, so not they.
    if (hello.role === 'agent' && agent === null && request.headers['last-event-id'] !== undefined) {
      return reply.status(204).send();
    }
    // Judged once more: the owner may have taken the page off the list during the look-up.
    const origin = context.origins.judge(request.raw);
    if (origin === 'refused') throw new ProtocolError('origin-refused');
    // Whoever left during the look-up would never be missed: 'close' has been and gone before anybody listens for it.
    if (reply.raw.destroyed) return reply.hijack();
    const address = context.addresses.key(request.raw);
    if (!context.counters.sockets.enter(address)) {
      const detail = 'Too many connections are open from this address.';
      throw new ProtocolError('rate-limited', { retryAfter: 10, detail });
    }
    reply.hijack();
    const link = new StreamLink(
      {
        now: () => context.clock.now(),
        headers: headersOf(reply),
        refuse: (reason) => {
          context.metrics.refused(reason.code);
          refuseHijacked(reply, reason);
        },
        closed: (closed) => {
          if (!links.delete(closed.connection.id)) return; // 'close' after 'error'
          context.links.remove(closed);
          context.counters.sockets.leave(address);
        },
      },
      reply.raw,
    );
    link.connection = context.service.connect({ sink: link, address, userAgent: request.headers['user-agent'], agent });
    links.set(link.connection.id, link);
    context.links.add(link, origin === 'allowed' ? (request.headers.origin ?? null) : null);
    await link.connection.receive(hello);
  });

  app.post('/commands', async (request, reply) => {
    const link = links.get(connectionHeader(request));
    const agent = context.origins.isForeign(request.raw) ? null : await agentOf(request.raw, context.service);
    if (link === undefined || !link.connection.heldBy({ visitorToken: bearer(request), agent })) {
      throw new ProtocolError('connection-unknown');
    }
    const retryAfter = context.counters.frame(link.connection.id);
    if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
    const frame = decodeClientFrame(typeof request.body === 'string' ? request.body : '');
    if (frame.type === 'hello') throw new ProtocolError('frame-invalid', { detail: 'The stream has said hello.' });
    // A request cannot be left unread as a socket is, so that here the bound is a refusal (S3).
    if (link.pending >= MAX_PENDING_FRAMES) {
      const detail = `${MAX_PENDING_FRAMES} frames of this connection are not dealt with yet.`;
      throw new ProtocolError('rate-limited', { retryAfter: 1, detail });
    }
    link.pending++;
    try {
      if (!('id' in frame)) {
        await link.connection.receive(frame);
        return await reply.status(204).send();
      }
      const answer = await link.connection.request(frame);
      if (answer.type === 'refused') return replyProblem(reply, answer.problem);
      return await reply.header('Cache-Control', 'no-store').send(answer);
    } finally {
      link.pending--;
    }
  });
}

function helloOf(request: FastifyRequest): Hello {
  const query = v.safeParse(EventsQuery, request.query);
  if (!query.success) {
    const [issue] = query.issues;
    throw new ProtocolError('frame-invalid', {
      detail: `query ${v.getDotPath(issue) ?? ''}: expected ${issue.expected}`,
    });
  }
  const { protocol = PROTOCOL_VERSION, role, conversation } = query.output;
  const token = bearer(request);
  const resumeAfter = lastEventId(request);
  return {
    type: 'hello',
    protocol,
    role,
    ...(token !== undefined && { token }),
    ...(conversation !== undefined && { conversation }),
    ...(resumeAfter !== null && { resumeAfter }),
  };
}

function lastEventId(request: FastifyRequest): Cursor | null {
  const header = request.headers['last-event-id'];
  if (header === undefined || header === '') return null;
  const match = /^([\w-]{8,64}):(\d{1,15})$/.exec(String(header));
  if (match === null) throw new ProtocolError('frame-invalid', { detail: 'Last-Event-ID: expected epoch:seq' });
  const [, epoch = '', seq] = match;
  return { epoch, seq: Number(seq) };
}

function connectionHeader(request: FastifyRequest): string {
  const header = request.headers['sc-connection'];
  return typeof header === 'string' ? header : '';
}

/** What the plug-ins have set so far: CORS above all. */
function headersOf(reply: FastifyReply): OutgoingHttpHeaders {
  return reply.getHeaders() as OutgoingHttpHeaders;
}

/** After `hijack()` Fastify answers nothing any more. */
function refuseHijacked(reply: FastifyReply, reason: Problem): void {
  const response = reply.raw;
  if (response.headersSent || response.destroyed) return;
  response.writeHead(reason.status, {
    ...headersOf(reply),
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Cache-Control': 'no-store',
    ...(reason.retryAfter !== undefined && { 'Retry-After': String(Math.ceil(reason.retryAfter)) }),
  });
  response.end(JSON.stringify(reason));
}
