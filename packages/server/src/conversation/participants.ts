/**
 * Who takes part in a conversation and how far each of them got. Cursors only grow (D4). An agent who reads without
 * joining has a row too, for their own unread count, but the others are not told of them.
 */
import type { Author, Participant } from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import type { Schema } from '../store/schema.js';
import type { Database } from '../store/store.js';
import { mayUse, type Actor } from './actor.js';

/** Where and when an agent joined last; null when they never did. */
export async function joinedAt(
  transaction: Transaction<Schema>,
  conversation: string,
  actor: Actor,
): Promise<{ readonly seq: number; readonly time: number } | null> {
  const row = await transaction
    .selectFrom('participants')
    .innerJoin('events', (join) =>
      join
        .onRef('events.conversation', '=', 'participants.conversation')
        .onRef('events.seq', '=', 'participants.joined_seq'),
    )
    .select(['events.seq', 'events.time'])
    .where('participants.conversation', '=', conversation)
    .where('kind', '=', actor.kind)
    .where('author', '=', actor.id)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Makes somebody a participant. `seq` is the place of their joining, 0 for the visitor, who is there from the start.
 *
 * @returns how far they got before, of which the others were not told
 */
export async function markJoined(
  transaction: Transaction<Schema>,
  conversation: string,
  actor: Actor,
  seq: number,
): Promise<Pick<Participant, 'delivered' | 'read'>> {
  return transaction
    .insertInto('participants')
    .values({
      conversation,
      kind: actor.kind,
      author: actor.id,
      joined_seq: seq,
      delivered: 0,
      read: 0,
      messages_read: 0,
    })
    .onConflict((conflict) => conflict.columns(['conversation', 'kind', 'author']).doUpdateSet({ joined_seq: seq }))
    .returning(['delivered', 'read'])
    .executeTakeFirstOrThrow();
}

/** What a participant reports. */
export interface CursorReport {
  readonly conversation: string;
  readonly epoch: string;
  readonly delivered: number;
  readonly read: number;
}

/** A report that moved something. */
export interface MovedCursors {
  readonly participant: Participant;
  /** Whether the others know of this participant. */
  readonly joined: boolean;
}

/**
 * Stores how far somebody got; what is behind or beyond is cut to what can be true.
 *
 * @returns null when nothing moved, or when the report is about a log that is no more
 */
export async function moveCursors(
  transaction: Transaction<Schema>,
  actor: Actor,
  report: CursorReport,
): Promise<MovedCursors | null> {
  const { conversation: id } = report;
  const conversation = await transaction
    .selectFrom('conversations')
    .select(['visitor', 'epoch', 'head'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (conversation === undefined || !mayUse(actor, conversation) || conversation.epoch !== report.epoch) return null;

  // Made or found under the row's lock, so that two tabs of one person wait for each other.
  const before = await transaction
    .insertInto('participants')
    .values({
      conversation: id,
      kind: actor.kind,
      author: actor.id,
      joined_seq: 0,
      delivered: 0,
      read: 0,
      messages_read: 0,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['conversation', 'kind', 'author'])
        .doUpdateSet((update) => ({ joined_seq: update.ref('participants.joined_seq') })),
    )
    .returning(['joined_seq', 'delivered', 'read', 'messages_read'])
    .executeTakeFirstOrThrow();

  const read = Math.max(before.read, Math.min(report.read, conversation.head));
  const delivered = Math.max(before.delivered, read, Math.min(report.delivered, conversation.head));
  if (read === before.read && delivered === before.delivered) return null;
  const counted =
    read === before.read || actor.kind === 'visitor'
      ? 0
      : await countVisitorMessages(transaction, id, before.read, read);
  await transaction
    .updateTable('participants')
    .set({ delivered, read, messages_read: before.messages_read + counted })
    .where('conversation', '=', id)
    .where('kind', '=', actor.kind)
    .where('author', '=', actor.id)
    .execute();
  return {
    participant: { author: actor, delivered, read },
    joined: actor.kind === 'visitor' || before.joined_seq > 0,
  };
}

async function countVisitorMessages(
  transaction: Transaction<Schema>,
  conversation: string,
  after: number,
  upTo: number,
): Promise<number> {
  const { count } = await transaction
    .selectFrom('events')
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .where('conversation', '=', conversation)
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .where('type', 'in', ['message-added', 'contact-submitted'])
    .where('author_kind', '=', 'visitor')
    .executeTakeFirstOrThrow();
  return count;
}

/** The participants of a conversation, the visitor first. */
export async function listParticipants(database: Database, conversation: string): Promise<readonly Participant[]> {
  const rows = await database
    .selectFrom('participants')
    .leftJoin('agents', (join) => join.onRef('agents.id', '=', 'participants.author').on('kind', '=', 'agent'))
    .leftJoin('visitors', (join) => join.onRef('visitors.id', '=', 'participants.author').on('kind', '=', 'visitor'))
    .select(['kind', 'author', 'delivered', 'read', 'visitors.profile as profile'])
    .select(['agents.name', 'agents.title', 'agents.face'])
    .where('conversation', '=', conversation)
    .where((where) => where.or([where('kind', '=', 'visitor'), where('joined_seq', '>', 0)]))
    .orderBy('joined_seq')
    .execute();
  return rows.map((row) => ({
    author: row.kind === 'agent' ? agentAuthor({ ...row, id: row.author }) : visitorAuthor(row.author, row.profile),
    delivered: row.delivered,
    read: row.read,
  }));
}

/** What is known of an agent; what is null or absent is not said. */
export interface AgentLooks {
  readonly id: string;
  readonly name: string | null;
  readonly title?: string | null | undefined;
  /** Names their picture. */
  readonly face?: string | null | undefined;
}

/** An agent as others see them. The address of the picture is the server's own: adapters know where that is. */
export function agentAuthor({ id, name, title, face }: AgentLooks): Author & { kind: 'agent' } {
  return {
    ...{ kind: 'agent', id },
    ...(name && { name }),
    ...(title && { title }),
    ...(face && { avatarUrl: `/v1/faces/${id}?${face}` }),
  };
}

/** A visitor as others see them; `profile` as stored. */
export function visitorAuthor(id: string, profile: string | null): Author & { kind: 'visitor' } {
  const { name } = (profile === null ? {} : JSON.parse(profile)) as { name?: string };
  return { kind: 'visitor', id, ...(name !== undefined && name !== '' && { name }) };
}
