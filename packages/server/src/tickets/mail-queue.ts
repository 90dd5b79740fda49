/**
 * The mails of tickets and short questions in the database: what is still to be sent, by which server, and what became of the
 * others. A mail is held by one server at a time, and forgotten by nobody: it waits until it is known to be taken or refused.
 */
import type { QuestionWay, TicketMail } from '@support-chat/protocol';
import type { Selectable, Transaction } from 'kysely';
import { randomBytes } from 'node:crypto';
import { lockConversation } from '../conversation/log.js';
import type { MailSettings } from '../mail/mailer.js';
import { forgetQuestions, makeQuestionLink } from '../short-questions/question-links.js';
import type { Schema } from '../store/schema.js';
import type { Database } from '../store/store.js';
import type { MailTable, ShortQuestionTable } from '../store/ticket-tables.js';
import { messageIdOf } from './ticket-mail.js';

/** Milliseconds for which the others believe that a server is at it. */
export const HOLD = 60_000;
/** Attempts that are kept of each mail. */
const KEPT = 50;
/** Bytes of what an answer is known by. */
const TOKEN_BYTES = 16;
/** Mails of a thread that a new one refers to: who has one of the newest finds the thread. */
const MAX_REFERENCES = 20;

export type MailRow = Selectable<MailTable>;

/** A mail, and what is known of it where it is a question. */
export type SentRow = MailRow & { readonly [Field in 'way' | 'expires_at']: ShortQuestionTable[Field] | null };

/** A mail that this server is to send now. */
export interface HeldMail extends MailRow {
  /** `message_id` of those before it, oldest first. */
  readonly references: readonly string[];
  readonly token: string;
  /** Null: it is no question. */
  readonly question: HeldQuestion | null;
}

/** A question that is sent now. */
export interface HeldQuestion {
  readonly way: QuestionWay;
  readonly locale: string;
  readonly expiresAt: number;
  /** Opens it: made for this attempt, and known to nobody else. */
  readonly linkToken: string;
}

interface Holder {
  readonly node: string;
  /** Wall time. */
  readonly now: number;
}

/** Conversations in which a mail is to be sent now. */
export async function findDueMails(database: Database, now: number, limit: number): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('mails')
    .select('conversation')
    .distinct()
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .where('held_until', '<=', now)
    .orderBy('conversation')
    .limit(limit)
    .execute();
  return rows.map(({ conversation }) => conversation);
}

/** What is written down of a new mail. */
export interface NewMail {
  /** Of the message. */
  readonly id: string;
  /** Place of the message. */
  readonly seq: number;
  readonly address: string;
  /** Of the first mail of a thread; later ones have it from there. */
  readonly subject: string;
  readonly text: string;
  /** Wall time. */
  readonly time: number;
  readonly from: Pick<MailSettings, 'from'>;
}

/** Puts a mail into the queue of a locked conversation. */
export async function queueMail(
  transaction: Transaction<Schema>,
  conversation: string,
  { id, seq, address, subject, text, time, from }: NewMail,
): Promise<void> {
  const before = await transaction
    .selectFrom('mails')
    .select('subject')
    .where('conversation', '=', conversation)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  await transaction
    .insertInto('mail_threads')
    .values({ conversation, token: randomBytes(TOKEN_BYTES).toString('hex') })
    .onConflict((conflict) => conflict.column('conversation').doNothing())
    .execute();
  await transaction
    .insertInto('mails')
    .values({
      ...{ id, conversation, seq, state: 'waiting', attempts: 0, problem: null },
      message_id: messageIdOf(id, from),
      in_reply_to: (await readThread(transaction, conversation, seq)).at(-1) ?? null,
      ...{ address, subject: before?.subject ?? subject, text },
      ...{ changed_at: time, queued_at: time, due_at: time, held_by: null, held_until: 0 },
    })
    .execute();
  await tellDesks(transaction, conversation);
}

/**
 * Takes the first mail of a conversation that waits: those of one way are sent in their order.
 *
 * @param ways - that this server has
 * @returns null when there is none, or another server is at it; a number is the time before which it must not be tried
 */
export async function holdMail(
  transaction: Transaction<Schema>,
  conversation: string,
  { node, now }: Holder,
  ways: readonly QuestionWay[],
): Promise<HeldMail | number | null> {
  const waiting = await transaction
    .selectFrom('mails as m')
    .innerJoin('mail_threads as t', 't.conversation', 'm.conversation')
    .leftJoin('short_questions as q', 'q.mail', 'm.id')
    .selectAll('m')
    .select(['t.token', 'q.way', 'q.locale', 'q.expires_at'])
    .where('m.conversation', '=', conversation)
    .where('m.state', '=', 'waiting')
    .orderBy('m.seq')
    .execute();
  const firsts = ways.flatMap((way) => waiting.find((mail) => (mail.way ?? 'email') === way) ?? []);
  const [next] = firsts.sort((one, other) => one.due_at - other.due_at || one.seq - other.seq);
  if (next === undefined) return null;
  if (next.due_at > now) return next.due_at;
  const { way, locale, expires_at: expiresAt, ...first } = next;
  const { numUpdatedRows } = await transaction
    .updateTable('mails')
    .set({ held_by: node, held_until: now + HOLD })
    .where('id', '=', first.id)
    .where('state', '=', 'waiting')
    .where(({ eb, or }) => or([eb('held_until', '<=', now), eb('held_by', '=', node)]))
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return null;
  const question =
    way === null || locale === null || expiresAt === null
      ? null
      : { way, locale, expiresAt, linkToken: await makeQuestionLink(transaction, first.id, expiresAt) };
  return { ...first, question, references: await readThread(transaction, conversation, first.seq) };
}

