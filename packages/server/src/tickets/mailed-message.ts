/** A message of an agent that is mailed as well: stored in one transaction with its mail, so that neither can be without the other. */
import { ProtocolError, type LogCommand } from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import type { Actor } from '../conversation/actor.js';
import { execute } from '../conversation/commands.js';
import type { Done } from '../conversation/conversations.js';
import { lockConversation, type ConversationRow } from '../conversation/log.js';
import type { Schema } from '../store/schema.js';
import { findMail, type SentRow } from './mail-queue.js';

/** See the module. */
export interface MailedMessage {
  readonly actor: Actor;
  readonly conversation: string;
  /** Of the message and of the mail, minted by the desk. */
  readonly id: string;
  /** Wall time. */
  readonly time: number;
  /** Throws when it must not be sent; asked only about a new one. */
  readonly judge: (row: ConversationRow) => Promise<void> | void;
  /** What the message says. @param known - it is stored already */
  readonly say: (
    known: SentRow | undefined,
  ) => Promise<Pick<Extract<LogCommand, { type: 'message-send' }>, 'text' | 'card'>>;
  /** Puts the mail into the queue. @param seq - place of the message */
  readonly queue: (row: ConversationRow, seq: number) => Promise<void>;
}

/**
 * Stores both; the same again gives what is stored (L2).
 *
 * @throws ProtocolError `conversation-unknown`, `id-conflict`, what `judge` throws and `execute` does
 */
export async function storeMailed(
  transaction: Transaction<Schema>,
  { actor, conversation, id, time, judge, say, queue }: MailedMessage,
): Promise<{ readonly done: Done | null; readonly mail: SentRow }> {
  const row = await lockConversation(transaction, 'id', conversation);
  if (row === undefined) throw new ProtocolError('conversation-unknown');
  const known = await findMail(transaction, id);
  if (known === undefined) await judge(row);
  else if (known.conversation !== conversation) throw new ProtocolError('id-conflict');
  const command = { type: 'message-send', id, conversation, epoch: row.epoch, ...(await say(known)) } as const;
  // It is new here, so there is no conversation to be made.
  const context = { time, newConversation: '', newEpoch: '', byMail: true };
  const stored = await execute(transaction, actor, command, context);
  // Else the id is a colleague's mail, or a message that was not to be mailed.
  if (stored.repeated ? known?.seq !== stored.seq : known !== undefined) throw new ProtocolError('id-conflict');
  if (known !== undefined) return { done: null, mail: known };
  await queue(row, stored.seq);
  const mail = await findMail(transaction, id);
  if (mail === undefined) throw new Error('A mail that was just stored is not there.');
  return { done: { actor, stored }, mail };
}
