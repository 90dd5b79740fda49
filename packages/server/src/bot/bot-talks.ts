/**
 * How far the bot is in each conversation that it has: what is asked, what is answered, who is at it. One row each, changed in
 * the transactions that change the log, so that after any crash it is known what is still to be answered, and nothing is
 * answered twice.
 */
import type { Transaction } from 'kysely';
import type { ConversationRow } from '../conversation/log.js';
import type { Schema } from '../store/schema.js';
import type { Database } from '../store/store.js';
import type { BotSettings } from './bot-settings.js';

/** Milliseconds for which a server has a talk to itself; while it is at it, it says so again. */
const HOLD = 15_000;

/** Whether the bot answers visitors: the owner has switched it on and put a text in. */
export async function isAnswering(database: Database): Promise<boolean> {
  const row = await database.selectFrom('settings').select('value').where('section', '=', 'bot').executeTakeFirst();
  if (row === undefined || !(JSON.parse(row.value) as BotSettings).on) return false;
  return (await database.selectFrom('bot_texts').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/**
 * The phase of a conversation after its visitor wrote: who was with a person is not sent back to the bot, and a bot that was
 * switched off leaves its talks to the team.
 */
export async function phaseAfterWriting(
  transaction: Transaction<Schema>,
  { phase, assignee }: Pick<ConversationRow, 'phase' | 'assignee'>,
): Promise<ConversationRow['phase']> {
  if (phase !== 'ended' && phase !== 'bot') return phase;
  return assignee === null && (await isAnswering(transaction)) ? 'bot' : 'queued';
}

/** A visitor has written to the bot. @param seq - of the message */
export async function noteAsked(transaction: Transaction<Schema>, conversation: string, seq: number): Promise<void> {
  await transaction
    .insertInto('bot_talks')
    .values({
      ...{ conversation, asked: seq, answered: seq - 1, waiting: 1 },
      ...{ asked_back: 0, department: null, held_by: null, held_until: 0 },
    })
    .onConflict((conflict) => conflict.column('conversation').doUpdateSet({ asked: seq, waiting: 1 }))
    .execute();
}

/** Who is at it, and when. */
export interface Holder {
  /** Of the server. */
  readonly node: string;
  /** Wall time. */
  readonly now: number;
}

/** A talk that is a server's for a while. */
export interface HeldTalk {
  /** `seq` of the newest message that was dealt with. */
  readonly answered: number;
  readonly askedBack: boolean;
  readonly department: string | null;
}

/** Takes a talk in which something is asked. @returns null when there is nothing, or another server is at it */
export async function holdTalk(
  transaction: Transaction<Schema>,
  conversation: string,
  { node, now }: Holder,
): Promise<HeldTalk | null> {
  const row = await transaction
    .updateTable('bot_talks')
    .set({ held_by: node, held_until: now + HOLD })
    .where('conversation', '=', conversation)
    .where('waiting', '=', 1)
    .where(({ eb, or }) => or([eb('held_until', '<=', now), eb('held_by', '=', node)]))
    .returning(['answered', 'asked_back', 'department'])
    .executeTakeFirst();
  if (row === undefined) return null;
  return { answered: row.answered, askedBack: row.asked_back === 1, department: row.department };
}

/** Leaves a talk to whoever comes next. */
export async function letTalkGo(transaction: Transaction<Schema>, conversation: string, node: string): Promise<void> {
  await transaction
    .updateTable('bot_talks')
    .set({ held_by: null, held_until: 0 })
    .where('conversation', '=', conversation)
    .where('held_by', '=', node)
    .execute();
}

/** Talks in which something is asked and nobody is at it. */
export async function findWaiting(database: Database, now: number, limit: number): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('bot_talks')
    .select('conversation')
    .where('waiting', '=', 1)
    .where('held_until', '<=', now)
    .limit(limit)
    .execute();
  return rows.map(({ conversation }) => conversation);
}
