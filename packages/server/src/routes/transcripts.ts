/**
 * `POST /v1/transcripts`: the visitor's whole conversation goes to the address they give (V17). Only there is mail. Counted by
 * session, by the visitor's network and by the mailbox, so that nobody can bury one in mail.
 */
import { ProtocolError } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.js';
import type { Mailer } from '../mail/mailer.js';
import { transcriptMail } from '../mail/transcript-mail.js';
import { bearer } from './bearer.js';
import { decode, TranscriptBody } from './body.js';

/** Adds the route to a scope under `/v1`. */
export function serveTranscripts(app: FastifyInstance, context: ServerContext, mailer: Mailer): void {
  const { service, counters, addresses } = context;
  app.post('/transcripts', async (request, reply) => {
    const { address, locale } = decode(TranscriptBody, request.body);
    const token = bearer(request);
    if (token === undefined) throw new ProtocolError('session-unknown');
    const visitor = await service.visitors.resume({ token, profile: undefined, page: undefined });
    if (visitor.conversation === null) throw new ProtocolError('conversation-unknown');
    const retryAfter = counters.transcript(visitor.session, addresses.key(request.raw), address);
    if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
    const [events, site] = await Promise.all([
      service.conversations.readWhole(visitor.actor, visitor.conversation),
      service.settings.read(),
    ]);
    await mailer.send(transcriptMail({ to: address, locale, title: site.panel?.title, events }));
    return reply.status(202).send();
  });
}
