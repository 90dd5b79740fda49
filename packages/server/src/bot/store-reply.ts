/**
 * Stores what the bot says to one message, in one transaction with how far it is: once, whoever tries and however often (L2),
 * and only while the conversation is still the bot's. A hand-over is the same message with the queue behind it.
 */
import { excerpt, type Author, type Card, type LogEvent, type VisitorProfile } from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import { recordCard } from '../conversation/cards.js';
import type { Done } from '../conversation/conversations.js';
import { append, lockConversation, toEvent, type ConversationChange } from '../conversation/log.js';
import { readOwnerRules } from '../routing/owner-rules.js';
import type { Schema } from '../store/schema.js';

/** What is said to one message. */
export interface Reply {
  readonly conversation: string;
  /** `seq` of the visitor's message. */
  readonly to: number;
  /** Of the message that is stored; the same whoever makes it. */
  readonly id: string;
  readonly author: Author;
  readonly text: string;
  readonly card: Card | null;
  readonly askedBack: boolean;
  /** The visitor waits for a person from now on. */
  readonly handsOver: boolean;
  /** Id of the department of what was asked about; null: of none in particular. */
  readonly department: string | null;
  /** Wall time. */
  readonly time: number;
}

/** Stores it. `done` is null when the conversation is not the bot's any more. */
export async function storeReply(
  transaction: Transaction<Schema>,
  reply: Reply,
): Promise<{ readonly done: Done | null }> {
  const { conversation: id, author, time } = reply;
  const conversation = await lockConversation(transaction, 'id', id);
  const talk = await transaction.selectFrom('bot_talks').selectAll().where('conversation', '=', id).executeTakeFirst();
  if (conversation === undefined || talk === undefined) return { done: null };
  const { visitor, epoch, head } = conversation;
  const place = { conversation: id, visitor, epoch, time, left: undefined, created: false, repeated: false };
  if (talk.answered >= reply.to) {
    // Stored by an earlier run of this, or by another server: what is there is told again.
    const known = await findReply(transaction, reply, epoch);
    return {
      done: known && { actor: author, stored: { ...place, seq: known.seq, events: [known], queueMoved: false } },
    };
  }
  const isBots = conversation.phase === 'bot' && conversation.erased_at === null;
  const settled = isBots && !reply.handsOver ? reply.to : talk.asked;
  await transaction
    .updateTable('bot_talks')
    .set({
      answered: settled,
      waiting: talk.asked > settled ? 1 : 0,
      asked_back: reply.askedBack ? 1 : 0,
      department: reply.department,
      held_by: null,
      held_until: 0,
    })
    .where('conversation', '=', id)
    .execute();
  if (!isBots) return { done: null };
  const change: ConversationChange = {
    last_message: JSON.stringify({ author, text: excerpt(reply.text), time }),
    ...(reply.handsOver && { phase: 'queued', waiting_since: time }),
  };
  const message = { type: 'message-added', id: reply.id, author, text: reply.text } as const;
  const drafts = [{ ...message, ...(reply.card && { card: reply.card }) }];
  const events = await append(transaction, conversation, drafts, change, time);
  if (reply.card) await recordCard(transaction, id, reply.id, head + 1);
  if (reply.handsOver && reply.department !== null) await askFor(transaction, visitor, reply.department);
  return { done: { actor: author, stored: { ...place, seq: head + 1, events, queueMoved: reply.handsOver } } };
}

async function findReply(
  transaction: Transaction<Schema>,
  { conversation, to, id }: Reply,
  epoch: string,
): Promise<LogEvent | null> {
  const rows = await transaction
    .selectFrom('events')
    .selectAll()
    .where('conversation', '=', conversation)
    .where('seq', '>', to)
    .where('author_kind', '=', 'bot')
    .execute();
  const events = rows.map((row) => toEvent(row, epoch));
  return events.find((event) => 'id' in event && event.id === id) ?? null;
}

/** Who has asked for a department by hand stays with it; one that there is not any more is none. */
async function askFor(transaction: Transaction<Schema>, visitor: string, department: string): Promise<void> {
  const { departments } = await readOwnerRules(transaction);
  const row = await transaction
    .selectFrom('visitors')
    .select('profile')
    .where('id', '=', visitor)
    .executeTakeFirstOrThrow();
  const profile = JSON.parse(row.profile) as VisitorProfile;
  const known = (id: string | undefined): boolean => departments.some((one) => one.id === id);
  if (!known(department) || known(profile.department)) return;
  await transaction
    .updateTable('visitors')
    .set({ profile: JSON.stringify({ ...profile, department }) })
    .where('id', '=', visitor)
    .execute();
}
