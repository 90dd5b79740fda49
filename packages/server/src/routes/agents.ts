/**
 * The agents' API: sign in and out, first setup, accounts, past conversations and notes, the owner's settings,
 * articles and shortcuts (X2). Only the server's own pages may
 * call it: an origin that is allowed to embed the chat is not thereby allowed to act as an agent.
 */
import { ProtocolError } from '@support-chat/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.js';
import { requireOwner } from '../identity/agents.js';
import { readVisitorDetails } from '../identity/visitor-details.js';
import type { AgentSession, SignedIn } from '../identity/session.js';
import { agentCookie, agentOf, clearedAgentCookie, requireAgent } from './agent-cookie.js';
import {
  AgentChangeBody,
  ConversationsQuery,
  decode,
  NewAgentBody,
  PresenceBody,
  SetUpBody,
  SignInBody,
} from './body.js';
import { ifMatch } from './if-match.js';
import { servePersonas } from './faces.js';
import { serveOwnArticles } from './help.js';
import { serveNotes } from './notes.js';
import { serveTickets } from './tickets.js';
import { serveAudit } from './audit.js';
import { serveApiKeys } from './api-keys.js';
import { serveConversationLog } from './conversation-log.js';
import { serveArchive } from './archive.js';
import { serveBot } from './bot.js';
import { serveOffers } from './offers.js';
import { serveRetention } from './retention.js';
import { serveSettings } from './settings.js';
import { serveShortcuts } from './shortcuts.js';
import { serveShortQuestions } from './short-questions.js';
import { serveSpelling } from './spelling.js';
import { serveStatistics } from './statistics.js';
import { serveWebhooks } from './webhooks.js';

/** Conversations in one answer of `GET /v1/agent/conversations`. */
const CONVERSATIONS_PER_PAGE = 50;

/** Adds the routes to a scope under `/v1`. */
export function serveAgents(app: FastifyInstance, context: ServerContext): void {
  const { agents, conversations, settings } = context.service;

  app.addHook('onRequest', (request, reply, done) => {
    reply.header('Cache-Control', 'no-store');
    const foreign = context.origins.isForeign(request.raw);
    done(
      foreign
        ? new ProtocolError('origin-refused', { detail: 'Agents work on pages of the server itself.' })
        : undefined,
    );
  });

  app.post('/agent/sessions', async (request, reply) => {
    const credentials = decode(SignInBody, request.body);
    const before = await agentOf(request.raw, context.service);
    const fresh = await countLogin(request, credentials.email, () => agents.signIn(credentials));
    // Rotation (X2): the session this browser had is over, whoever else may know its cookie.
    if (before !== null) await agents.signOut(before);
    return signedIn(request, reply, fresh);
  });

  app.post('/agent/setup', async (request, reply) => {
    const details = decode(SetUpBody, request.body);
    return signedIn(request, reply, await countLogin(request, 'setup', () => agents.setUp(details)));
  });

  app.delete('/agent/sessions', async (request, reply) => {
    const session = await agentOf(request.raw, context.service);
    if (session !== null) await agents.signOut(session);
    return reply
      .header('Set-Cookie', clearedAgentCookie(context.addresses.secure(request.raw)))
      .status(204)
      .send();
  });

  app.get('/agent/me', async (request) => describe(await requireAgent(request.raw, context.service)));

  app.put('/agent/presence', async (request) => {
    const { agent } = await requireAgent(request.raw, context.service);
    const { presence } = decode(PresenceBody, request.body);
    await context.service.idleness.set(agent.id, presence);
    return { presence };
  });

  app.post('/agent/activity', async (request, reply) => {
    const { agent } = await requireAgent(request.raw, context.service);
    await context.service.idleness.active(agent.id);
    return reply.status(204).send();
  });

  app.get('/agent/conversations', async (request) => {
    const agent = await requireAgent(request.raw, context.service);
    const query = decode(ConversationsQuery, request.query);
    return { conversations: await conversations.list({ agent, ...query, limit: CONVERSATIONS_PER_PAGE }) };
  });

  app.get<{ Params: { id: string } }>('/agent/conversations/:id/visitor', async (request) => {
    const { agent } = await requireAgent(request.raw, context.service);
    return readVisitorDetails(context.store, agent.id, request.params.id, context.clock.wallTime());
  });

  app.get('/agents', async (request) => ({
    agents: await agents.list(await requireAgent(request.raw, context.service)),
  }));

  app.post('/agents', async (request, reply) => {
    const by = await requireAgent(request.raw, context.service);
    const agent = await agents.create(by, decode(NewAgentBody, request.body));
    return reply.status(201).send({ agent });
  });

  app.patch<{ Params: { id: string } }>('/agents/:id', async (request) => {
    const by = await requireAgent(request.raw, context.service);
    const change = decode(AgentChangeBody, request.body);
    requireOwner(by);
    const { departments = [] } = await settings.read();
    const index = change.departments?.findIndex((id) => !departments.some((one) => one.id === id)) ?? -1;
    if (index >= 0) {
      throw new ProtocolError('frame-invalid', { detail: `departments.${index}: expected the id of a department` });
    }
    const agent = await agents.change(by, request.params.id, change, ifMatch(request));
    await context.service.settingsChanged();
    return { agent };
  });

  app.put<{ Params: { id: string } }>('/agents/:id/presence', async (request) => {
    const by = await requireAgent(request.raw, context.service);
    requireOwner(by);
    const { presence } = decode(PresenceBody, request.body);
    await agents.check(request.params.id);
    await context.service.idleness.set(request.params.id, presence);
    return { presence };
  });

  app.delete<{ Params: { id: string } }>('/agents/:id/sessions', async (request, reply) => {
    requireOwner(await requireAgent(request.raw, context.service));
    await agents.check(request.params.id);
    await agents.revoke(request.params.id);
    return reply.status(204).send();
  });

  servePersonas(app, context);
  serveOwnArticles(app, context);
  serveSettings(app, context);
  serveRetention(app, context);
  serveAudit(app, context);
  serveApiKeys(app, context);
  serveConversationLog(app, context);
  serveNotes(app, context);
  serveOffers(app, context);
  serveTickets(app, context);
  serveShortQuestions(app, context);
  serveShortcuts(app, context);
  serveSpelling(app, context);
  serveArchive(app, context);
  serveStatistics(app, context);
  serveWebhooks(app, context);
  serveBot(app, context);

  async function countLogin(
    request: FastifyRequest,
    account: string,
    attempt: () => Promise<SignedIn>,
  ): Promise<SignedIn> {
    const address = context.addresses.key(request.raw);
    const retryAfter = context.counters.login(address, account);
    if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
    let wrong = false;
    try {
      return await attempt();
    } catch (error) {
      wrong = isWrongGuess(error);
      throw error;
    } finally {
      // A database that was away says nothing about the person.
      if (!wrong) context.counters.forgiveLogin(address);
    }
  }

  function signedIn(request: FastifyRequest, reply: FastifyReply, { token, session }: SignedIn): FastifyReply {
    const secure = context.addresses.secure(request.raw);
    const cookie = agentCookie(token, { secure, expiresAt: session.expiresAt });
    return reply.header('Set-Cookie', cookie).status(201).send(describe(session));
  }
}

function isWrongGuess(error: unknown): boolean {
  return error instanceof ProtocolError && (error.code === 'sign-in-refused' || error.code === 'setup-link-invalid');
}

function describe({ agent, author, expiresAt }: AgentSession): object {
  return { agent, author, expiresAt };
}
