/** Conversations as agents see them in lists: one row each, with the unread count of the agent who looks. */
import type {
  Author,
  ConversationPhase,
  ConversationSummary,
  PageContext,
  VisitorProfile,
} from '@support-chat/protocol';
import type { Database } from '../store/store.js';
import { versionOf } from '../settings/version.js';
import { agentAuthor, visitorAuthor } from './participants.js';

/** Which conversations: some by id, those of a phase, or everything that is open. */
export type SummaryFilter =
  | { readonly ids: readonly string[] }
  | {
      readonly phase: ConversationPhase | 'open' | 'any';
      readonly startedBefore?: number | undefined;
      readonly limit: number;
    };

/** A summary, and whose unread count it has. */
export interface AgentSummary {
  readonly agent: string;
  readonly summary: ConversationSummary;
  /** As in {@link InboxVersion}. */
  readonly version: string;
  /** How many of the visitor's messages the agent has read. */
  readonly read: number;
}

/** As much of an inbox row as tells whether it has changed. */
export interface InboxVersion {
  readonly conversation: string;
  /** Differs when anything differs that all agents see in the row. */
  readonly version: string;
  readonly open: boolean;
  /** What each agent has read, as in {@link AgentSummary}; who has read nothing is absent. */
  readonly read: ReadonlyMap<string, number>;
}

/** Most conversations in an inbox; older ones are read page by page. */
const INBOX_LIMIT = 1000;
/** Ended conversations among them. */
const INBOX_ENDED_LIMIT = 100;
/** What an inbox shows: everything open and what ended lately. */
const INBOX = [
  { phase: 'open', limit: INBOX_LIMIT },
  { phase: 'ended', limit: INBOX_ENDED_LIMIT },
] as const satisfies readonly SummaryFilter[];

/** What an agent's inbox shows. */
export async function readInbox(database: Database, agent: string): Promise<readonly AgentSummary[]> {
  const parts = [];
  for (const filter of INBOX) parts.push(await readSummaries(database, [agent], filter));
  return parts.flat();
}

/**
 * The versions of everything that the inboxes of some agents show: no joins but one, no JSON, so that it can be read at
 * every heartbeat.
 *
 * @param beside - conversations that are looked up even if no inbox shows them any more
 */
export async function readInboxVersions(
  database: Database,
  agents: readonly string[],
  beside: readonly string[],
): Promise<readonly InboxVersion[]> {
  const rows = [];
  const wanted = new Set(beside);
  const versions = (filter: SummaryFilter) =>
    select(database, filter)
      .select(['c.id', 'c.epoch', 'c.head', 'c.notes', 'c.mails', 'c.phase'])
      .select(['v.profile', 'v.page', 'v.external_id', 'v.offers'])
      .execute();
  for (const filter of INBOX) rows.push(...(await versions(filter)));
  for (const { id } of rows) wanted.delete(id);
  if (wanted.size > 0) rows.push(...(await versions({ ids: [...wanted] })));
  const read = await readCounts(
    database,
    agents,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    conversation: row.id,
    version: rowVersion(row),
    open: row.phase !== 'ended',
    read: read.get(row.id) ?? new Map<string, number>(),
  }));
}

/** Every other column changes only together with one of these. */
function rowVersion(row: {
  epoch: string;
  head: number;
  notes: number;
  mails: number;
  profile: string;
  page: string | null;
  external_id: string | null;
  offers: number;
}): string {
  return `${row.epoch} ${row.head} ${row.notes} ${row.mails} ${row.profile} ${row.page} ${row.external_id} ${row.offers}`;
}

/** The rows of a filter, newest started first, without columns. */
function select(database: Database, filter: SummaryFilter) {
  const all = database
    .selectFrom('conversations as c')
    .innerJoin('visitors as v', 'v.id', 'c.visitor')
    .orderBy('c.started_at', 'desc')
    .orderBy('c.id');
  if ('ids' in filter) return all.where('c.id', 'in', filter.ids);
  let query = all.limit(filter.limit);
  if (filter.phase === 'open') query = query.where('c.phase', '<>', 'ended');
  else if (filter.phase !== 'any') query = query.where('c.phase', '=', filter.phase);
  if (filter.startedBefore !== undefined) query = query.where('c.started_at', '<', filter.startedBefore);
  return query;
}

