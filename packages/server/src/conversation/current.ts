/**
 * Which of a visitor's conversations is the current one (P-M1): the newest one they began, unless they opened another or
 * somebody wrote in another while the current one had ended. Runs inside a transaction and may run again.
 */
import { ProtocolError } from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import type { Schema } from '../store/schema.js';
import { mayUse, type Actor } from './actor.js';
import { hasRowLocks, lockConversation, type ConversationRow } from './log.js';

/** The one that was the current one before; null: there was none. Undefined: nothing has changed. */
export type Left = string | null | undefined;

/** Takes the row of a visitor until the transaction ends: who changes what is current waits. */
export async function lockVisitor(transaction: Transaction<Schema>, visitor: string): Promise<void> {
  if (!hasRowLocks(transaction)) return;
  await transaction.selectFrom('visitors').select('id').where('id', '=', visitor).forUpdate().execute();
}

/** The current one goes, so that another can come. The visitor has to be locked. */
export async function leaveCurrent(transaction: Transaction<Schema>, visitor: string): Promise<string | null> {
  const left = await transaction
    .updateTable('conversations')
    .set({ is_current: 0 })
    .where('visitor', '=', visitor)
    .where('is_current', '=', 1)
    .returning('id')
    .executeTakeFirst();
  return left?.id ?? null;
}

/**
 * Makes a conversation the current one by its visitor's hand.
 *
 * @throws ProtocolError `conversation-unknown`
 */
export async function openConversation(
  transaction: Transaction<Schema>,
  actor: Actor,
  id: string,
): Promise<{ readonly conversation: ConversationRow; readonly left: Left }> {
  if (actor.kind !== 'visitor') throw new ProtocolError('forbidden', { detail: 'Only visitors are in one of theirs.' });
  await lockVisitor(transaction, actor.id);
  const conversation = await lockConversation(transaction, 'id', id);
  if (conversation === undefined || !mayUse(actor, conversation)) throw new ProtocolError('conversation-unknown');
  return { conversation, left: await bringForward(transaction, conversation) };
}

/** Somebody has written in a conversation: when the current one has ended, this one is it now. */
export async function noteWritten(transaction: Transaction<Schema>, conversation: ConversationRow): Promise<Left> {
  if (conversation.is_current === 1) return undefined;
  const { visitor } = conversation;
  await lockVisitor(transaction, visitor);
  const current = await transaction
    .selectFrom('conversations')
    .select('phase')
    .where('visitor', '=', visitor)
    .where('is_current', '=', 1)
    .executeTakeFirst();
  return current === undefined || current.phase === 'ended' ? bringForward(transaction, conversation) : undefined;
}

/** Makes it the current one; the visitor has to be locked. */
export async function bringForward(
  transaction: Transaction<Schema>,
  { id, visitor, is_current }: ConversationRow,
): Promise<Left> {
  if (is_current === 1) return undefined;
  const left = await leaveCurrent(transaction, visitor);
  await transaction.updateTable('conversations').set({ is_current: 1 }).where('id', '=', id).execute();
  return left;
}
