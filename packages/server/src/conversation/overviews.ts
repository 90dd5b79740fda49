/**
 * A visitor's own conversations as a list, the one that moved last first, and those of them in which somebody wrote
 * certain words (P-M5, P-M6). Searching reads the logs themselves: there is no second copy of what people wrote that
 * somebody would have to erase. What one request reads is bounded; a search goes on where the one before has ended.
 */
import {
  excerpt,
  excerptAround,
  holdsWords,
  searchWords,
  wordsOf,
  type Author,
  type ConversationOverview,
  type ConversationsPage,
  type ConversationsQuery,
} from '@support-chat/protocol';
import type { Selectable } from 'kysely';
import type { EventTable } from '../store/schema.js';
import type { Database } from '../store/store.js';
import { agentAuthor } from './participants.js';

/** Most messages that one request looks through. */
const SEARCH_LIMIT = 2000;
/** Messages read at once. */
const SLICE = 200;
/** Conversations looked at together while searching. */
const BATCH = 50;

const WRITTEN = ['message-added', 'contact-submitted'] as const;

/** A place in the list: behind this conversation or, with `seq`, in it before that place. */
interface Position {
  readonly time: number;
  readonly id: string;
  readonly seq: number | null;
}

/** One page of a visitor's list. What `after` is made of is nobody else's business. */
export async function readOverviews(
  database: Database,
  visitor: string,
  { words, after, limit }: ConversationsQuery,
): Promise<ConversationsPage> {
  const from = after === undefined ? null : positionOf(after);
  const wanted = words === undefined ? [] : searchWords(words);
  if (wanted.length > 0) return search(database, visitor, wanted, from, limit);
  const rows = await selectRows(database, visitor, from, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    conversations: await describe(database, page),
    ...(last && rows.length > limit && { after: textOf({ time: last.moved_at, id: last.id, seq: null }) }),
  };
}

type Row = Awaited<ReturnType<typeof selectRows>>[number];

/** @param from - rows behind it, and with a `seq` its own too */
function selectRows(database: Database, visitor: string, from: Position | null, limit: number) {
  let query = database
    .selectFrom('conversations as c')
    .innerJoin('events as e', (join) => join.onRef('e.conversation', '=', 'c.id').onRef('e.seq', '=', 'c.head'))
    .select(['c.id', 'c.epoch', 'c.head', 'c.phase', 'c.started_at', 'c.last_message', 'c.rating', 'c.is_current'])
    .select('e.time as moved_at')
    .where('c.visitor', '=', visitor)
    .where('c.erased_at', 'is', null)
    .orderBy('e.time', 'desc')
    .orderBy('c.id')
    .limit(limit);
  if (from !== null) {
    const { time, id, seq } = from;
    query = query.where((where) =>
      where.or([
        where('e.time', '<', time),
        where.and([where('e.time', '=', time), where('c.id', seq === null ? '>' : '>=', id)]),
      ]),
    );
  }
  return query.execute();
}

async function search(
  database: Database,
  visitor: string,
  words: readonly string[],
  start: Position | null,
  limit: number,
): Promise<ConversationsPage> {
  const conversations: ConversationOverview[] = [];
  let from = start;
  let left = SEARCH_LIMIT;
  for (;;) {
    const rows = await selectRows(database, visitor, from, BATCH);
    for (const row of rows) {
      const place = { time: row.moved_at, id: row.id };
      const before = from?.id === row.id && from.seq !== null ? from.seq : row.head + 1;
      const { found, read, seq } = await findIn(database, row, words, before, left);
      left -= read;
      if (found) {
        const [overview] = await describe(database, [row]);
        if (overview) conversations.push({ ...overview, found });
      } else if (seq !== null) return { conversations, after: textOf({ ...place, seq }) };
      from = { ...place, seq: null };
      if (conversations.length === limit || left <= 0) return { conversations, after: textOf(from) };
    }
    if (rows.length < BATCH) return { conversations };
  }
}

