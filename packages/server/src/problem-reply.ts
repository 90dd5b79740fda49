/** Failures as HTTP answers: RFC 9457 problem details, coded, without stacks (X4, P-E2). */
import { problem, ProtocolError, type Problem } from '@support-chat/protocol';
import type { FastifyReply } from 'fastify';

/** Answers with a problem and its status. */
export function replyProblem(reply: FastifyReply, reason: Problem): FastifyReply {
  if (reason.retryAfter !== undefined) reply.header('Retry-After', String(Math.ceil(reason.retryAfter)));
  return reply
    .status(reason.status)
    .header('Cache-Control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(reason));
}

/** The problem an error stands for. Errors that are not coded say nothing about themselves. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProtocolError) return error.problem;
  const status = statusOf(error);
  if (status === 413) return problem('frame-too-large');
  if (status === 429) return problem('rate-limited', { retryAfter: 60 });
  if (status !== null && status >= 400 && status < 500) {
    return problem('frame-invalid', { detail: status === 415 ? 'The body has to be application/json.' : undefined });
  }
  return problem('internal');
}

function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return null;
  return typeof error.statusCode === 'number' ? error.statusCode : null;
}
