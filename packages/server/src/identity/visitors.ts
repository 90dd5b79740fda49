/**
 * Anonymous visitors and their sessions (X1): an opaque token of 256 bits that the browser keeps and the database
 * knows only by its hash. Knows nothing of conversations beyond which one is a visitor's own.
 */
import {
  MAX_LABEL_LENGTH,
  MAX_PURCHASES,
  ProtocolError,
  storableText,
  type PageContext,
  type Purchase,
  type VisitorProfile,
} from '@support-chat/protocol';
import type { Clock, Random } from '../clock.js';
import type { Actor } from '../conversation/actor.js';
import { visitorAuthor } from '../conversation/participants.js';
import { recordTaken } from '../offers/showings.js';
import type { Store } from '../store/store.js';
import { hashToken } from './token.js';
import { notePage } from './visited-pages.js';

/** How long a session lives after it was last used, in milliseconds. */
export const LIFETIME = 30 * 24 * 60 * 60 * 1000;
/** Sessions are written at most once in this time for being used, not at every hello. */
const SLIDE_AFTER = 24 * 60 * 60 * 1000;

/** What a hello brings. */
export interface Arrival {
  readonly token: string | undefined;
  readonly profile: VisitorProfile | undefined;
  readonly page: PageContext | undefined;
  /** What the browser calls itself. */
  readonly userAgent?: string | undefined;
}

/** A visitor who was let in. */
export interface Admission {
  readonly actor: Actor;
  /** Names the session; the hash of its token. */
  readonly session: string;
  /** Present when the session is new: the only time its token is seen. */
  readonly issued: { readonly token: string; readonly expiresAt: number } | null;
  /** The visitor's current conversation. */
  readonly conversation: string | null;
  /** What agents see of the visitor is different now. */
  readonly changed: boolean;
}

interface VisitorsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

