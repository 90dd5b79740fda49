/** What agents are told of personal offers beside a visitor: which fit, and what the visitor got before. */
import type { PersonalOffer, VisitorProfile, VisitorsOffer } from '@support-chat/protocol';
import { hashToken } from '../identity/token.js';
import type { Database } from '../store/store.js';
import { fits } from './offer-rule.js';
import { listShowings } from './showings.js';
import { isGiven, readOffers, readVisitorFacts } from './visitor-facts.js';

/** Of the visitor of a conversation, in the owner's order. @param now - wall time */
export async function readVisitorsOffers(
  database: Database,
  conversation: string,
  now: number,
): Promise<readonly VisitorsOffer[]> {
  const offers = await readOffers(database);
  if (offers.length === 0) return [];
  const facts = await readVisitorFacts(database, conversation);
  const row = await database
    .selectFrom('conversations')
    .select(['visitor', 'erased_at'])
    .where('id', '=', conversation)
    .executeTakeFirst();
  if (facts === undefined || row === undefined) return [];
  const showings = await listShowings(database, row.visitor);
  const counts = await database.selectFrom('offer_counts').select(['offer', 'shown']).execute();
  const redeemed = await readRedemptions(database, facts.purchases ?? []);
  return offers.flatMap((offer): readonly VisitorsOffer[] => {
    const theirs = showings.filter((showing) => showing.offer === offer.id);
    const everybodys = counts.find((count) => count.offer === offer.id)?.shown ?? 0;
    const isOpen =
      row.erased_at === null &&
      isGiven(offer, now) &&
      theirs.length < perVisitor(offer) &&
      everybodys < (offer.limit?.total ?? Infinity) &&
      fits(offer.when, facts);
    if (!isOpen && theirs.length === 0) return [];
    const shownAt = theirs.at(-1)?.shown_at;
    const takenAt = latest(theirs.flatMap(({ taken_at }) => taken_at ?? []));
    const redeemedAt = latest(redeemed.flatMap((one) => (one.offer === offer.id ? one.redeemed_at : [])));
    const { id, name, show, card } = offer;
    return [
      {
        ...{ id, name, show, kind: card.kind, title: card.title, open: isOpen, shown: theirs.length },
        ...(shownAt !== undefined && { shownAt }),
        ...(takenAt !== undefined && { takenAt }),
        ...(redeemedAt !== undefined && { redeemedAt }),
      },
    ];
  });
}

/** How often agents may give it to one visitor. */
export function perVisitor({ limit }: PersonalOffer): number {
  return limit?.perVisitor ?? 1;
}

/** With the orders that the site told of this visitor. */
async function readRedemptions(database: Database, purchases: NonNullable<VisitorProfile['purchases']>) {
  const orders = purchases.flatMap(({ id }) => (id === undefined ? [] : hashToken(id)));
  if (orders.length === 0) return [];
  return database
    .selectFrom('offer_redemptions')
    .select(['offer', 'redeemed_at'])
    .where('order_hash', 'in', orders)
    .execute();
}

function latest(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : Math.max(...times);
}
