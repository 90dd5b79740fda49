/** A conversation by requests alone, for programs that hold no connection: its log, and a message. Part of the agents' API. */
import { MAX_TEXT_LENGTH, ProtocolError } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import type { ServerContext } from '../context.js';
import { requireAgent } from './agent-cookie.js';
import { decode, MessageBody, MessageId } from './body.js';

const EventsQuery = v.strictObject({
  after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/, 'the place of an event'), v.transform(Number)), '0'),
});

/** Adds the routes to the agents' scope under `/v1`. */
export function serveConversationLog(app: FastifyInstance, context: ServerContext): void {
  const { service, counters, addresses } = context;
  const { conversations } = service;

  app.get<{ Params: { id: string } }>('/agent/conversations/:id/events', async (request) => {
    const { author } = await requireAgent(request.raw, service);
    const { after } = decode(EventsQuery, request.query);
    const { epoch, seq } = await headOf(request.params.id);
    // Asking for what is beyond the end means a log that was cut, to who remembers one. Nobody remembers here.
    const from = { epoch, seq: Math.min(after, seq) };
    const { events, phase, head } = await conversations.snapshot(author, request.params.id, from);
    return { phase, head, events };
  });

  app.put<{ Params: { id: string; message: string } }>(
    '/agent/conversations/:id/messages/:message',
    async (request) => {
      const { author, id: session } = await requireAgent(request.raw, service);
      const { id: conversation } = request.params;
      const id = decode(MessageId, request.params.message);
      const { text } = decode(MessageBody, request.body);
      if (text.trim() === '') throw new ProtocolError('message-empty');
      if (text.length > MAX_TEXT_LENGTH) throw new ProtocolError('message-too-long');
      const retryAfter = counters.message('agent', session, addresses.key(request.raw));
      if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
      const { epoch } = await headOf(conversation);
      const { seq, time } = await conversations.execute(author, {
        type: 'message-send',
        id,
        conversation,
        epoch,
        text,
      });
      return { conversation, seq, time };
    },
  );

  async function headOf(conversation: string) {
    const head = await conversations.head('id', conversation);
    if (head === null) throw new ProtocolError('conversation-unknown');
    return head.cursor;
  }
}
