/**
 * A visitor whom a site vouches for comes in: they are the same person on every device, and what they wrote before,
 * without a name, is theirs from now on (decision 25). Runs inside one transaction and may run again.
 */
import type { VisitorProfile } from '@support-chat/protocol';
import { sql, type Selectable, type Transaction } from 'kysely';
import { leaveCurrent, lockVisitor } from '../conversation/current.js';
import { lockConversation } from '../conversation/log.js';
import type { Schema } from '../store/schema.js';
import type { VisitorTable } from '../store/visitor-tables.js';
import type { Database } from '../store/store.js';
import { moveOffers } from '../offers/showings.js';
import type { SignedIdentity } from './signed-identity.js';
import { movePages } from './visited-pages.js';

/** How long a session lasts that a signed identity has opened, in milliseconds: its device may change hands. */
export const SIGNED_LIFETIME = 60 * 60 * 1000;

/** Whose session a device has. */
export interface Holder {
  readonly id: string;
  /** Null: nobody vouches for them. */
  readonly external_id: string | null;
  readonly expires_at: number;
}

/** What a sign-in starts from, and may have to make. */
interface SignInContext {
  /** Wall time. */
  readonly time: number;
  /** The device has a token; undefined when it has none. */
  readonly presented: { readonly session: string; readonly holder: Holder | undefined } | undefined;
  /** Hash of the token that it may get. */
  readonly issued: string;
  readonly newVisitor: string;
  readonly newEpoch: () => string;
}

/** How it went. */
export interface SignInOutcome {
  readonly visitor: string;
  /** The device's session is this person's already and goes on. */
  readonly kept: boolean;
  /** What the device holds is this person's too: they had it, or nobody did. */
  readonly same: boolean;
  /** Whose connections have to come again: their sessions are over. */
  readonly ended: string | null;
  /** Conversations that have another visitor now. */
  readonly moved: readonly string[];
}

/** Reads whose session it is, before the transaction: what it is decided by stays the same when that runs again. */
export async function findHolder(database: Database, session: string): Promise<Holder | undefined> {
  return database
    .selectFrom('visitor_sessions as s')
    .innerJoin('visitors as v', 'v.id', 's.visitor')
    .select(['v.id', 'v.external_id', 's.expires_at'])
    .where('s.token_hash', '=', session)
    .executeTakeFirst();
}

/** Lets somebody in. */
export async function signIn(
  transaction: Transaction<Schema>,
  identity: SignedIdentity,
  context: SignInContext,
): Promise<SignInOutcome> {
  const { time, presented, issued } = context;
  const holder = presented?.holder;
  const nameless =
    holder?.external_id === null && holder.expires_at > time
      ? await readVisitor(transaction, 'id', holder.id)
      : undefined;
  const found = await readVisitor(transaction, 'external_id', identity.id);
  // Another tab may have signed them in since the session was looked up: then it is nobody's any more.
  const brought = nameless?.external_id === null ? nameless : undefined;
  const person = found ?? brought ?? (await makeVisitor(transaction, context, identity.id));
  const outcome = {
    visitor: person.id,
    same: presented === undefined || (holder !== undefined && (holder.external_id ?? identity.id) === identity.id),
  };
  await vouchFor(transaction, person, identity);
  if (
    presented &&
    holder?.id === person.id &&
    holder.external_id !== null &&
    (await extend(transaction, presented.session, time))
  ) {
    return { ...outcome, kept: true, ended: null, moved: [] };
  }
  let moved: readonly string[] = [];
  if (brought) {
    // Whoever knew the nameless session must not become this person with it: it ends, on every device.
    await transaction.deleteFrom('visitor_sessions').where('visitor', '=', brought.id).execute();
    if (brought.id !== person.id) moved = await moveAll(transaction, brought.id, person.id, context);
  }
  await transaction
    .insertInto('visitor_sessions')
    .values({ token_hash: issued, visitor: person.id, expires_at: time + SIGNED_LIFETIME })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { ...outcome, kept: false, ended: brought?.id ?? null, moved };
}

type VisitorRow = Pick<Selectable<VisitorTable>, 'id' | 'profile' | 'external_id'>;

