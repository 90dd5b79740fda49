/**
 * The agents' API: sign in and out, first setup, accounts, past conversations, the owner's settings and
 * articles (X2). Only the server's own pages may
 * call it: an origin that is allowed to embed the chat is not thereby allowed to act as an agent.
 */
import { ProtocolError } from '@support-chat/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.js';
import { requireOwner } from '../identity/agents.js';
import type { AgentSession, SignedIn } from '../identity/session.js';
import { agentCookie, agentOf, clearedAgentCookie } from './agent-cookie.js';
import { ArticleBody, ArticleId, ConversationsQuery, decode, NewAgentBody, SetUpBody, SignInBody } from './body.js';

/** Conversations in one answer of `GET /v1/agent/conversations`. */
const CONVERSATIONS_PER_PAGE = 50;

/** Adds the routes to a scope under `/v1`. */
export function serveAgents(app: FastifyInstance, context: ServerContext): void {
  const { agents, articles, conversations, settings } = context.service;

  app.addHook('onRequest', (request, reply, done) => {
    reply.header('Cache-Control', 'no-store');
    const foreign = context.origins.judge(request.raw) === 'allowed';
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

  app.get('/agent/me', async (request) => describe(await requireAgent(request)));

  app.get('/agent/conversations', async (request) => {
    const agent = await requireAgent(request);
    const query = decode(ConversationsQuery, request.query);
    return { conversations: await conversations.list({ agent, ...query, limit: CONVERSATIONS_PER_PAGE }) };
  });

  app.get('/agents', async (request) => ({ agents: await agents.list(await requireAgent(request)) }));

  app.post('/agents', async (request, reply) => {
    const by = await requireAgent(request);
    const agent = await agents.create(by, decode(NewAgentBody, request.body));
    return reply.status(201).send({ agent });
  });

  app.get('/settings', async (request) => {
    requireOwner(await requireAgent(request));
    return settings.read();
  });

  app.put<{ Params: { section: string } }>('/settings/:section', async (request, reply) => {
    requireOwner(await requireAgent(request));
    await settings.set(request.params.section, request.body);
    await context.service.settingsChanged();
    return reply.status(204).send();
  });

  app.delete<{ Params: { section: string } }>('/settings/:section', async (request, reply) => {
    requireOwner(await requireAgent(request));
    await settings.set(request.params.section, null);
    await context.service.settingsChanged();
    return reply.status(204).send();
  });

  app.put<{ Params: { id: string } }>('/articles/:id', async (request, reply) => {
    requireOwner(await requireAgent(request));
    await articles.put(decode(ArticleId, request.params.id), decode(ArticleBody, request.body));
    return reply.status(204).send();
  });

  app.delete<{ Params: { id: string } }>('/articles/:id', async (request, reply) => {
    requireOwner(await requireAgent(request));
    await articles.remove(request.params.id);
    return reply.status(204).send();
  });

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

  async function requireAgent(request: FastifyRequest): Promise<AgentSession> {
    const session = await agentOf(request.raw, context.service);
    if (session === null) throw new ProtocolError('sign-in-required');
    return session;
  }
}

function isWrongGuess(error: unknown): boolean {
  return error instanceof ProtocolError && (error.code === 'sign-in-refused' || error.code === 'setup-link-invalid');
}

function describe({ agent, author, expiresAt }: AgentSession): object {
  return { agent, author, expiresAt };
}
