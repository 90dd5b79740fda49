/** Tickets that are answered by mail: every agent may. Part of the agents' API. */
import { MailDraftSchema } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.js';
import { requireAgent } from './agent-cookie.js';
import { decode, MailId } from './body.js';

/** Adds the routes to the agents' scope under `/v1`. */
export function serveTickets(app: FastifyInstance, { service }: ServerContext): void {
  const { tickets } = service;

  app.get<{ Params: { id: string } }>('/agent/conversations/:id/mails', async (request) => {
    await requireAgent(request.raw, service);
    return tickets.list(request.params.id);
  });

  app.get<{ Params: { id: string } }>('/agent/conversations/:id/mails/received', async (request) => {
    await requireAgent(request.raw, service);
    return { received: await tickets.received(request.params.id) };
  });

  app.put<{ Params: { id: string; mail: string } }>('/agent/conversations/:id/mails/:mail', async (request) => {
    const { author } = await requireAgent(request.raw, service);
    const { id: conversation, mail } = request.params;
    const draft = decode(MailDraftSchema, request.body);
    return { mail: await tickets.put(author, conversation, decode(MailId, mail), draft) };
  });

  app.post<{ Params: { id: string; mail: string } }>('/agent/conversations/:id/mails/:mail/retry', async (request) => {
    await requireAgent(request.raw, service);
    return { mail: await tickets.retry(request.params.id, request.params.mail) };
  });

  app.get<{ Params: { id: string; mail: string } }>(
    '/agent/conversations/:id/mails/:mail/attempts',
    async (request) => {
      await requireAgent(request.raw, service);
      return { attempts: await tickets.attempts(request.params.id, request.params.mail) };
    },
  );
}
