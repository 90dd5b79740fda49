/**
 * Which personal offers visitors got, took and redeemed, and how often at all. Changed in the transactions that store the
 * message, or what the visitor's page tells, so that nothing is counted twice or not at all.
 */
import type { Selectable, Transaction } from 'kysely';
import { lockVisitor } from '../conversation/current.js';
import type { OfferShowingTable } from '../store/offer-tables.js';
import type { Schema } from '../store/schema.js';
import type { Database } from '../store/store.js';

/** The oldest first. */
export async function listShowings(
  database: Database,
  visitor: string,
): Promise<readonly Selectable<OfferShowingTable>[]> {
  return database
    .selectFrom('offer_showings')
    .selectAll()
    .where('visitor', '=', visitor)
    .orderBy('shown_at')
    .orderBy('conversation')
    .orderBy('message')
    .execute();
}

/**
 * Counts one more of an offer, unless that would be more than there may be. Whoever else counts waits until the transaction ends.
 *
 * @param total - undefined: there is no bound
 * @returns false when there are none left
 */
export async function countShown(
  transaction: Transaction<Schema>,
  offer: string,
  total: number | undefined,
): Promise<boolean> {
  await beginCounting(transaction, offer);
  let query = transaction
    .updateTable('offer_counts')
    .set(({ eb }) => ({ shown: eb('shown', '+', 1) }))
    .where('offer', '=', offer);
  if (total !== undefined) query = query.where('shown', '<', total);
  const { numUpdatedRows } = await query.executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Writes down that a visitor gets an offer; the visitor is locked. */
export async function recordShowing(
  transaction: Transaction<Schema>,
  showing: Omit<Selectable<OfferShowingTable>, 'taken_at'>,
): Promise<void> {
  await transaction
    .insertInto('offer_showings')
    .values({ ...showing, taken_at: null })
    .execute();
  await noteNews(transaction, showing.visitor);
}

/**
 * A visitor's page says that offers were taken, as often as it likes: each counts once, and somebody else's not at all.
 *
 * @param messages - that have their cards
 * @returns whether that was news
 */
export async function recordTaken(
  transaction: Transaction<Schema>,
  visitor: string,
  messages: readonly string[],
  time: number,
): Promise<boolean> {
  if (messages.length === 0) return false;
  const taken = await transaction
    .updateTable('offer_showings')
    .set({ taken_at: time })
    .where('visitor', '=', visitor)
    .where('message', 'in', messages)
    .where('taken_at', 'is', null)
    .returning('offer')
    .execute();
  for (const offer of taken.map((row) => row.offer).sort()) {
    await transaction
      .updateTable('offer_counts')
      .set(({ eb }) => ({ taken: eb('taken', '+', 1) }))
      .where('offer', '=', offer)
      .execute();
  }
  if (taken.length > 0) await noteNews(transaction, visitor);
  return taken.length > 0;
}

/** Counts a redemption. @returns false when that order was counted before */
export async function recordRedemption(
  transaction: Transaction<Schema>,
  offer: string,
  order_hash: string,
  redeemed_at: number,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('offer_redemptions')
    .values({ offer, order_hash, redeemed_at })
    .onConflict((conflict) => conflict.columns(['offer', 'order_hash']).doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) return false;
  await beginCounting(transaction, offer);
  await transaction
    .updateTable('offer_counts')
    .set(({ eb }) => ({ redeemed: eb('redeemed', '+', 1) }))
    .where('offer', '=', offer)
    .execute();
  return true;
}

/** Gives the offers of one visitor to another, who turned out to be the same person. Both are locked. */
export async function moveOffers(transaction: Transaction<Schema>, from: string, to: string): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('offer_showings')
    .set({ visitor: to })
    .where('visitor', '=', from)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await noteNews(transaction, to);
}

/** Whose a conversation is, locked until the transaction ends: nobody else gives them anything meanwhile. */
export async function lockVisitorOf(transaction: Transaction<Schema>, conversation: string): Promise<string | null> {
  const owner = () =>
    transaction.selectFrom('conversations').select('visitor').where('id', '=', conversation).executeTakeFirst();
  const before = await owner();
  if (before === undefined) return null;
  await lockVisitor(transaction, before.visitor);
  // A sign-in may have given it to somebody else while this waited: whoever looks again finds it there.
  return (await owner())?.visitor === before.visitor ? before.visitor : null;
}

async function beginCounting(transaction: Transaction<Schema>, offer: string): Promise<void> {
  await transaction
    .insertInto('offer_counts')
    .values({ offer, shown: 0, taken: 0, redeemed: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function noteNews(transaction: Transaction<Schema>, visitor: string): Promise<void> {
  await transaction
    .updateTable('visitors')
    .set(({ eb }) => ({ offers: eb('offers', '+', 1) }))
    .where('id', '=', visitor)
    .execute();
}
