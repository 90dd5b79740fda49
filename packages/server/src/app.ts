/**
 * The HTTP side of one server: which plug-ins, which scopes, in which order. Routes decode, call the service and
 * encode; nothing here knows what a conversation is.
 */
import cookie from '@fastify/cookie';
import cors, { type FastifyCorsOptions } from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { MAX_FRAME_BYTES, parseJson, problem, ProtocolError } from '@support-chat/protocol';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { ServerContext } from './context.js';
import { openApi } from './openapi.js';
import { problemOf, replyProblem } from './problem-reply.js';
import { serveAgents } from './routes/agents.js';
import { admitApiKeys } from './routes/api-key-door.js';
import { recordRequests } from './routes/audit.js';
import { serveBotSources } from './routes/bot.js';
import { serveFaces } from './routes/faces.js';
import { isSignedDownload, serveFiles } from './routes/files.js';
import { serveHealth } from './routes/health.js';
import { serveHelp } from './routes/help.js';
import { findBundle, servePages } from './routes/pages.js';
import { serveQuestionPages } from './routes/question-page.js';
import { serveSite } from './routes/site.js';
import { serveIdentity } from './routes/identity.js';
import { serveVisitorData } from './routes/visitor-data.js';
import { serveUploads } from './routes/uploads.js';
import { serveTranscripts } from './routes/transcripts.js';
import { serveBridges } from './routes/webhooks.js';
import { serveSockets } from './transport/sockets.js';
import { serveStreams } from './transport/streams.js';

/** Milliseconds a client may take to send a whole request: longer is a way to hold connections open. */
const REQUEST_TIMEOUT = 30_000;

/** A file comes in pieces, each a request of its own: so many times more of them than of others. */
const PIECES_PER_REQUEST = 20;

type CorsCallback = (error: Error | null, options?: FastifyCorsOptions) => void;

/** Builds the application; it does not listen yet. */
export async function createApp(context: ServerContext): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: MAX_FRAME_BYTES,
    requestTimeout: REQUEST_TIMEOUT,
    logger: false,
    // A command posted while the server drains is still stored and answered (S2); new streams are refused by name.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 128 },
    clientErrorHandler: (_error, socket) => {
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : parseJson(String(body)));
    } catch (error) {
      done(error as Error);
    }
  });
  app.setErrorHandler((error, request, reply) => {
    const reason = problemOf(error);
    context.metrics.refused(reason.code);
    if (reason.code === 'internal') context.log.error({ error, route: request.routeOptions.url }, 'request-failed');
    return replyProblem(reply, reason);
  });
  app.setNotFoundHandler((_request, reply) => replyProblem(reply, problem('not-found')));
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    context.metrics.answered(route, reply.statusCode, reply.elapsedTime / 1000);
    const facts = { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    if (route.startsWith('/v1/')) context.log.info(facts, 'request');
    else context.log.debug(facts, 'request');
    done();
  });

  await app.register(cookie); // its functions work only once it is registered
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentPolicy(context) },
    // Subdomains of the owner's domain are not ours to decide about.
    strictTransportSecurity: { includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
  });
  serveHealth(app, context);
  await servePages(app, findBundle());
  await serveQuestionPages(app, context);
  await app.register(
    async (api) => {
      api.addHook('onRequest', (request, reply, done) => {
        if (context.origins.judge(request.raw) !== 'refused' || isSignedDownload(request.url)) return done();
        if (explainRefusal(request, reply)) return void reply.status(204).send();
        done(new ProtocolError('origin-refused'));
      });
      await api.register(cors, () => (request: FastifyRequest, callback: CorsCallback) => {
        const allowed = context.origins.judge(request.raw) === 'allowed';
        callback(null, {
          origin: allowed ? (request.headers.origin ?? false) : false,
          methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
          allowedHeaders: [
            ...['authorization', 'content-type', 'last-event-id', 'sc-connection'],
            ...['tus-resumable', 'upload-length', 'upload-metadata', 'upload-offset'],
          ],
          exposedHeaders: ['retry-after'],
          maxAge: 600,
        });
      });
      recordRequests(api, context);
      await api.register((scope, _options, done) => {
        serveStreams(scope, context);
        done();
      });
      await api.register(async (scope) => {
        await limitRequests(scope, context, PIECES_PER_REQUEST);
        serveUploads(scope, context);
      });
      await api.register(async (scope) => {
        await limitRequests(scope, context);
        admitApiKeys(scope, context);
        await scope.register((agents, _options, done) => {
          serveAgents(agents, context);
          done();
        });
        await scope.register((posts, _options, done) => {
          serveBridges(posts, context);
          done();
        });
        serveSite(scope, context);
        serveHelp(scope, context);
        serveBotSources(scope, context);
        serveFiles(scope, context);
        serveFaces(scope, context);
        serveVisitorData(scope, context);
        serveIdentity(scope, context);
        if (context.mailer !== null) serveTranscripts(scope, context, context.mailer);
        const description = openApi();
        scope.get('/openapi.json', () => description);
      });
    },
    { prefix: '/v1' },
  );
  serveSockets(app.server, context);
  return app;
}

async function limitRequests(scope: FastifyInstance, context: ServerContext, factor = 1): Promise<void> {
  await scope.register(rateLimit, {
    max: context.config.limits.requests.count * factor,
    timeWindow: context.config.limits.requests.seconds * 1000,
    keyGenerator: (request) => context.addresses.key(request.raw),
    errorResponseBuilder: (_request, limit) => {
      return new ProtocolError('rate-limited', { retryAfter: Math.max(1, Math.ceil(limit.ttl / 1000)) });
    },
  });
}

/**
 * Lets the browser of a foreign page show it why it was refused: without that the page sees a network that failed, and
 * tries again for ever. What it can read is the refusal, the same words for everybody; no request gets any further.
 *
 * @returns true for the question a browser asks before it opens an event stream with a token: it may go on to be refused
 */
function explainRefusal(request: FastifyRequest, reply: FastifyReply): boolean {
  const { origin } = request.headers;
  if (origin === undefined || origin === '') return false;
  const asksFor = request.method === 'OPTIONS' ? request.headers['access-control-request-method'] : undefined;
  const opensStream = asksFor === 'GET' && request.url.split('?', 1)[0] === '/v1/events';
  if (request.method === 'OPTIONS' && !opensStream) return false;
  reply.header('Access-Control-Allow-Origin', origin).header('Vary', 'Origin');
  if (opensStream) {
    reply
      .header('Access-Control-Allow-Methods', 'GET')
      .header('Access-Control-Allow-Headers', 'authorization, last-event-id');
  }
  return opensStream;
}

/** The strict policy of X6. Older Safari does not take `'self'` for sockets, so they are named. */
function contentPolicy({
  origins,
}: ServerContext): Record<string, (string | ((request: IncomingMessage) => string))[]> {
  const sockets = (request: IncomingMessage): string => (origins.own(request) ?? "'self'").replace(/^http/, 'ws');
  return {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    // Files before they are sent are shown from memory.
    'img-src': ["'self'", 'data:', 'blob:'],
    'media-src': ["'self'", 'blob:'],
    'connect-src': ["'self'", sockets],
    'font-src': ["'self'"],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ['lit-html', 'support-desk'],
    'frame-src': ["'self'"],
    // The desk's settings show the chat as it will be.
    'frame-ancestors': [({ url }) => (/^\/preview(\.html)?$/.test(url ?? '') ? "'self'" : "'none'")],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
  };
}
