/**
 * Erasing what a visitor left (X9): words, names, files and what agents noted go, the places in the log stay, as
 * `event-erased`, so that nobody who remembers a place is told something else of it. What agents did without a word of it,
 * joining and ending, and the figures, stay too.
 */
import type { Transaction } from 'kysely';
import { forgetMessages } from '../archive/archive-index.js';
import type { Schema } from '../store/schema.js';
import { forgetQuestions } from '../statistics/record-chats.js';
import { forgetMails } from '../tickets/mail-queue.js';
import { lockVisitor } from './current.js';
import { lockConversation } from './log.js';

/** What is gone. */
export interface Erased {
  readonly conversations: readonly string[];
  /** Ids of the files whose bytes are nobody's now. */
  readonly uploads: readonly string[];
}

/**
 * Erases a visitor in one transaction. Their sessions end, and nothing can be written into their conversations any more.
 *
 * @param newEpoch - of each log: what clients remember of it is not so any more (L4)
 */
export async function eraseVisitor(
  transaction: Transaction<Schema>,
  visitor: string,
  { time, newEpoch }: { readonly time: number; readonly newEpoch: () => string },
): Promise<Erased> {
  await lockVisitor(transaction, visitor);
  const rows = await transaction.selectFrom('conversations').select('id').where('visitor', '=', visitor).execute();
  const conversations = rows.map(({ id }) => id).sort();
  await forgetMessages(transaction, conversations);
  for (const id of conversations) {
    await lockConversation(transaction, 'id', id);
    await transaction
      .updateTable('events')
      .set({ type: 'event-erased', body: '{}' })
      .where('conversation', '=', id)
      .where(({ eb, not, and }) =>
        not(and([eb('type', 'in', ['participant-joined', 'conversation-ended']), eb('author_kind', '=', 'agent')])),
      )
      .execute();
    await transaction.deleteFrom('notes').where('conversation', '=', id).execute();
    await forgetMails(transaction, id);
    await transaction.deleteFrom('cards').where('conversation', '=', id).execute();
    await forgetQuestions(transaction, id, time);
    await transaction.deleteFrom('bot_talks').where('conversation', '=', id).execute();
    await transaction
      .updateTable('conversations')
      .set({
        epoch: newEpoch(),
        phase: 'ended',
        last_message: null,
        ticket: null,
        waiting_since: null,
        notes: 0,
        erased_at: time,
      })
      .where('id', '=', id)
      .execute();
  }
  const uploads = await transaction
    .deleteFrom('uploads')
    .where(({ eb, and, or }) =>
      or([
        and([eb('owner_kind', '=', 'visitor'), eb('owner', '=', visitor)]),
        ...(conversations.length > 0 ? [eb('conversation', 'in', conversations)] : []),
      ]),
    )
    .returning('id')
    .execute();
  await transaction.deleteFrom('visitor_sessions').where('visitor', '=', visitor).execute();
  await transaction
    .updateTable('visitors')
    .set({ profile: '{}', page: null, external_id: null })
    .where('id', '=', visitor)
    .execute();
  return { conversations, uploads: uploads.map(({ id }) => id) };
}
