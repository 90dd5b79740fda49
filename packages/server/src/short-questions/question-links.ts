/**
 * Links that lead to a short question (A18). Each attempt to send it has one of its own, so that only a hash has to be kept; all
 * of them lead to the same question. Of one that was erased the hash stays until it would have expired: its page says so.
 */
import type { Transaction } from 'kysely';
import { randomBytes } from 'node:crypto';
import { hashToken } from '../identity/token.js';
import type { Schema } from '../store/schema.js';
import type { Database } from '../store/store.js';

/** Bytes of a token: short enough for a text message, too many to be guessed. */
const TOKEN_BYTES = 16;
/** Whatever else stands in an address is not looked for. */
const TOKEN = /^[\w-]{22}$/;

/** Makes a link. @returns its token, which is kept nowhere */
export async function makeQuestionLink(
  transaction: Transaction<Schema>,
  question: string,
  expiresAt: number,
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await transaction
    .insertInto('question_links')
    .values({ token_hash: hashToken(token), question, expires_at: expiresAt })
    .execute();
  return token;
}

/** The question a link leads to; null: it was erased. Undefined: there is no such link. */
export async function followQuestionLink(database: Database, token: string): Promise<string | null | undefined> {
  if (!TOKEN.test(token)) return undefined;
  const row = await database
    .selectFrom('question_links')
    .select('question')
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst();
  return row?.question;
}

/** The questions of a conversation are erased. */
export async function forgetQuestions(transaction: Transaction<Schema>, conversation: string): Promise<void> {
  const mails = transaction.selectFrom('mails').select('id').where('conversation', '=', conversation);
  await transaction.updateTable('question_links').set({ question: null }).where('question', 'in', mails).execute();
  await transaction.deleteFrom('short_questions').where('mail', 'in', mails).execute();
}

/** Removes links of erased questions whose time is over. */
export async function removeDeadLinks(transaction: Transaction<Schema>, now: number): Promise<void> {
  await transaction.deleteFrom('question_links').where('question', 'is', null).where('expires_at', '<=', now).execute();
}
