/** Answers to commands: where it was stored (L3), or the events that were asked for. */
import { ProtocolError, type Ack, type Answer, type ClientCommand, type QueryCommand } from '@support-chat/protocol';
import type { Actor } from '../conversation/actor.js';
import type { Connection } from './connection.js';
import type { ConnectionHost } from './host.js';

/** Stores a command and says where. @throws ProtocolError `rate-limited` and as `Conversations.execute` does */
export async function storeCommand(
  host: ConnectionHost,
  actor: Actor,
  command: ClientCommand,
  { session, client: { address } }: Connection,
): Promise<Ack> {
  const retryAfter = host.guard.message(actor.kind, session, address);
  if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
  if (command.type === 'conversation-open') {
    const place = await host.conversations.open(actor, command.conversation);
    return { type: 'ack', id: command.id, conversation: command.conversation, ...place, time: host.clock.wallTime() };
  }
  const stored = await host.conversations.execute(actor, command);
  if (actor.kind === 'agent') await noteActive(host, actor.id);
  if (stored.repeated) host.counters.commandsRepeated++;
  else if ('text' in command) host.counters.messagesStored++;
  const { conversation, epoch, seq, time } = stored;
  return { type: 'ack', id: command.id, conversation, epoch, seq, time };
}

/** Who acts is there, whichever desk they have. */
async function noteActive(host: ConnectionHost, agent: string): Promise<void> {
  try {
    await host.idleness.active(agent);
  } catch (error) {
    // The command is stored, and has to be acked; the next one notes it as well.
    host.log.warn({ error }, 'activity-not-noted');
  }
}

/**
 * Reads what a query asks for.
 *
 * @throws ProtocolError `rate-limited` and as `Conversations.snapshot`, `history` and `overview` do
 */
export async function answerQuery(
  host: ConnectionHost,
  actor: Actor,
  query: QueryCommand,
  { session, client: { address } }: Connection,
): Promise<Answer> {
  const { id } = query;
  if (query.type === 'conversations-load') {
    const retryAfter = query.words === undefined ? 0 : host.guard.search(session, address);
    if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
    return { type: 'conversations-page', id, ...(await host.conversations.overview(actor, query)) };
  }
  const { conversation } = query;
  if (query.type === 'resume') {
    return { type: 'snapshot', id, conversation: await host.conversations.snapshot(actor, conversation, query.after) };
  }
  const { events, atStart } = await host.conversations.history(actor, conversation, query.before, query.limit);
  return { type: 'history-page', id, events: [...events], atStart };
}

const QUERIES: ReadonlySet<string> = new Set<QueryCommand['type']>(['history-load', 'resume', 'conversations-load']);

/** Whether a command only reads. */
export function isQuery(frame: ClientCommand | QueryCommand): frame is QueryCommand {
  return QUERIES.has(frame.type);
}
