/**
 * `/q/:token`: where the link of a short question leads (A18). Whoever has the token answers; opening the page answers nothing,
 * because programs that check mails open links. The token is in no log and no `Referer`.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.js';
import { problemOf } from '../problem-reply.js';
import { QUESTION_PAGE_POLICY, questionPage, type ShownQuestion } from '../short-questions/question-page.js';
import { QUESTION_PATH } from '../short-questions/question-text.js';

/** Bytes of a form: the id of an answer. */
const MAX_FORM = 1024;

const STATUSES = { unknown: 404, erased: 410, expired: 410, open: 200, answered: 200, later: 503 } as const;

type ByToken = { Params: { token: string }; Body: unknown };

/** Adds the page to the application. */
export async function serveQuestionPages(app: FastifyInstance, context: ServerContext): Promise<void> {
  const { service, counters, addresses, log, metrics } = context;
  const { questions, settings } = service;

  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: MAX_FORM },
      (_request, body, parsed) => parsed(null, new URLSearchParams(String(body)).get('choice') ?? ''),
    );
    scope.addHook('onRequest', (request, reply, next) => {
      reply
        .header('Content-Security-Policy', QUESTION_PAGE_POLICY)
        .header('Cache-Control', 'no-store')
        .header('X-Robots-Tag', 'noindex, nofollow');
      const wait = counters.questionPage(addresses.key(request.raw));
      if (wait === 0) return next();
      metrics.refused('rate-limited');
      reply.header('Retry-After', String(Math.ceil(wait)));
      void show(request, reply.status(429), { state: 'later' });
    });
    scope.setErrorHandler((error, request, reply) => {
      const { code, status } = problemOf(error);
      metrics.refused(code);
      if (code === 'internal') log.error({ error, route: request.routeOptions.url }, 'request-failed');
      return show(request, reply.status(status), { state: 'later' });
    });

    scope.get<ByToken>(`${QUESTION_PATH}:token`, async (request, reply) => {
      const found = await questions.look(request.params.token);
      return show(request, reply.status(STATUSES[found.state]), found);
    });

    scope.post<ByToken>(`${QUESTION_PATH}:token`, async (request, reply) => {
      const pressed = typeof request.body === 'string' ? request.body : '';
      const found = await questions.answer(request.params.token, pressed);
      return show(request, reply.status(statusAfter(found, pressed)), found, pressed);
    });
    done();
  });

  async function show(
    { headers }: FastifyRequest,
    reply: FastifyReply,
    shown: ShownQuestion,
    pressed?: string,
  ): Promise<FastifyReply> {
    // Without the database there is no name of the team, and still a page.
    const title = shown.state === 'later' ? undefined : (await settings.read()).panel?.title;
    const [locale = ''] = (headers['accept-language'] ?? '').split(/[,;]/, 1);
    return reply.type('text/html; charset=utf-8').send(questionPage(shown, { title, locale: locale.trim(), pressed }));
  }
}

/** Of a press: an answer that there is none of is a bad request, and one that came too late is in the way of what is there. */
function statusAfter(found: ShownQuestion, pressed: string): number {
  if (found.state === 'open') return 400;
  return found.state === 'answered' && found.answer.choice !== pressed ? 409 : STATUSES[found.state];
}
