/**
 * How far a reader has got in each log, in the database: the logs themselves are the list of what is to be handed over, so
 * nothing can be stored without being on it. A place is held by one server at a time.
 */
import type { VisitorProfile, WebhookAttempt } from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import { toEvent } from '../conversation/log.js';
import type { Schema } from '../store/schema.js';
import type { Database } from '../store/store.js';
import type { BridgedEvent, Delivery } from './bridge.js';

/** Milliseconds for which the others believe that a server is at it. */
export const HOLD = 60_000;
/** Events read at once. */
const SLICE = 50;
/** Attempts that are kept for the owner, of each reader. */
const KEPT = 200;

/** Whose place, where. */
export interface PlaceKey {
  readonly reader: string;
  readonly conversation: string;
}

/** A place that this server holds. */
export interface Held {
  /** Of the newest event that the reader has. */
  readonly seq: number;
  readonly attempts: number;
  readonly epoch: string;
  /** The log is another one than the reader remembers. */
  readonly stale: boolean;
  /** That is because its visitor's data was erased. */
  readonly erased: boolean;
  readonly visitor: Delivery['visitor'];
}

/** What there is to know before a place can be held. */
interface Holder {
  readonly node: string;
  /** Wall time. */
  readonly now: number;
}

/** A new reader has everything that is there already. */
export async function skipPast(transaction: Transaction<Schema>, reader: string): Promise<void> {
  await transaction
    .insertInto('reading_places')
    .columns(['reader', 'conversation', 'epoch', 'seq'])
    .expression((expression) =>
      expression
        .selectFrom('conversations')
        .select((row) => [row.val(reader).as('reader'), 'id as conversation', 'epoch', 'head as seq'])
        // SQLite takes the ON of ON CONFLICT for a join's without it.
        .where('id', 'is not', null),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Conversations in which something is to be handed over now. */
export async function findBehind(database: Database, reader: string, now: number, limit: number): Promise<string[]> {
  const rows = await database
    .selectFrom('conversations as c')
    .leftJoin('reading_places as p', (join) => join.onRef('p.conversation', '=', 'c.id').on('p.reader', '=', reader))
    .select('c.id')
    .where(({ eb, or, ref }) =>
      or([eb('p.seq', 'is', null), eb('c.head', '>', ref('p.seq')), eb('c.epoch', '<>', ref('p.epoch'))]),
    )
    .where(({ eb, or }) => or([eb('p.due_at', 'is', null), eb('p.due_at', '<=', now)]))
    .where(({ eb, or }) => or([eb('p.held_until', 'is', null), eb('p.held_until', '<=', now)]))
    .orderBy('c.id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Takes a place, when no other server has it.
 *
 * @returns null when there is no such conversation or somebody else is at it; a number is the time before which it must not
 *   be tried again
 */
export async function holdPlace(
  transaction: Transaction<Schema>,
  { reader, conversation }: PlaceKey,
  { node, now }: Holder,
): Promise<Held | number | null> {
  const found = await transaction
    .selectFrom('conversations as c')
    .innerJoin('visitors as v', 'v.id', 'c.visitor')
    .select(['c.epoch', 'c.head', 'c.erased_at', 'c.visitor', 'v.profile'])
    .where('c.id', '=', conversation)
    .executeTakeFirst();
  if (found === undefined) return null;
  const { epoch, head } = found;
  await transaction
    .insertInto('reading_places')
    .values({ reader, conversation, epoch, seq: 0, attempts: 0, due_at: 0, held_until: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const place = await transaction
    .updateTable('reading_places')
    .set({ held_by: node, held_until: now + HOLD })
    .where('reader', '=', reader)
    .where('conversation', '=', conversation)
    .where(({ eb, or }) => or([eb('held_until', '<=', now), eb('held_by', '=', node)]))
    .returningAll()
    .executeTakeFirst();
  if (place === undefined) return null;
  if (place.due_at > now) {
    await letGo(transaction, { reader, conversation }, node);
    return place.due_at;
  }
  const stale = place.epoch !== epoch;
  return {
    seq: Math.min(place.seq, head),
    attempts: place.attempts,
    epoch,
    stale,
    erased: stale && found.erased_at !== null,
    visitor: { id: found.visitor, ...(JSON.parse(found.profile) as VisitorProfile) },
  };
}

/** The next events after a place, ascending; places whose words were erased are left out. */
export async function readNext(
  database: Database,
  conversation: string,
  { seq, epoch }: Pick<Held, 'seq' | 'epoch'>,
): Promise<{ readonly events: readonly BridgedEvent[]; readonly reached: number }> {
  const rows = await database
    .selectFrom('events')
    .selectAll()
    .where('conversation', '=', conversation)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(SLICE)
    .execute();
  const events = rows.flatMap((row) => (row.type === 'event-erased' ? [] : [toEvent(row, epoch) as BridgedEvent]));
  return { events, reached: rows.at(-1)?.seq ?? seq };
}

/** The reader has everything up to `seq`; the place stays held. @returns false when another server has taken it over */
export async function movePlace(
  transaction: Transaction<Schema>,
  { reader, conversation }: PlaceKey,
  { node, now, seq, epoch }: Holder & Pick<Held, 'seq' | 'epoch'>,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('reading_places')
    .set({ seq, epoch, attempts: 0, failing_since: null, due_at: 0, held_until: now + HOLD })
    .where('reader', '=', reader)
    .where('conversation', '=', conversation)
    .where('held_by', '=', node)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** It was not taken: the place is free, and due later. */
export async function postponePlace(
  transaction: Transaction<Schema>,
  { reader, conversation }: PlaceKey,
  { node, attempts, now, dueAt }: Holder & { readonly attempts: number; readonly dueAt: number },
): Promise<void> {
  await transaction
    .updateTable('reading_places')
    .set(({ fn, val }) => ({
      ...{ attempts, due_at: dueAt, held_by: null, held_until: 0 },
      failing_since: fn.coalesce('failing_since', val(now)),
    }))
    .where('reader', '=', reader)
    .where('conversation', '=', conversation)
    .where('held_by', '=', node)
    .execute();
}

/** Nothing is left to be handed over for now. */
export async function letGo(
  transaction: Transaction<Schema>,
  { reader, conversation }: PlaceKey,
  node: string,
): Promise<void> {
  await transaction
    .updateTable('reading_places')
    .set({ held_by: null, held_until: 0 })
    .where('reader', '=', reader)
    .where('conversation', '=', conversation)
    .where('held_by', '=', node)
    .execute();
}

/** One attempt. What comes after it is said by the place. */
export type Attempt = Omit<WebhookAttempt, 'nextAt'>;

/** Notes an attempt and forgets the oldest. */
export async function noteAttempt(
  transaction: Transaction<Schema>,
  reader: string,
  attempt: Attempt & { readonly id: string },
): Promise<void> {
  const { triedAt, ...row } = attempt;
  await transaction
    .insertInto('deliveries')
    .values({ ...row, reader, tried_at: triedAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const oldest = await transaction
    .selectFrom('deliveries')
    .select('tried_at')
    .where('reader', '=', reader)
    .orderBy('tried_at', 'desc')
    .offset(KEPT)
    .limit(1)
    .executeTakeFirst();
  if (oldest === undefined) return;
  await transaction
    .deleteFrom('deliveries')
    .where('reader', '=', reader)
    .where('tried_at', '<=', oldest.tried_at)
    .execute();
}

/** The newest attempts of a reader, newest first. */
export async function readAttempts(
  database: Database,
  reader: string,
  limit: number,
): Promise<readonly WebhookAttempt[]> {
  const rows = await database
    .selectFrom('deliveries as d')
    .leftJoin('reading_places as p', (join) =>
      join.onRef('p.reader', '=', 'd.reader').onRef('p.conversation', '=', 'd.conversation'),
    )
    .selectAll('d')
    .select(['p.attempts', 'p.due_at'])
    .where('d.reader', '=', reader)
    .orderBy('d.tried_at', 'desc')
    .orderBy('d.id')
    .limit(limit)
    .execute();
  const newer = new Set<string>();
  return rows.map(({ conversation, seq, type, tried_at, milliseconds, problem, failure, status, attempts, due_at }) => {
    // Of one conversation only the newest one waits.
    const waits = !newer.has(conversation) && problem !== null && (attempts ?? 0) > 0;
    newer.add(conversation);
    return {
      ...{ conversation, seq, type, triedAt: tried_at, milliseconds, problem, failure, status },
      nextAt: waits ? due_at : null,
    };
  });
}

/** How many conversations something could not be handed over in, and since when. */
export async function readFailing(
  database: Database,
  reader: string,
): Promise<{ readonly failing: number; readonly failingSince: number | null }> {
  const { count, since } = await database
    .selectFrom('reading_places')
    .select(({ fn }) => [
      fn.countAll<number | string>().as('count'),
      fn.min<number | string | null>('failing_since').as('since'),
    ])
    .where('reader', '=', reader)
    .where('attempts', '>', 0)
    .executeTakeFirstOrThrow();
  return { failing: Number(count), failingSince: since === null ? null : Number(since) };
}

/** Tries all that failed again at once. */
export async function hurry(transaction: Transaction<Schema>, reader: string): Promise<void> {
  await transaction.updateTable('reading_places').set({ due_at: 0 }).where('reader', '=', reader).execute();
}

/** The reader is no more. */
export async function forgetReader(transaction: Transaction<Schema>, reader: string): Promise<void> {
  await transaction.deleteFrom('reading_places').where('reader', '=', reader).execute();
  await transaction.deleteFrom('deliveries').where('reader', '=', reader).execute();
}
