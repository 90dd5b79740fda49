/**
 * Whether an agent has room for a chat, decided where the chat is taken, under a lock on the agent: two takings at once
 * by two tabs, or by the agent and by routing on another server, cannot both have the last place.
 */
import { ProtocolError } from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import { hasRowLocks } from '../conversation/log.js';
import type { Schema } from '../store/schema.js';
import { readOwnerRules } from './owner-rules.js';
import { capacityOf, isAutomatic } from './routing-settings.js';
import { readBusy } from './team.js';

/**
 * An agent takes a chat that nobody has. Where agents take chats by hand they may have as many as they like.
 *
 * @throws ProtocolError `capacity-reached`
 */
export async function takeRoom(transaction: Transaction<Schema>, agent: string): Promise<void> {
  const { routing } = await readOwnerRules(transaction);
  if (!isAutomatic(routing)) return;
  const query = transaction.selectFrom('agents').select('capacity').where('id', '=', agent);
  const row = await (hasRowLocks(transaction) ? query.forNoKeyUpdate() : query).executeTakeFirst();
  const busy = (await readBusy(transaction, [agent])).get(agent) ?? 0;
  if (busy >= capacityOf(row?.capacity ?? null, routing)) throw new ProtocolError('capacity-reached');
  const { turn } = await transaction
    .selectFrom('agents')
    .select((expression) => expression.fn.max('turn').as('turn'))
    .executeTakeFirstOrThrow();
  await transaction
    .updateTable('agents')
    .set({ turn: turn + 1 })
    .where('id', '=', agent)
    .execute();
}

/** A chat of an agent has ended. @param time - wall time */
export async function leaveRoom(transaction: Transaction<Schema>, agent: string, time: number): Promise<void> {
  await transaction.updateTable('agents').set({ idle_since: time }).where('id', '=', agent).execute();
}
