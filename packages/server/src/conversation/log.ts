/**
 * The append-only log of one conversation. Owns the row lock and the allocation of `seq` (L1); does not know which
 * command leads to which events, nor who may do what.
 */
import { wordsOf, type Cursor, type LogEvent } from '@support-chat/protocol';
import { PostgresAdapter, type Selectable, type Transaction } from 'kysely';
import { indexMessage } from '../archive/archive-index.js';
import { recordChats } from '../statistics/record-chats.js';
import { prepareQuery } from '../store/prepared-query.js';
import type { ConversationTable, EventTable, Schema } from '../store/schema.js';
import type { Database } from '../store/store.js';

/** A conversation as it is stored. */
export type ConversationRow = Selectable<ConversationTable>;

type WithoutPlace<Event> = Event extends LogEvent ? Omit<Event, 'conversation' | 'epoch' | 'seq' | 'time'> : never;
/** A log event before it has its place. */
export type EventDraft = WithoutPlace<Exclude<LogEvent, { type: 'unknown' }>>;

/** What an append changes of the conversation besides its head. */
export type ConversationChange = Partial<
  Pick<
    ConversationRow,
    'phase' | 'assignee' | 'waiting_since' | 'last_message' | 'visitor_messages' | 'ticket' | 'rating' | 'by_mail'
  >
>;

/** SQLite has one writer at a time, whose transaction is the lock. */
export const hasRowLocks = (database: Database): boolean => database.getExecutor().adapter instanceof PostgresAdapter;

const lockById = prepareQuery<{ value: string }, ConversationRow>((database, slot) => {
  const query = database.selectFrom('conversations').selectAll().where('id', '=', slot('value'));
  return hasRowLocks(database) ? query.forUpdate() : query;
});

const lockByVisitor = prepareQuery<{ value: string }, ConversationRow>((database, slot) => {
  const query = database
    .selectFrom('conversations')
    .selectAll()
    .where('visitor', '=', slot('value'))
    .where('is_current', '=', 1);
  return hasRowLocks(database) ? query.forUpdate() : query;
});

/**
 * Takes the row of a conversation, or of a visitor's current one, until the transaction ends: whoever else appends
 * waits, so that `seq` has neither holes nor twins and commits in its own order.
 */
export async function lockConversation(
  transaction: Transaction<Schema>,
  by: 'id' | 'visitor',
  value: string,
): Promise<ConversationRow | undefined> {
  const [row] = await (by === 'id' ? lockById : lockByVisitor)(transaction, { value });
  return row;
}

type Head = Pick<ConversationRow, 'id' | 'epoch' | 'head'>;

const headById = prepareQuery<{ value: string }, Head>((database, slot) =>
  database.selectFrom('conversations').select(['id', 'epoch', 'head']).where('id', '=', slot('value')),
);

const headByVisitor = prepareQuery<{ value: string }, Head>((database, slot) =>
  database
    .selectFrom('conversations')
    .select(['id', 'epoch', 'head'])
    .where('visitor', '=', slot('value'))
    .where('is_current', '=', 1),
);

/** A conversation and its newest place. */
export interface ConversationHead {
  readonly conversation: string;
  readonly cursor: Cursor;
}

/** The head of a conversation, or of a visitor's current one; null when there is none. Every heartbeat asks for it. */
export async function readHead(
  database: Database,
  by: 'id' | 'visitor',
  value: string,
): Promise<ConversationHead | null> {
  const [row] = await (by === 'id' ? headById : headByVisitor)(database, { value });
  return row === undefined ? null : { conversation: row.id, cursor: { epoch: row.epoch, seq: row.head } };
}

const insertEvent = prepareQuery<Selectable<EventTable>, never>((database, slot) =>
  database.insertInto('events').values({
    conversation: slot('conversation'),
    seq: slot('seq'),
    type: slot('type'),
    author_kind: slot('author_kind'),
    body: slot('body'),
    time: slot('time'),
  }),
);

const updateConversation = prepareQuery<
  Required<ConversationChange> & { id: string; head: number; chats: number },
  never
>((database, slot) =>
  database
    .updateTable('conversations')
    .set({
      head: slot('head'),
      phase: slot('phase'),
      assignee: slot('assignee'),
      waiting_since: slot('waiting_since'),
      last_message: slot('last_message'),
      visitor_messages: slot('visitor_messages'),
      ticket: slot('ticket'),
      rating: slot('rating'),
      by_mail: slot('by_mail'),
      chats: slot('chats'),
    })
    .where('id', '=', slot('id')),
);

/**
 * Appends events to a locked conversation and applies what changes with them.
 *
 * @returns the events with their places, in order
 */
export async function append(
  transaction: Transaction<Schema>,
  conversation: ConversationRow,
  drafts: readonly EventDraft[],
  change: ConversationChange,
  time: number,
): Promise<readonly LogEvent[]> {
  const { id, epoch } = conversation;
  const events: LogEvent[] = [];
  let { head } = conversation;
  for (const { type, ...body } of drafts) {
    const row = {
      conversation: id,
      seq: ++head,
      type,
      author_kind: body.author.kind,
      body: JSON.stringify(body),
      time,
    };
    await insertEvent(transaction, row);
    if ('text' in body && body.text !== undefined && type !== 'rating-given')
      await indexMessage(transaction, row, wordsOf(body));
    events.push({ type, conversation: id, epoch, seq: head, time, ...body } as LogEvent);
  }
  const chats = await recordChats(transaction, {
    before: conversation,
    after: { ...conversation, ...change },
    events,
    time,
  });
  await updateConversation(transaction, { ...conversation, ...change, head, chats });
  return events;
}

/** The wire form of a stored event. Events carry the epoch of the log as it is now, not as it was (L4). */
export function toEvent(row: Selectable<EventTable>, epoch: string): LogEvent {
  const { type, conversation, seq, time } = row;
  // Only `append` writes bodies, from the same type.
  return { type, conversation, epoch, seq, time, ...(JSON.parse(row.body) as object) } as LogEvent;
}