/** `message_id` of the newest mails of a thread before a place, both ways, oldest first. */
export async function readThread(database: Database, conversation: string, before: number): Promise<readonly string[]> {
  const sent = database
    .selectFrom('mails')
    .select(['seq', 'message_id'])
    .where('conversation', '=', conversation)
    .where('seq', '<', before);
  const received = database
    .selectFrom('received_mails')
    .select(['seq', 'message_id'])
    .where('conversation', '=', conversation)
    .where('seq', '<', before);
  const rows = await database
    .selectFrom(received.unionAll(sent).as('thread'))
    .selectAll()
    .where('message_id', 'is not', null)
    .orderBy('seq', 'desc')
    .limit(MAX_REFERENCES)
    .execute();
  return rows.flatMap(({ message_id }) => message_id ?? []).reverse();
}

/** It was not tried: somebody else may, at once. */
export async function releaseMail(transaction: Transaction<Schema>, id: string, node: string): Promise<void> {
  await transaction
    .updateTable('mails')
    .set({ held_by: null, held_until: 0 })
    .where('id', '=', id)
    .where('held_by', '=', node)
    .execute();
}

/** One attempt, as agents see it. */
export interface MailAttempt {
  /** Wall time. */
  readonly triedAt: number;
  readonly milliseconds: number;
  /** As in `TicketMail`; null: it was taken. */
  readonly problem: string | null;
}

/**
 * Notes an attempt and what becomes of the mail.
 *
 * @returns false when it is not this server's any more: it was erased, or another one has taken it over
 */
export async function noteMailAttempt(
  transaction: Transaction<Schema>,
  { id: mail, conversation, attempts }: Pick<MailRow, 'id' | 'conversation' | 'attempts'>,
  attempt: MailAttempt & { readonly id: string },
  { node, ...change }: Pick<MailRow, 'state' | 'due_at' | 'changed_at'> & { readonly node: string },
): Promise<boolean> {
  const { id, triedAt, milliseconds, problem } = attempt;
  // Like everybody who writes both: the conversation first.
  await lockConversation(transaction, 'id', conversation);
  const { numUpdatedRows } = await transaction
    .updateTable('mails')
    .set({ ...change, problem, attempts: attempts + 1, held_by: null, held_until: 0 })
    .where('id', '=', mail)
    .where('held_by', '=', node)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await transaction
    .insertInto('mail_attempts')
    .values({ id, mail, tried_at: triedAt, milliseconds, problem })
    .execute();
  const newest = transaction
    .selectFrom('mail_attempts')
    .select('id')
    .where('mail', '=', mail)
    .orderBy('tried_at', 'desc')
    .orderBy('id')
    .limit(KEPT);
  await transaction.deleteFrom('mail_attempts').where('mail', '=', mail).where('id', 'not in', newest).execute();
  await tellDesks(transaction, conversation);
  return true;
}

/** The inbox's row of a conversation differs from now on, so that desks hear of it. */
export async function tellDesks(transaction: Transaction<Schema>, conversation: string): Promise<void> {
  await transaction
    .updateTable('conversations')
    .set((expression) => ({ mails: expression('mails', '+', 1) }))
    .where('id', '=', conversation)
    .execute();
}

/** The newest attempts of a mail, newest first. */
export async function readMailAttempts(database: Database, mail: string): Promise<readonly MailAttempt[]> {
  const rows = await database
    .selectFrom('mail_attempts')
    .select(['tried_at as triedAt', 'milliseconds', 'problem'])
    .where('mail', '=', mail)
    .orderBy('tried_at', 'desc')
    .orderBy('id')
    .execute();
  return rows;
}

/** The visitor had everything erased: what was not sent is not sent any more. */
export async function forgetMails(transaction: Transaction<Schema>, conversation: string): Promise<void> {
  const mails = transaction.selectFrom('mails').select('id').where('conversation', '=', conversation);
  await forgetQuestions(transaction, conversation);
  await transaction.deleteFrom('mail_attempts').where('mail', 'in', mails).execute();
  await transaction.deleteFrom('mails').where('conversation', '=', conversation).execute();
  await transaction.deleteFrom('received_mails').where('conversation', '=', conversation).execute();
  await transaction.deleteFrom('mail_threads').where('conversation', '=', conversation).execute();
}

/** Mails, with what is known of those that are questions. */
export function selectSent(database: Database) {
  return database
    .selectFrom('mails')
    .leftJoin('short_questions', 'short_questions.mail', 'mails.id')
    .selectAll('mails')
    .select(['way', 'expires_at']);
}

/** Finds a mail by its id. */
export async function findMail(database: Database, id: string): Promise<SentRow | undefined> {
  return selectSent(database).where('mails.id', '=', id).executeTakeFirst();
}

/** The wire form of a stored mail. */
export function mailOf({ id, seq, state, address, attempts, changed_at: time, problem, way }: SentRow): TicketMail {
  return {
    ...{ id, seq, state, address, attempts, time },
    ...(way === 'sms' && { way }),
    ...(problem !== null && { problem }),
  };
}