async function readVisitor(
  transaction: Transaction<Schema>,
  by: 'id' | 'external_id',
  value: string,
): Promise<VisitorRow | undefined> {
  return transaction
    .selectFrom('visitors')
    .select(['id', 'profile', 'external_id'])
    .where(by, '=', value)
    .executeTakeFirst();
}

async function makeVisitor(
  transaction: Transaction<Schema>,
  { newVisitor: id, time }: SignInContext,
  external_id: string,
): Promise<VisitorRow> {
  const row = { id, profile: '{}', external_id };
  await transaction
    .insertInto('visitors')
    .values({ ...row, page: null, created_at: time })
    .execute();
  return row;
}

/** @returns false when the session is over */
async function extend(transaction: Transaction<Schema>, session: string, time: number): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('visitor_sessions')
    .set({ expires_at: time + SIGNED_LIFETIME })
    .where('token_hash', '=', session)
    .where('expires_at', '>', time)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What the site vouches for stands over what anybody typed. */
async function vouchFor(
  transaction: Transaction<Schema>,
  { id, profile: stored }: VisitorRow,
  { id: external_id, name, email }: SignedIdentity,
): Promise<void> {
  const known = JSON.parse(stored) as VisitorProfile;
  const profile = JSON.stringify({ ...known, ...(name && { name }), ...(email && { email }) });
  await transaction.updateTable('visitors').set({ profile, external_id }).where('id', '=', id).execute();
}

/** Gives the conversations of one visitor to another, with every word in them; the first one is no more. */
async function moveAll(
  transaction: Transaction<Schema>,
  from: string,
  to: string,
  { newEpoch }: SignInContext,
): Promise<readonly string[]> {
  for (const id of [from, to].sort()) await lockVisitor(transaction, id);
  const rows = await transaction
    .selectFrom('conversations')
    .select(['id', 'phase', 'is_current'])
    .where('visitor', '=', from)
    .orderBy('id')
    .execute();
  // Ids are random: nothing else in a body looks like one.
  const renamed = (column: 'body' | 'last_message') => sql<string>`replace(${sql.ref(column)}, ${from}, ${to})`;
  for (const { id } of rows) {
    await lockConversation(transaction, 'id', id);
    await transaction
      .updateTable('events')
      .set({ body: renamed('body') })
      .where('conversation', '=', id)
      .execute();
    await transaction
      .updateTable('participants')
      .set({ author: to })
      .where('conversation', '=', id)
      .where('kind', '=', 'visitor')
      .execute();
    // What clients remember of it has another author (L4).
    await transaction
      .updateTable('conversations')
      .set({ visitor: to, is_current: 0, epoch: newEpoch(), last_message: renamed('last_message') })
      .where('id', '=', id)
      .execute();
  }
  for (const [table, kind, owner] of [
    ['commands', 'author_kind', 'author'],
    ['uploads', 'owner_kind', 'owner'],
  ] as const) {
    await sql`update ${sql.table(table)} set ${sql.ref(owner)} = ${to}
      where ${sql.ref(kind)} = 'visitor' and ${sql.ref(owner)} = ${from}`.execute(transaction);
  }
  await chooseCurrent(
    transaction,
    to,
    rows.find(({ is_current }) => is_current === 1),
  );
  const { page, user_agent } = await transaction
    .selectFrom('visitors')
    .select(['page', 'user_agent'])
    .where('id', '=', from)
    .executeTakeFirstOrThrow();
  if (page !== null) await transaction.updateTable('visitors').set({ page, user_agent }).where('id', '=', to).execute();
  await movePages(transaction, from, to);
  await moveOffers(transaction, from, to);
  await transaction.deleteFrom('visitors').where('id', '=', from).execute();
  return rows.map(({ id }) => id);
}

/** Who is in the middle of something stays in it; else they come back to what they have elsewhere. */
async function chooseCurrent(
  transaction: Transaction<Schema>,
  visitor: string,
  brought: { readonly id: string; readonly phase: string } | undefined,
): Promise<void> {
  if (brought === undefined) return;
  const own = await transaction
    .selectFrom('conversations')
    .select('phase')
    .where('visitor', '=', visitor)
    .where('is_current', '=', 1)
    .executeTakeFirst();
  if (own !== undefined && brought.phase === 'ended') return;
  await leaveCurrent(transaction, visitor);
  await transaction.updateTable('conversations').set({ is_current: 1 }).where('id', '=', brought.id).execute();
}
