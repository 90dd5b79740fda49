/**
 * Shows personal offers by itself in chats that run (A15): when a chat begins and whenever more is known of its visitor. The bus
 * says where to look, the database what is so (D3). Any number of servers may do this on one database: a visitor gets an offer
 * once and a chat gets one, because that is written down in the transaction that stores its message, under the visitor's lock.
 */
import type { Author, Offers, PersonalOffer } from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import { createHash } from 'node:crypto';
import { channels, type Bus, type BusMessage, type Subscriber } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import type { Log } from '../connection/host.js';
import { recordCard } from '../conversation/cards.js';
import { ConversationWork } from '../conversation/conversation-work.js';
import type { Conversations, Done } from '../conversation/conversations.js';
import { append, lockConversation, toEvent, type ConversationRow } from '../conversation/log.js';
import type { Schema } from '../store/schema.js';
import type { Database, Store } from '../store/store.js';
import { offerMessage } from './offer-message.js';
import { fits, type VisitorFacts } from './offer-rule.js';
import { countShown, listShowings, lockVisitorOf, recordShowing } from './showings.js';
import { isGiven, readOffers, readVisitorFacts } from './visitor-facts.js';

/** Milliseconds after which it looks at all running chats without a reason: for what no notice told of. */
const LOOK_AGAIN = 60_000;
/** Milliseconds after its last message in which a chat runs: nobody is written to who may have gone long ago. */
const RUNS_FOR = 30 * 60 * 1000;
/** Chats found by one look, and chats at once. */
const FOUND_AT_ONCE = 200;
const CONCURRENCY = 4;

interface OfferingOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly conversations: Conversations;
}

/** See the module. */
export class Offering implements Subscriber {
  readonly #options: OfferingOptions;
  readonly #work = new ConversationWork(CONCURRENCY, (conversation) => this.#look(conversation));
  #isOn = false;
  #lookedAt = -Infinity;
  #finding: Promise<void> | null = null;
  #hasEnded = false;
  #name: string | undefined;

  constructor(options: OfferingOptions) {
    this.#options = options;
    options.bus.subscribe(channels.inbox, this);
  }

  /** Takes the owner's settings anew. @param name - what the bot is called, in whose name offers are shown */
  configure(offers: Offers | undefined, name: string | undefined): void {
    this.#isOn = offers?.some(isAutomatic) ?? false;
    this.#name = name;
    this.#find();
  }

