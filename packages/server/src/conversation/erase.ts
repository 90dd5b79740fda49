/**
 * Erasing what a visitor left (X9): words, names, files and what agents noted go, the places in the log stay, as
 * `event-erased`, so that nobody who remembers a place is told something else of it. What agents did without a word of it,
 * joining and ending, and the figures, stay too. With the last conversation goes what the visitor told of themselves.
 */
import type { Transaction } from 'kysely';
import { forgetMessages } from '../archive/archive-index.js';
import type { Schema } from '../store/schema.js';
import { forgetQuestions } from '../statistics/record-chats.js';
import { forgetMails } from '../tickets/mail-queue.js';
import { bringForward, lockVisitor } from './current.js';
import { lockConversation } from './log.js';

/** What is gone. */
export interface Erased {
  readonly conversations: readonly string[];
  /** Ids of the files whose bytes are nobody's now. */
  readonly uploads: readonly string[];
}

/** What one conversation's end took with it. */
export interface ErasedOne extends Erased {
  /** The visitor's sessions are over as well: nothing of theirs is left. */
  readonly everything: boolean;
  /** The visitor was in the erased one and is in this one now. */
  readonly current: string | null;
}

/** A conversation and whose it is. */
export interface Owned {
  readonly id: string;
  readonly visitor: string;
}

/** Whether something is still to go: asked in the transaction that erases it, once nobody else can change that. */
export type IsDue = (transaction: Transaction<Schema>) => Promise<boolean>;

interface EraseContext {
  /** Wall time. */
  readonly time: number;
  /** Of each log: what clients remember of it is not so any more (L4). */
  readonly newEpoch: () => string;
}

/**
 * Erases a visitor in one transaction. Their sessions end, and nothing can be written into their conversations any more.
 */
export async function eraseVisitor(
  transaction: Transaction<Schema>,
  visitor: string,
  context: EraseContext,
): Promise<Erased> {
  await lockVisitor(transaction, visitor);
  const rows = await transaction.selectFrom('conversations').select('id').where('visitor', '=', visitor).execute();
  const conversations = rows.map(({ id }) => id).sort();
  const sent = await eraseConversations(transaction, conversations, context);
  const own = await forgetUploadsOf(transaction, visitor);
  await transaction.deleteFrom('visitor_sessions').where('visitor', '=', visitor).execute();
  await transaction.deleteFrom('visitor_pages').where('visitor', '=', visitor).execute();
  await transaction.deleteFrom('offer_showings').where('visitor', '=', visitor).execute();
  await transaction
    .updateTable('visitors')
    .set({ profile: '{}', page: null, external_id: null, user_agent: null })
    .where('id', '=', visitor)
    .execute();
  return { conversations, uploads: [...sent, ...own] };
}

/**
 * Erases one conversation of a visitor in one transaction, and the visitor when it was the last one.
 *
 * @returns null when it is not due, or was erased before
 */
export async function eraseConversation(
  transaction: Transaction<Schema>,
  { id, visitor }: Owned,
  isDue: IsDue,
  context: EraseContext,
): Promise<ErasedOne | null> {
  await lockVisitor(transaction, visitor);
  const conversation = await lockConversation(transaction, 'id', id);
  // A sign-in may have given it to somebody else since it was found: the next look finds it there.
  if (conversation?.visitor !== visitor || conversation.erased_at !== null) return null;
  if (!(await isDue(transaction))) return null;
  const next = await transaction
    .selectFrom('conversations')
    .selectAll()
    .where('visitor', '=', visitor)
    .where('id', '<>', id)
    .where('erased_at', 'is', null)
    .orderBy('started_at', 'desc')
    .executeTakeFirst();
  if (next === undefined) {
    return { ...(await eraseVisitor(transaction, visitor, context)), everything: true, current: null };
  }
  const uploads = await eraseConversations(transaction, [id], context);
  if (conversation.is_current === 1) await bringForward(transaction, next);
  return {
    ...{ conversations: [id], uploads, everything: false },
    current: conversation.is_current === 1 ? next.id : null,
  };
}

/**
 * Forgets a visitor who never wrote: nothing has to stay in their place.
 *
 * @returns ids of their files; null when they are not due
 */
export async function forgetVisitor(
  transaction: Transaction<Schema>,
  visitor: string,
  isDue: IsDue,
): Promise<readonly string[] | null> {
  await lockVisitor(transaction, visitor);
  if (!(await isDue(transaction))) return null;
  const uploads = await forgetUploadsOf(transaction, visitor);
  await transaction.deleteFrom('visitor_sessions').where('visitor', '=', visitor).execute();
  await transaction.deleteFrom('visitor_pages').where('visitor', '=', visitor).execute();
  await transaction.deleteFrom('offer_showings').where('visitor', '=', visitor).execute();
  await transaction.deleteFrom('visitors').where('id', '=', visitor).execute();
  return uploads;
}

/** Whether somebody is no more, though a connection or a word of theirs may still be on its way. */
export async function isGone(transaction: Transaction<Schema>, visitor: string): Promise<boolean> {
  const conversations = await transaction
    .selectFrom('visitors as v')
    .leftJoin('conversations as c', 'c.visitor', 'v.id')
    .select(({ fn }) => [
      fn.count<number | string>('c.id').as('all'),
      fn.count<number | string>('c.erased_at').as('erased'),
    ])
    .where('v.id', '=', visitor)
    .groupBy('v.id')
    .executeTakeFirst();
  if (conversations === undefined) return true;
  return Number(conversations.all) > 0 && Number(conversations.all) === Number(conversations.erased);
}

/** @returns ids of the files that were sent in them */
async function eraseConversations(
  transaction: Transaction<Schema>,
  conversations: readonly string[],
  { time, newEpoch }: EraseContext,
): Promise<readonly string[]> {
  if (conversations.length === 0) return [];
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
    .where('conversation', 'in', conversations)
    .returning('id')
    .execute();
  return uploads.map(({ id }) => id);
}

async function forgetUploadsOf(transaction: Transaction<Schema>, visitor: string): Promise<readonly string[]> {
  const uploads = await transaction
    .deleteFrom('uploads')
    .where('owner_kind', '=', 'visitor')
    .where('owner', '=', visitor)
    .returning('id')
    .execute();
  return uploads.map(({ id }) => id);
}
