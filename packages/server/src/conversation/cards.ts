/**
 * Which cards of a conversation wait for an answer, and which have one: the first answer that fits is taken, for ever
 * (P-K2). Runs under the lock of the conversation; what is in a card stays in the log.
 */
import { answerFault, ProtocolError, type Card, type CardAnswer } from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import type { Schema } from '../store/schema.js';

/** A message with a card was stored. */
export async function recordCard(
  transaction: Transaction<Schema>,
  conversation: string,
  message: string,
  seq: number,
): Promise<void> {
  await transaction
    .insertInto('cards')
    .values({ conversation, message, seq, answer_seq: null })
    // Two agents may have minted the same id: the first card keeps it.
    .onConflict((conflict) => conflict.columns(['conversation', 'message']).doNothing())
    .execute();
}

/** The answer to a card was stored. */
export async function recordAnswer(
  transaction: Transaction<Schema>,
  conversation: string,
  message: string,
  seq: number,
): Promise<void> {
  await transaction
    .updateTable('cards')
    .set({ answer_seq: seq })
    .where('conversation', '=', conversation)
    .where('message', '=', message)
    .execute();
}

/**
 * Judges an answer.
 *
 * @returns where the same answer is already; null when it is the first
 * @throws ProtocolError `answer-invalid` when there is no such card or it does not fit, `already-answered` when another
 *   answer came before it
 */
export async function judgeAnswer(
  transaction: Transaction<Schema>,
  conversation: string,
  answer: CardAnswer,
): Promise<{ readonly seq: number; readonly time: number } | null> {
  const card = await transaction
    .selectFrom('cards')
    .innerJoin('events', (join) =>
      join.onRef('events.conversation', '=', 'cards.conversation').onRef('events.seq', '=', 'cards.seq'),
    )
    .select(['events.body', 'cards.answer_seq'])
    .where('cards.conversation', '=', conversation)
    .where('cards.message', '=', answer.to)
    .executeTakeFirst();
  if (card === undefined) throw new ProtocolError('answer-invalid', { detail: 'answer.to: expected a card' });
  const fault = answerFault((JSON.parse(card.body) as { card: Card }).card, answer);
  if (fault !== null) throw new ProtocolError('answer-invalid', { detail: `answer.${fault}: does not fit the card` });
  if (card.answer_seq === null) return null;
  const given = await transaction
    .selectFrom('events')
    .select(['seq', 'time', 'body'])
    .where('conversation', '=', conversation)
    .where('seq', '=', card.answer_seq)
    .executeTakeFirstOrThrow();
  if (!sameAnswer((JSON.parse(given.body) as { answer: CardAnswer }).answer, answer)) {
    throw new ProtocolError('already-answered');
  }
  return { seq: given.seq, time: given.time };
}

function sameAnswer(one: CardAnswer, other: CardAnswer): boolean {
  if ('choice' in one || 'choice' in other) return 'choice' in one && 'choice' in other && one.choice === other.choice;
  const keys = Object.keys(one.values);
  return keys.length === Object.keys(other.values).length && keys.every((key) => one.values[key] === other.values[key]);
}
