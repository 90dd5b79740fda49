/** Answers to commands: where it was stored (L3), or the events that were asked for. */
import { ProtocolError, type Ack, type Answer, type ClientCommand, type ClientFrame } from '@support-chat/protocol';
import type { Actor } from '../conversation/actor.js';
import type { Connection } from './connection.js';
import type { ConnectionHost } from './host.js';

/** A command that only reads. */
export type QueryCommand = Extract<ClientFrame, { readonly type: 'history-load' | 'resume' }>;

/** Stores a command and says where. @throws ProtocolError `rate-limited` and as `Conversations.execute` does */
export async function storeCommand(
  host: ConnectionHost,
  actor: Actor,
  command: ClientCommand,
  { session, address }: Connection,
): Promise<Ack> {
  const retryAfter = host.guard.message(actor.kind, session, address);
  if (retryAfter > 0) throw new ProtocolError('rate-limited', { retryAfter });
  const stored = await host.conversations.execute(actor, command);
  if (stored.repeated) host.counters.commandsRepeated++;
  else if ('text' in command) host.counters.messagesStored++;
  const { conversation, epoch, seq, time } = stored;
  return { type: 'ack', id: command.id, conversation, epoch, seq, time };
}

/** Reads what a query asks for. @throws ProtocolError as `Conversations.snapshot` and `history` do */
export async function answerQuery(host: ConnectionHost, actor: Actor, query: QueryCommand): Promise<Answer> {
  const { id, conversation } = query;
  if (query.type === 'resume') {
    return { type: 'snapshot', id, conversation: await host.conversations.snapshot(actor, conversation, query.after) };
  }
  const { events, atStart } = await host.conversations.history(actor, conversation, query.before, query.limit);
  return { type: 'history-page', id, events: [...events], atStart };
}
