/** Gives finished uploads to a message: in its transaction, each once, to who uploaded it (P-U5). */
import { ProtocolError, type Attachment, type LogCommand } from '@support-chat/protocol';
import type { Selectable, Transaction } from 'kysely';
import type { Actor } from '../conversation/actor.js';
import type { Schema, UploadTable } from '../store/schema.js';

/**
 * Marks the files of a message as sent with it.
 *
 * @returns them in the order of the message, as the server knows them
 * @throws ProtocolError `upload-unknown`, `upload-unfinished`, or the code a file was refused with
 */
export async function attach(
  transaction: Transaction<Schema>,
  actor: Actor,
  command: Extract<LogCommand, { type: 'message-send' }>,
  conversation: string,
): Promise<readonly Attachment[]> {
  const attachments: Attachment[] = [];
  for (const { id } of command.attachments ?? []) {
    // One statement decides and takes: two messages with the same file cannot both get it.
    const row = await transaction
      .updateTable('uploads')
      .set({ conversation, message: command.id })
      .where('id', '=', id)
      .where('owner_kind', '=', actor.kind)
      .where('owner', '=', actor.id)
      .where('state', '=', 'ready')
      .where('message', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw await refusal(transaction, actor, id);
    attachments.push(attachmentOf(row));
  }
  return attachments;
}

async function refusal(transaction: Transaction<Schema>, actor: Actor, id: string): Promise<ProtocolError> {
  const row = await transaction
    .selectFrom('uploads')
    .select(['state', 'message'])
    .where('id', '=', id)
    .where('owner_kind', '=', actor.kind)
    .where('owner', '=', actor.id)
    .executeTakeFirst();
  if (row === undefined || row.message !== null || row.state === 'ready') return new ProtocolError('upload-unknown');
  return new ProtocolError(row.state === 'receiving' ? 'upload-unfinished' : row.state);
}

/** The wire form of a stored upload. */
export function attachmentOf(row: Selectable<UploadTable>): Attachment {
  const { id, name, type, size, width, height } = row;
  const dimensions = width !== null && height !== null && { width, height };
  return { id, name, type, size, ...dimensions, url: `/v1/files/${id}` };
}