/** Summaries for some agents at once, newest started first: one row for each pair of conversation and agent. */
export async function readSummaries(
  database: Database,
  agents: readonly string[],
  filter: SummaryFilter,
): Promise<readonly AgentSummary[]> {
  if ('ids' in filter && filter.ids.length === 0) return [];
  const rows = await select(database, filter)
    .leftJoin('agents as a', 'a.id', 'c.assignee')
    .select(['c.id', 'c.epoch', 'c.head', 'c.phase', 'c.visitor', 'c.assignee', 'c.started_at', 'c.waiting_since'])
    .select([
      'c.ticket',
      'c.rating',
      'c.erased_at',
      'c.last_message',
      'c.visitor_messages',
      'c.notes',
      'c.mails',
      'v.profile',
      'v.page',
      'v.external_id',
      'v.offers',
      'a.name as assignee_name',
    ])
    .execute();
  const read = await readCounts(
    database,
    agents,
    rows.map((row) => row.id),
  );
  return rows.flatMap((row) => {
    const version = rowVersion(row);
    const summary = {
      id: row.id,
      epoch: row.epoch,
      head: row.head,
      phase: row.phase,
      visitor: visitorAuthor(row.visitor, row.profile),
      ...profileOf(row.profile),
      about: versionOf([row.profile, row.page, row.offers]),
      ...(row.ticket !== null && { ticket: JSON.parse(row.ticket) as NonNullable<ConversationSummary['ticket']> }),
      ...(row.page !== null && { page: JSON.parse(row.page) as PageContext }),
      ...(row.assignee !== null && { assignee: agentAuthor({ id: row.assignee, name: row.assignee_name }) }),
      startedAt: row.started_at,
      ...(row.rating !== null && { rating: row.rating }),
      ...(row.external_id !== null && { verified: true as const }),
      ...(row.erased_at !== null && { erased: true as const }),
      ...(row.notes > 0 && { notes: row.notes }),
      ...(row.mails > 0 && { mails: row.mails }),
      ...(row.waiting_since !== null && { waitingSince: row.waiting_since }),
      ...(row.last_message !== null && {
        lastMessage: JSON.parse(row.last_message) as { author: Author; text: string; time: number },
      }),
    };
    return agents.map((agent) => {
      const count = read.get(row.id)?.get(agent) ?? 0;
      return { agent, summary: { ...summary, unread: row.visitor_messages - count }, version, read: count };
    });
  });
}

/** What the visitor told of themselves, beside the name; nothing that is empty. */
function profileOf(stored: string): Pick<ConversationSummary, 'email' | 'phone' | 'department' | 'fields'> {
  const { email, phone, department, fields } = JSON.parse(stored) as VisitorProfile;
  return {
    ...(email && { email }),
    ...(phone && { phone }),
    ...(department && { department }),
    ...(fields && { fields }),
  };
}

/** How many of the visitor's messages each agent has read: conversation → agent → number. */
async function readCounts(
  database: Database,
  agents: readonly string[],
  conversations: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  if (agents.length === 0 || conversations.length === 0) return new Map();
  const rows = await database
    .selectFrom('participants')
    .select(['conversation', 'author', 'messages_read'])
    .where('kind', '=', 'agent')
    .where('author', 'in', agents)
    .where('conversation', 'in', conversations)
    .execute();
  const counts = new Map<string, Map<string, number>>();
  for (const { conversation, author, messages_read } of rows) {
    const known = counts.get(conversation);
    if (known === undefined) counts.set(conversation, new Map([[author, messages_read]]));
    else known.set(author, messages_read);
  }
  return counts;
}
