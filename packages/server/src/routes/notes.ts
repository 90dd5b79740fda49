/** What agents write to each other beside a conversation, and how they pass it on: every agent may. Part of the agents' API. */
import { NoteDraftSchema, TransferDraftSchema } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.js';
import { requireAgent } from './agent-cookie.js';
import { decode, NoteId, NotesQuery } from './body.js';

/** Adds the routes to the agents' scope under `/v1`. */
export function serveNotes(app: FastifyInstance, { service }: ServerContext): void {
  app.get<{ Params: { id: string } }>('/agent/conversations/:id/notes', async (request) => {
    await requireAgent(request.raw, service);
    const { after } = decode(NotesQuery, request.query);
    return { notes: await service.notes.list(request.params.id, after) };
  });

  app.put<{ Params: { id: string; note: string } }>('/agent/conversations/:id/notes/:note', async (request) => {
    const { agent } = await requireAgent(request.raw, service);
    const { id, note } = request.params;
    return { note: await service.notes.put(agent.id, id, decode(NoteId, note), decode(NoteDraftSchema, request.body)) };
  });

  app.get('/agent/team', async (request) => {
    await requireAgent(request.raw, service);
    return service.transfers.team();
  });

  app.put<{ Params: { id: string; note: string } }>('/agent/conversations/:id/transfers/:note', async (request) => {
    const { agent } = await requireAgent(request.raw, service);
    const { id: conversation, note } = request.params;
    const draft = decode(TransferDraftSchema, request.body);
    return { note: await service.transfers.put(agent.id, conversation, decode(NoteId, note), draft) };
  });
}
