/**
 * What is due, kind by kind: the same words of SQL find it, count it and, in the transaction that erases it, say whether it
 * still is. A conversation that goes on is never due: an agent has it, or its visitor waits for one.
 */
import type { AliasedSelectQueryBuilder, ExpressionBuilder } from 'kysely';
import { SIGNED_LIFETIME } from '../identity/sign-in.js';
import { LIFETIME } from '../identity/visitors.js';
import type { ConversationTable, Schema } from '../store/schema.js';
import type { Database } from '../store/store.js';
import type { RetainedKind } from './retention-settings.js';

/** Something that is due. */
export interface Due {
  readonly id: string;
  /** Whose it is; of a visitor, they themselves. */
  readonly visitor: string;
  /** When it began. */
  readonly begun: number;
}

/** What is due of one kind. */
export interface DueQuery {
  /** The next ones behind a place, the ones that began first. */
  find(database: Database, after: Pick<Due, 'begun' | 'id'> | null, limit: number): Promise<readonly Due[]>;
  /** Whether one is due, as of now. */
  holds(database: Database, id: string): Promise<boolean>;
  count(database: Database): Promise<number>;
}

type Rows = (database: Database, before: number) => AliasedSelectQueryBuilder<Due, 'due'>;

const ROWS: Readonly<Record<RetainedKind, Rows>> = {
  conversations: (database, before) => silent(database, before).where('c.ticket', 'is', null).as('due'),
  tickets: (database, before) => silent(database, before).where('c.ticket', 'is not', null).as('due'),
  files: (database, before) =>
    database
      .selectFrom('uploads as u')
      .innerJoin('conversations as c', 'c.id', 'u.conversation')
      .select(['u.id', 'c.visitor', 'u.created_at as begun'])
      .where('u.created_at', '<', before)
      .where('u.message', 'is not', null)
      .where(isOver)
      .as('due'),
  visitors: (database, before) =>
    database
      .selectFrom('visitors as v')
      .select(['v.id', 'v.id as visitor', 'v.created_at as begun'])
      .where('v.created_at', '<', before)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('conversations as c').select('c.id').whereRef('c.visitor', '=', 'v.id'))),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('visitor_sessions as s')
              .select('s.visitor')
              .whereRef('s.visitor', '=', 'v.id')
              // A session lasts so long from when it was last used.
              .where(({ eb, and, or }) =>
                or([
                  and([eb('v.external_id', 'is', null), eb('s.expires_at', '>=', before + LIFETIME)]),
                  and([eb('v.external_id', 'is not', null), eb('s.expires_at', '>=', before + SIGNED_LIFETIME)]),
                ]),
              ),
          ),
        ),
      )
      .as('due'),
};

/** Nobody has it, but by mail, where nothing ends by itself; and nobody waits in it. */
function isOver({ eb, and, or }: ExpressionBuilder<Schema & { c: ConversationTable }, 'c'>) {
  return and([or([eb('c.phase', '<>', 'live'), eb('c.by_mail', '=', 1)]), eb('c.waiting_since', 'is', null)]);
}

function silent(database: Database, before: number) {
  return (
    database
      .selectFrom('conversations as c')
      .innerJoin('events as e', (join) => join.onRef('e.conversation', '=', 'c.id').onRef('e.seq', '=', 'c.head'))
      .select(['c.id', 'c.visitor', 'c.started_at as begun'])
      .where('c.erased_at', 'is', null)
      // Follows from the next line: for the index.
      .where('c.started_at', '<', before)
      .where('e.time', '<', before)
      .where(isOver)
  );
}

/** @param before - wall time: what was touched since then is not due */
export function dueOf(kind: RetainedKind, before: number): DueQuery {
  const rows = (database: Database) => database.selectFrom(ROWS[kind](database, before));
  return {
    find(database, after, limit) {
      const query = rows(database).selectAll().orderBy('due.begun').orderBy('due.id').limit(limit);
      if (after === null) return query.execute();
      return query
        .where(({ eb, or, and }) =>
          or([
            eb('due.begun', '>', after.begun),
            and([eb('due.begun', '=', after.begun), eb('due.id', '>', after.id)]),
          ]),
        )
        .execute();
    },
    async holds(database, id) {
      return (await rows(database).select('due.id').where('due.id', '=', id).executeTakeFirst()) !== undefined;
    },
    async count(database) {
      const { count } = await rows(database)
        .select(({ fn }) => fn.countAll<number | string>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },
  };
}
