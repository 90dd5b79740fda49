/** Personal offers (A15) as agents give them, shops redeem them and owners count them. */
import {
  ProtocolError,
  type Card,
  type LogCommand,
  type OfferCounts,
  type PageContext,
  type PersonalOffer,
} from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import type { Clock } from '../clock.js';
import type { Actor } from '../conversation/actor.js';
import type { Stored } from '../conversation/commands.js';
import type { Conversations } from '../conversation/conversations.js';
import { readHead } from '../conversation/log.js';
import { hashToken } from '../identity/token.js';
import type { Schema } from '../store/schema.js';
import type { Store } from '../store/store.js';
import { offerMessage, type OfferMessage } from './offer-message.js';
import { countShown, lockVisitorOf, recordRedemption, recordShowing } from './showings.js';
import { isGiven, readOffers } from './visitor-facts.js';
import { perVisitor } from './visitors-offers.js';

interface PersonalOffersOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly conversations: Conversations;
}

/** What an agent gives. */
export interface Gift {
  readonly conversation: string;
  /** Id of the message that it becomes: the same again does nothing more. */
  readonly message: string;
  readonly offer: string;
}

/** See the module. */
export class PersonalOffers {
  readonly #options: PersonalOffersOptions;

  constructor(options: PersonalOffersOptions) {
    this.#options = options;
  }

  /** What became of each offer of the settings, in their order. */
  async figures(): Promise<readonly OfferCounts[]> {
    const [offers, counts] = await this.#options.store.read(async (database) => [
      await readOffers(database),
      await database.selectFrom('offer_counts').selectAll().execute(),
    ]);
    return offers.map(({ id }) => {
      const { shown = 0, taken = 0, redeemed = 0 } = counts.find(({ offer }) => offer === id) ?? {};
      return { id, shown, taken, redeemed };
    });
  }

  /**
   * Has an agent give an offer, whether or not the visitor fits: that was theirs to judge.
   *
   * @throws ProtocolError `not-found` when there is no such offer; `forbidden` when it is not given any more, or not to this
   *   visitor; and as `Conversations.execute` does
   */
  async give(agent: Actor, gift: Gift): Promise<Stored> {
    const { conversations, clock } = this.#options;
    const now = clock.wallTime();
    const stored = await conversations.executeChosen(async (transaction) => {
      const { conversation, message: id } = gift;
      const visitor = await lockVisitorOf(transaction, conversation);
      const head = visitor === null ? null : await readHead(transaction, 'id', conversation);
      if (visitor === null || head === null) throw new ProtocolError('conversation-unknown');
      const said = (await findGiven(transaction, gift)) ?? (await this.#choose(transaction, { ...gift, visitor, now }));
      const { epoch } = head.cursor;
      const command: LogCommand = { type: 'message-send', id, conversation, epoch, ...said };
      return { actor: agent, command };
    }, gift.conversation);
    if (stored === null) throw new Error('An offer that was given was not stored.');
    return stored;
  }

  /**
   * Counts that an offer was redeemed with an order of the shop.
   *
   * @returns whether that was said before
   * @throws ProtocolError `not-found` when there is no such offer and never was
   */
  async redeem(offer: string, order: string): Promise<{ readonly repeated: boolean }> {
    const { store, clock } = this.#options;
    const now = clock.wallTime();
    return store.write(async (transaction) => {
      const counted = await transaction
        .selectFrom('offer_counts')
        .select('offer')
        .where('offer', '=', offer)
        .executeTakeFirst();
      // One that the owner has removed was given before, and is redeemed afterwards.
      if (counted === undefined) requireOffer(await readOffers(transaction), offer);
      return { repeated: !(await recordRedemption(transaction, offer, hashToken(order), now)) };
    });
  }

  async #choose(
    transaction: Transaction<Schema>,
    { conversation, message, offer: id, visitor, now }: Gift & { readonly visitor: string; readonly now: number },
  ): Promise<OfferMessage> {
    const offer = requireOffer(await readOffers(transaction), id);
    if (!isGiven(offer, now)) throw refused('The offer is off or over.');
    const { count } = await transaction
      .selectFrom('offer_showings')
      .select((expression) => expression.fn.countAll<number | string>().as('count'))
      .where('visitor', '=', visitor)
      .where('offer', '=', id)
      .executeTakeFirstOrThrow();
    if (Number(count) >= perVisitor(offer)) throw refused('The visitor has had this offer.');
    if (!(await countShown(transaction, id, offer.limit?.total))) throw refused('There are none of this offer left.');
    await recordShowing(transaction, { conversation, message, offer: id, visitor, automatic: 0, shown_at: now });
    const { page } = await transaction
      .selectFrom('visitors')
      .select('page')
      .where('id', '=', visitor)
      .executeTakeFirstOrThrow();
    return offerMessage(offer, (JSON.parse(page ?? 'null') as PageContext | null)?.locale ?? '');
  }
}

/** What was stored when it was given the first time: the owner may have changed the offer since. */
async function findGiven(
  transaction: Transaction<Schema>,
  { conversation, message, offer }: Gift,
): Promise<{ readonly text: string; readonly card: Card } | null> {
  const row = await transaction
    .selectFrom('offer_showings as s')
    .innerJoin('cards as c', (join) =>
      join.onRef('c.conversation', '=', 's.conversation').onRef('c.message', '=', 's.message'),
    )
    .innerJoin('events as e', (join) =>
      join.onRef('e.conversation', '=', 'c.conversation').onRef('e.seq', '=', 'c.seq'),
    )
    .select(['e.body', 's.offer'])
    .where('s.conversation', '=', conversation)
    .where('s.message', '=', message)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.offer !== offer) throw new ProtocolError('id-conflict');
  const { text, card } = JSON.parse(row.body) as { readonly text: string; readonly card: Card };
  return { text, card };
}

function requireOffer(offers: readonly PersonalOffer[], id: string): PersonalOffer {
  const offer = offers.find((one) => one.id === id);
  if (offer === undefined) throw new ProtocolError('not-found', { detail: 'There is no such offer.' });
  return offer;
}

function refused(detail: string): ProtocolError {
  return new ProtocolError('forbidden', { detail });
}