/** @returns `seq`: nothing was found from there on, and before it nobody has looked */
async function findIn(
  database: Database,
  { id }: Row,
  words: readonly string[],
  before: number,
  most: number,
): Promise<{
  readonly found?: NonNullable<ConversationOverview['found']>;
  readonly read: number;
  readonly seq: number | null;
}> {
  let edge = before;
  let read = 0;
  for (;;) {
    const wanted = Math.min(SLICE, most - read);
    if (wanted <= 0) return { read, seq: edge };
    const events = await database
      .selectFrom('events')
      .selectAll()
      .where('conversation', '=', id)
      .where('seq', '<', edge)
      .where('type', 'in', WRITTEN)
      .orderBy('seq', 'desc')
      .limit(wanted)
      .execute();
    for (const event of events) {
      read++;
      edge = event.seq;
      const line = lineOf(event);
      if (!holdsWords(line.text, words)) continue;
      return { found: { ...line, text: excerptAround(line.text, words), seq: event.seq }, read, seq: null };
    }
    if (events.length < wanted) return { read, seq: null };
  }
}

/** What rows of a list say. */
async function describe(database: Database, rows: readonly Row[]): Promise<ConversationOverview[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const firsts = await database
    .selectFrom('events')
    .selectAll()
    .where('conversation', 'in', ids)
    .where('seq', '=', 1)
    .where('type', 'in', WRITTEN)
    .execute();
  const agents = await database
    .selectFrom('participants as p')
    .leftJoin('agents as a', 'a.id', 'p.author')
    .select(['p.conversation', 'p.author', 'a.name', 'a.title', 'a.face'])
    .where('p.conversation', 'in', ids)
    .where('p.kind', '=', 'agent')
    .where('p.joined_seq', '>', 0)
    .orderBy('p.joined_seq')
    .execute();
  const unread = await database
    .selectFrom('events as e')
    .innerJoin('participants as p', (join) =>
      join.onRef('p.conversation', '=', 'e.conversation').onRef('e.seq', '>', 'p.read').on('p.kind', '=', 'visitor'),
    )
    .select((expression) => ['e.conversation', expression.fn.countAll<number>().as('count')])
    .where('e.conversation', 'in', ids)
    .where('e.type', 'in', WRITTEN)
    .where('e.author_kind', '<>', 'visitor')
    .groupBy('e.conversation')
    .execute();
  return rows.map((row): ConversationOverview => {
    const first = firsts.find(({ conversation }) => conversation === row.id);
    const agent = agents.findLast(({ conversation }) => conversation === row.id);
    return {
      id: row.id,
      epoch: row.epoch,
      head: row.head,
      phase: row.phase,
      startedAt: row.started_at,
      movedAt: row.moved_at,
      current: row.is_current === 1,
      ...(agent && { agent: agentAuthor({ ...agent, id: agent.author }) }),
      ...(first && { first: shortened(lineOf(first)) }),
      ...(row.last_message !== null && { last: JSON.parse(row.last_message) as ConversationOverview['last'] }),
      ...(row.rating !== null && { rating: row.rating }),
      unread: unread.find(({ conversation }) => conversation === row.id)?.count ?? 0,
    };
  });
}

type Line = NonNullable<ConversationOverview['last']>;

function lineOf({ body, time }: Selectable<EventTable>): Line {
  const { author, ...said } = JSON.parse(body) as { author: Author; text: string };
  return { author, text: wordsOf({ ...said, text: said.text.trim() }), time };
}

function shortened(line: Line): Line {
  return { ...line, text: excerpt(line.text) };
}

function textOf({ time, id, seq }: Position): string {
  return seq === null ? `${time}.${id}` : `${time}.${id}.${seq}`;
}

/** What no page has said begins at the beginning. */
function positionOf(after: string): Position | null {
  const [time = '', id = '', seq] = after.split('.');
  if (!/^\d{1,15}$/.test(time) || id === '') return null;
  return { time: Number(time), id, seq: seq !== undefined && /^\d{1,10}$/.test(seq) ? Number(seq) : null };
}
