/**
 * Everything that was ever said, for the team to look through (A9): by words, time, agent, department, rating and phase;
 * page by page, and as a file.
 */
import {
  excerptAround,
  holdsWords,
  searchWords,
  wordsOf,
  type ArchiveHit,
  type ArchivePage,
  type ArchiveQuery,
  type Author,
  type LogEvent,
} from '@support-chat/protocol';
import { PostgresAdapter, sql, type SqlBool } from 'kysely';
import type { Store, Database } from '../store/store.js';
import { toEvent } from '../conversation/log.js';
import { readSummaries } from '../conversation/summaries.js';
import { findMessages } from './archive-index.js';

/** Messages with the words that one request looks at. */
const SEARCH_LIMIT = 5000;
/** Messages looked at together. */
const SLICE = 250;

/** Looks through the archive of one server. */
export class Archive {
  readonly #store: Store;

  constructor({ store }: { readonly store: Store }) {
    this.#store = store;
  }

  /**
   * One page: without words the conversations that began last first, with words those in which they were said last. With words
   * a conversation may come again on a later page, with an earlier message.
   *
   * @param agent - who looks: unread counts are theirs
   */
  async find(agent: string, query: ArchiveQuery): Promise<ArchivePage> {
    return this.#store.read(async (database) => {
      const { ids, found, after } =
        query.words === undefined || query.words.trim() === ''
          ? await listed(database, query)
          : await searched(database, query.words, query);
      const summaries = await readSummaries(database, [agent], { ids });
      const byId = new Map(summaries.map(({ summary }) => [summary.id, summary]));
      const conversations = ids.flatMap((id): ArchiveHit[] => {
        const summary = byId.get(id);
        const hit = found.get(id);
        return summary === undefined ? [] : [{ ...summary, ...(hit !== undefined && { found: hit }) }];
      });
      return { conversations, ...(after !== undefined && { after }) };
    });
  }

  /** The whole log of a conversation; what was erased is left out. */
  async events(conversation: string, epoch: string): Promise<readonly LogEvent[]> {
    const rows = await this.#store.read((database) =>
      database
        .selectFrom('events')
        .selectAll()
        .where('conversation', '=', conversation)
        .where('type', '<>', 'event-erased')
        .orderBy('seq')
        .execute(),
    );
    return rows.map((row) => toEvent(row, epoch));
  }
}

interface Found {
  readonly ids: readonly string[];
  readonly found: ReadonlyMap<string, NonNullable<ArchiveHit['found']>>;
  readonly after?: string | undefined;
}

/** The conversations that the filters leave. */
function filtered(database: Database, { phase, agent, department, rating, from, to }: ArchiveQuery) {
  const profile = database.getExecutor().adapter instanceof PostgresAdapter ? sql.raw('v.profile::json') : null;
  let query = database.selectFrom('conversations as c').innerJoin('visitors as v', 'v.id', 'c.visitor');
  if (phase === 'open') query = query.where('c.phase', '<>', 'ended');
  if (phase === 'ended') query = query.where('c.phase', '=', 'ended');
  if (from !== undefined) query = query.where('c.started_at', '>=', from);
  if (to !== undefined) query = query.where('c.started_at', '<', to);
  if (rating === 'any') query = query.where('c.rating', 'is not', null);
  else if (rating !== undefined) query = query.where('c.rating', '=', rating);
  if (department !== undefined) {
    const named = profile ? sql`${profile}->>'department'` : sql`json_extract(v.profile, '$.department')`;
    query = query.where(sql<SqlBool>`${named} = ${department}`);
  }
  if (agent !== undefined) {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('participants as p')
          .select('p.author')
          .whereRef('p.conversation', '=', 'c.id')
          .where('p.kind', '=', 'agent')
          .where('p.author', '=', agent)
          .where('p.joined_seq', '>', 0),
      ),
    );
  }
  return query;
}

async function listed(database: Database, query: ArchiveQuery): Promise<Found> {
  const [, time, id] = /^(\d{1,15})\.([\w-]{1,64})$/.exec(query.after ?? '') ?? [];
  let rows = filtered(database, query)
    .select(['c.id', 'c.started_at'])
    .orderBy('c.started_at', 'desc')
    .orderBy('c.id')
    .limit(query.limit + 1);
  if (time !== undefined && id !== undefined) {
    rows = rows.where(({ eb, or, and }) =>
      or([eb('c.started_at', '<', Number(time)), and([eb('c.started_at', '=', Number(time)), eb('c.id', '>', id)])]),
    );
  }
  const found = await rows.execute();
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    ids: page.map((row) => row.id),
    found: new Map(),
    after: last && found.length > query.limit ? `${last.started_at}.${last.id}` : undefined,
  };
}

async function searched(database: Database, words: string, query: ArchiveQuery): Promise<Found> {
  const found = new Map<string, NonNullable<ArchiveHit['found']>>();
  const wanted = searchWords(words);
  let before = /^\d{1,15}$/.test(query.after ?? '') ? Number(query.after) : Number.MAX_SAFE_INTEGER;
  for (let looked = 0; looked < SEARCH_LIMIT; looked += SLICE) {
    const messages = await findMessages(database, words, before, SLICE);
    if (messages.length === 0) return { ids: [...found.keys()], found };
    const rows = await filtered(database, query)
      .innerJoin('archived as a', 'a.conversation', 'c.id')
      .innerJoin('events as e', (join) =>
        join.onRef('e.conversation', '=', 'a.conversation').onRef('e.seq', '=', 'a.seq'),
      )
      .select(['a.id', 'a.conversation', 'a.seq', 'e.body', 'e.time'])
      .where('a.id', 'in', messages)
      .orderBy('a.id', 'desc')
      .execute();
    for (const { id, conversation, seq, body, time } of rows) {
      before = Number(id);
      const { author, ...said } = JSON.parse(body) as { author: Author; text: string };
      const text = wordsOf(said);
      // The index knows which words are there; where they stand it does not.
      if (found.has(conversation) || !holdsWords(text, wanted)) continue;
      found.set(conversation, { seq, author, time, text: excerptAround(text, wanted) });
      if (found.size === query.limit) return { ids: [...found.keys()], found, after: String(before) };
    }
    before = messages.at(-1) ?? before;
    if (messages.length < SLICE) return { ids: [...found.keys()], found };
  }
  return { ids: [...found.keys()], found, after: String(before) };
}
