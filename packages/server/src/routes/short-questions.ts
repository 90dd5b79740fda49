/** Short questions to visitors who have left (A18): every agent may ask. Part of the agents' API. */
import { ProtocolError, QuestionDraftSchema } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.js';
import { requireAgent } from './agent-cookie.js';
import { decode, QuestionId } from './body.js';

/** Adds the routes to the agents' scope under `/v1`. */
export function serveShortQuestions(app: FastifyInstance, { service, counters }: ServerContext): void {
  const { questions } = service;

  app.get<{ Params: { id: string } }>('/agent/conversations/:id/questions', async (request) => {
    await requireAgent(request.raw, service);
    return questions.list(request.params.id);
  });

  app.put<{ Params: { id: string; question: string } }>(
    '/agent/conversations/:id/questions/:question',
    async (request) => {
      const { author } = await requireAgent(request.raw, service);
      const { id: conversation, question } = request.params;
      const id = decode(QuestionId, question);
      const draft = decode(QuestionDraftSchema, request.body);
      const retryAfter = counters.question(author.id);
      if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
      return { question: await questions.put(author, conversation, id, draft) };
    },
  );
}