/** Lets visitors in. */
export class Visitors {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(options: VisitorsOptions) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#random = options.random;
  }

  /**
   * Lets a visitor in by their token and stores what they tell of themselves.
   *
   * @throws ProtocolError `session-unknown`, `session-expired`
   */
  async resume(arrival: Arrival & { readonly token: string }): Promise<Admission> {
    const session = hashToken(arrival.token);
    const found = await this.#find(session);
    const now = this.#clock.wallTime();
    if (found === undefined) throw new ProtocolError('session-unknown');
    if (found.expires_at <= now) throw new ProtocolError('session-expired');

    const profile = mergeProfile(found.profile, believed(found, arrival.profile));
    const page = arrival.page === undefined ? found.page : JSON.stringify(arrival.page);
    const userAgent = arrival.userAgent === undefined ? found.user_agent : shortened(arrival.userAgent);
    const differs = profile !== found.profile || page !== found.page || userAgent !== found.user_agent;
    const taken = arrival.profile?.taken ?? [];
    // Those of a signed identity end when it has to be shown again.
    const slides = found.external_id === null && found.expires_at < now + LIFETIME - SLIDE_AFTER;
    let changed = differs;
    if (differs || slides || taken.length > 0) {
      const took = await this.#store.write(async (transaction) => {
        if (differs) {
          await transaction
            .updateTable('visitors')
            .set({ profile, page, user_agent: userAgent })
            .where('id', '=', found.visitor)
            .execute();
          await notePage(transaction, found.visitor, arrival.page, now);
        }
        if (slides) {
          await transaction
            .updateTable('visitor_sessions')
            .set({ expires_at: now + LIFETIME })
            .where('token_hash', '=', session)
            .execute();
        }
        return recordTaken(transaction, found.visitor, taken, now);
      });
      changed ||= took;
    }
    const actor = Object.freeze(visitorAuthor(found.visitor, profile));
    return { actor, session, issued: null, conversation: found.conversation, changed };
  }

  /** Makes a visitor and their first session. */
  async start(arrival: Arrival): Promise<Admission> {
    const now = this.#clock.wallTime();
    const [visitor, token] = [this.#random.id(), this.#random.token()];
    const session = hashToken(token);
    const expiresAt = now + LIFETIME;
    const profile = mergeProfile('{}', arrival.profile);
    const page = arrival.page === undefined ? null : JSON.stringify(arrival.page);
    await this.#store.write(async (transaction) => {
      // A second run after a lost answer finds what the first one stored.
      await transaction
        .insertInto('visitors')
        .values({
          ...{ id: visitor, profile, page, created_at: now, external_id: null },
          user_agent: arrival.userAgent === undefined ? null : shortened(arrival.userAgent),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await notePage(transaction, visitor, arrival.page, now);
      await transaction
        .insertInto('visitor_sessions')
        .values({ token_hash: session, visitor, expires_at: expiresAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
    const actor = Object.freeze(visitorAuthor(visitor, profile));
    return { actor, session, issued: { token, expiresAt }, conversation: null, changed: false };
  }

  /** Stores what the page learnt. @returns the visitor as others see them from now on */
  async update(visitor: string, news: { profile?: VisitorProfile; page?: PageContext }): Promise<Actor> {
    const now = this.#clock.wallTime();
    const profile = await this.#store.write(async (transaction) => {
      const row = await transaction
        .selectFrom('visitors')
        .select(['profile', 'external_id'])
        .where('id', '=', visitor)
        .executeTakeFirstOrThrow();
      const merged = mergeProfile(row.profile, believed(row, news.profile));
      await transaction
        .updateTable('visitors')
        .set({ profile: merged, ...(news.page !== undefined && { page: JSON.stringify(news.page) }) })
        .where('id', '=', visitor)
        .execute();
      await notePage(transaction, visitor, news.page, now);
      await recordTaken(transaction, visitor, news.profile?.taken ?? [], now);
      return merged;
    });
    return Object.freeze(visitorAuthor(visitor, profile));
  }

  /** Whether a token would let its bearer in now: an event stream is refused before it opens. */
  async check(token: string): Promise<'valid' | 'session-unknown' | 'session-expired'> {
    const found = await this.#find(hashToken(token));
    if (found === undefined) return 'session-unknown';
    return found.expires_at <= this.#clock.wallTime() ? 'session-expired' : 'valid';
  }

  /** Whose token it is, without letting anybody in; null: nobody's. */
  async identify(token: string): Promise<string | null> {
    return (await this.#find(hashToken(token)))?.visitor ?? null;
  }

  /** Removes sessions that expired a while ago; until then their bearers hear `session-expired`. */
  async cleanUp(): Promise<void> {
    const before = this.#clock.wallTime() - LIFETIME;
    await this.#store.write((transaction) =>
      transaction.deleteFrom('visitor_sessions').where('expires_at', '<', before).execute(),
    );
  }

  #find(session: string) {
    return this.#store.read((database) =>
      database
        .selectFrom('visitor_sessions as s')
        .innerJoin('visitors as v', 'v.id', 's.visitor')
        .leftJoin('conversations as c', (join) => join.onRef('c.visitor', '=', 's.visitor').on('c.is_current', '=', 1))
        .select([
          's.visitor',
          's.expires_at',
          'v.profile',
          'v.page',
          'v.user_agent',
          'v.external_id',
          'c.id as conversation',
        ])
        .where('s.token_hash', '=', session)
        .executeTakeFirst(),
    );
  }
}

/** Of whom the site vouches for, a page cannot change what was vouched for. */
function believed(
  { external_id }: { readonly external_id: string | null },
  news: VisitorProfile | undefined,
): VisitorProfile | undefined {
  if (external_id === null || news === undefined) return news;
  const { name: _name, email: _email, ...rest } = news;
  return rest;
}

/** The stored profile with what is new; a field that is not named stays. */
function mergeProfile(stored: string, news: VisitorProfile | undefined): string {
  if (news === undefined) return stored;
  const known = JSON.parse(stored) as VisitorProfile;
  // Kept where the offers are: see `recordTaken`.
  const { taken: _taken, ...told } = news;
  const fields = { ...known.fields, ...news.fields };
  const purchases = mergePurchases(known.purchases, news.purchases);
  return JSON.stringify({
    ...known,
    ...told,
    ...(Object.keys(fields).length > 0 && { fields }),
    ...(purchases.length > 0 && { purchases }),
  });
}

/** The newest first. What a page tells again, after a reload say, is one purchase. */
function mergePurchases(known: readonly Purchase[] = [], news: readonly Purchase[] = []): readonly Purchase[] {
  const keyOf = (purchase: Purchase): string => purchase.id ?? JSON.stringify(purchase);
  const fresh = new Set(news.map(keyOf));
  return [...news, ...known.filter((purchase) => !fresh.has(keyOf(purchase)))].slice(0, MAX_PURCHASES);
}

/** As much of it as tells a browser. */
function shortened(userAgent: string): string {
  return storableText(userAgent.slice(0, MAX_LABEL_LENGTH));
}