  deliver(message: BusMessage): void {
    if (!this.#isOn || message.kind !== 'notice' || message.type !== 'conversation-changed') return;
    this.#work.want(message.conversation);
  }

  /** Looks again when it is time. To be called every second or so. */
  sweep(): void {
    if (this.#options.clock.now() - this.#lookedAt >= LOOK_AGAIN) this.#find();
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<void> {
    await this.#finding;
    await this.#work.settle();
  }

  /** Shows nothing any more. What was not shown is found by the next start, or by another server. */
  async stop(): Promise<void> {
    this.#options.bus.unsubscribe(channels.inbox, this);
    this.#hasEnded = true;
    this.#work.end();
    await this.settle();
  }

  #find(): void {
    if (!this.#isOn || this.#hasEnded) return;
    const { store, clock, log } = this.#options;
    this.#lookedAt = clock.now();
    this.#finding ??= store
      .read((database) => findRunning(database, clock.wallTime()))
      .then((found) => found.forEach((conversation) => this.#work.want(conversation)))
      .catch((error: unknown) => log.warn({ error }, 'chats-for-offers-not-read'))
      .finally(() => (this.#finding = null));
  }

  async #look(conversation: string): Promise<void> {
    const { store, clock, conversations, log } = this.#options;
    const context: OfferContext = {
      conversation,
      now: clock.wallTime(),
      author: { kind: 'bot', id: 'bot', ...(this.#name !== undefined && { name: this.#name }) },
    };
    try {
      // Most looks find nothing: without a transaction they disturb nobody.
      if (!(await store.read((database) => mayBeShown(database, context)))) return;
      await conversations.commit((transaction) => showOffer(transaction, context), conversation);
    } catch (error) {
      log.warn({ error, conversation }, 'offer-not-shown');
    }
  }
}

interface OfferContext {
  readonly conversation: string;
  /** Wall time. */
  readonly now: number;
  readonly author: Author;
}

const isAutomatic = ({ show, off }: PersonalOffer): boolean => show === 'automatic' && off !== true;

/** Those whose visitors may still sit in front of them. */
async function findRunning(database: Database, now: number): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('conversations')
    .selectAll()
    .where('phase', '<>', 'ended')
    .where('is_current', '=', 1)
    .where('erased_at', 'is', null)
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(FOUND_AT_ONCE)
    .execute();
  return rows.filter((row) => isRunning(row, now)).map(({ id }) => id);
}

/** Whether its visitor is in it, in the chat and not by mail or with a form. */
function isRunning(row: ConversationRow, now: number): boolean {
  if (row.phase === 'ended' || row.is_current !== 1 || row.erased_at !== null || row.by_mail === 1) return false;
  if (row.ticket !== null && row.phase === 'queued' && row.waiting_since === null) return false;
  if (row.last_message === null || row.visitor_messages === 0) return false;
  return now - (JSON.parse(row.last_message) as { readonly time: number }).time <= RUNS_FOR;
}

async function mayBeShown(database: Database, { conversation: id, now }: OfferContext): Promise<boolean> {
  const row = await database.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined || !isRunning(row, now)) return false;
  const facts = await readVisitorFacts(database, id);
  return facts !== undefined && (await openOffers(database, row, facts, now)).length > 0;
}

/** Offers that the server may show in a conversation by itself, the first of which it shows. */
async function openOffers(
  database: Database,
  { id, visitor }: Pick<ConversationRow, 'id' | 'visitor'>,
  facts: VisitorFacts,
  now: number,
): Promise<Offers> {
  const showings = await listShowings(database, visitor);
  if (showings.some(({ conversation, automatic }) => conversation === id && automatic === 1)) return [];
  const had = new Set(showings.map(({ offer }) => offer));
  const offers = await readOffers(database);
  return offers.filter(
    (offer) => isAutomatic(offer) && isGiven(offer, now) && !had.has(offer.id) && fits(offer.when, facts),
  );
}

/** Stores what is shown, once, whoever tries and however often. `done` is null when nothing is. */
async function showOffer(
  transaction: Transaction<Schema>,
  { conversation: id, now, author }: OfferContext,
): Promise<{ readonly done: Done | null }> {
  if ((await lockVisitorOf(transaction, id)) === null) return { done: null };
  const conversation = await lockConversation(transaction, 'id', id);
  const facts = await readVisitorFacts(transaction, id);
  if (conversation === undefined || facts === undefined || !isRunning(conversation, now)) return { done: null };
  const { visitor, epoch, head } = conversation;
  const place = { conversation: id, visitor, epoch, time: now, left: undefined, created: false, repeated: false };
  // Stored by an earlier run of this, or by another server since the look: it is told again.
  const known = await findShown(transaction, id, epoch);
  if (known !== null) {
    return { done: { actor: author, stored: { ...place, seq: known.seq, events: [known], queueMoved: false } } };
  }
  for (const offer of await openOffers(transaction, conversation, facts, now)) {
    if (!(await countShown(transaction, offer.id, offer.limit?.total))) continue;
    const message = messageId(id, offer.id);
    await recordShowing(transaction, {
      ...{ conversation: id, message, offer: offer.id, visitor },
      ...{ automatic: 1, shown_at: now },
    });
    const draft = { type: 'message-added', id: message, author, ...offerMessage(offer, facts.language) } as const;
    // What lists show stays what people have said.
    const events = await append(transaction, conversation, [draft], {}, now);
    await recordCard(transaction, id, message, head + 1);
    return { done: { actor: author, stored: { ...place, seq: head + 1, events, queueMoved: false } } };
  }
  return { done: null };
}

async function findShown(transaction: Transaction<Schema>, conversation: string, epoch: string) {
  const row = await transaction
    .selectFrom('offer_showings as s')
    .innerJoin('cards as c', (join) =>
      join.onRef('c.conversation', '=', 's.conversation').onRef('c.message', '=', 's.message'),
    )
    .innerJoin('events as e', (join) =>
      join.onRef('e.conversation', '=', 'c.conversation').onRef('e.seq', '=', 'c.seq'),
    )
    .selectAll('e')
    .where('s.conversation', '=', conversation)
    .where('s.automatic', '=', 1)
    .executeTakeFirst();
  return row === undefined ? null : toEvent(row, epoch);
}

/** The same whichever server shows it. */
function messageId(conversation: string, offer: string): string {
  return createHash('sha256').update(`offer ${conversation} ${offer}`).digest('hex').slice(0, 32);
}
