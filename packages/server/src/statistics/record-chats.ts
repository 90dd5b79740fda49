/**
 * Writes down what the statistics count, in the transaction that appends to a log: what is counted is what is in the logs,
 * on every server and at any time. One row for each chat and one for each agent who has it; nothing of what is said.
 */
import type { LogEvent } from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import type { Schema } from '../store/schema.js';
import type { Database } from '../store/store.js';
import { advanceChat, beginChat, holderOf, isWorthRecording, type ChatRecord, type ChatStep } from './chat-record.js';

interface Happened extends ChatStep {
  readonly before: ChatStep['before'] & {
    readonly id: string;
    readonly visitor: string;
    readonly chats: number;
    readonly ticket: string | null;
  };
  readonly events: readonly LogEvent[];
}

/** @returns how many chats the conversation has had by now */
export async function recordChats(transaction: Transaction<Schema>, happened: Happened): Promise<number> {
  const { before, after, events, time } = happened;
  const { id: conversation, chats } = before;
  for (const event of events) {
    if (event.type !== 'rating-given') continue;
    // A rating is of an ending: while the next chat goes on it is still the one before that is meant.
    const place = before.phase === 'ended' ? chats : chats - 1;
    await at(transaction, conversation, place).set({ rating: event.score }).execute();
  }
  if (!isWorthRecording(happened)) return chats;
  const [first] = events;
  const begins = first !== undefined && (chats === 0 || first.type === 'conversation-reopened');
  const place = begins ? chats + 1 : chats;
  const known = begins ? beginChat(first, time) : await findChat(transaction, conversation, place);
  if (known === undefined) return chats; // nothing has been said in it yet
  const next = advanceChat(known, happened);
  const asksFor = begins || (next.joined_at !== known.joined_at && known.joined_at === null);
  if (asksFor || (next.ended_at !== known.ended_at && next.joined_at === null)) {
    next.department = await departmentOf(transaction, before.visitor);
  }
  if (begins)
    await transaction
      .insertInto('chats')
      .values({ ...next, conversation, place })
      .execute();
  else if (differs(known, next)) await at(transaction, conversation, place).set(next).execute();
  const [had, has] = [begins ? null : holderOf(before), holderOf(after)];
  if (had !== null && had !== has) await closeTurns(transaction, conversation, time);
  if (has !== null && had !== has)
    await openTurn(transaction, { conversation, chat: place, agent: has, taken_at: time });
  return place;
}

/** What was asked is erased, and with that a chat that went on has ended. The figures stay. */
export async function forgetQuestions(
  transaction: Transaction<Schema>,
  conversation: string,
  time: number,
): Promise<void> {
  const chats = transaction.updateTable('chats').where('conversation', '=', conversation);
  await chats.set({ question_seq: null }).execute();
  await chats.set({ ended_at: time }).where('ended_at', 'is', null).execute();
  await closeTurns(transaction, conversation, time);
}

const at = (database: Database, conversation: string, place: number) =>
  database.updateTable('chats').where('conversation', '=', conversation).where('place', '=', place);

async function findChat(
  transaction: Transaction<Schema>,
  conversation: string,
  place: number,
): Promise<ChatRecord | undefined> {
  const row = await transaction
    .selectFrom('chats')
    .selectAll()
    .where('conversation', '=', conversation)
    .where('place', '=', place)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { conversation: _conversation, place: _place, ...record } = row;
  return record;
}

function differs(one: ChatRecord, other: ChatRecord): boolean {
  return (Object.keys(one) as (keyof ChatRecord)[]).some((key) => one[key] !== other[key]);
}

async function departmentOf(transaction: Transaction<Schema>, visitor: string): Promise<string | null> {
  const { profile } = await transaction
    .selectFrom('visitors')
    .select('profile')
    .where('id', '=', visitor)
    .executeTakeFirstOrThrow();
  return (JSON.parse(profile) as { department?: string }).department || null;
}

async function closeTurns(transaction: Transaction<Schema>, conversation: string, time: number): Promise<void> {
  await transaction
    .updateTable('chat_turns')
    .set({ left_at: time })
    .where('conversation', '=', conversation)
    .where('left_at', 'is', null)
    .execute();
}

async function openTurn(
  transaction: Transaction<Schema>,
  turn: { readonly conversation: string; readonly chat: number; readonly agent: string; readonly taken_at: number },
): Promise<void> {
  const { last } = await transaction
    .selectFrom('chat_turns')
    .select(({ fn }) => fn.max('turn').as('last'))
    .where('conversation', '=', turn.conversation)
    .where('chat', '=', turn.chat)
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('chat_turns')
    .values({ ...turn, turn: ((last as number | null) ?? 0) + 1, left_at: null })
    .execute();
}
