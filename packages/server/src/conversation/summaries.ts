/** Conversations as agents see them in lists: one row each, with the unread count of the agent who looks. */
import type { Author, ConversationPhase, ConversationSummary, PageContext } from '@support-chat/protocol';
import type { Database } from '../store/store.js';
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
}

/** Summaries for some agents at once, newest started first: one row for each pair of conversation and agent. */
export async function readSummaries(
  database: Database,
  agents: readonly string[],
  filter: SummaryFilter,
): Promise<readonly AgentSummary[]> {
  let query = database
    .selectFrom('conversations as c')
    .innerJoin('visitors as v', 'v.id', 'c.visitor')
    .leftJoin('agents as a', 'a.id', 'c.assignee')
    .select(['c.id', 'c.epoch', 'c.head', 'c.phase', 'c.visitor', 'c.assignee', 'c.started_at', 'c.waiting_since'])
    .select(['c.last_message', 'c.visitor_messages', 'v.profile', 'v.page', 'a.name as assignee_name'])
    .orderBy('c.started_at', 'desc')
    .orderBy('c.id');
  if ('ids' in filter) {
    if (filter.ids.length === 0) return [];
    query = query.where('c.id', 'in', filter.ids);
  } else {
    if (filter.phase === 'open') query = query.where('c.phase', '<>', 'ended');
    else if (filter.phase !== 'any') query = query.where('c.phase', '=', filter.phase);
    if (filter.startedBefore !== undefined) query = query.where('c.started_at', '<', filter.startedBefore);
    query = query.limit(filter.limit);
  }
  const rows = await query.execute();
  const read = await readCounts(
    database,
    agents,
    rows.map((row) => row.id),
  );
  return rows.flatMap((row) => {
    const summary = {
      id: row.id,
      epoch: row.epoch,
      head: row.head,
      phase: row.phase,
      visitor: visitorAuthor(row.visitor, row.profile),
      ...emailOf(row.profile),
      ...(row.page !== null && { page: JSON.parse(row.page) as PageContext }),
      ...(row.assignee !== null && { assignee: agentAuthor(row.assignee, row.assignee_name) }),
      startedAt: row.started_at,
      ...(row.waiting_since !== null && { waitingSince: row.waiting_since }),
      ...(row.last_message !== null && {
        lastMessage: JSON.parse(row.last_message) as { author: Author; text: string; time: number },
      }),
    };
    return agents.map((agent) => ({
      agent,
      summary: { ...summary, unread: row.visitor_messages - (read.get(`${row.id} ${agent}`) ?? 0) },
    }));
  });
}

function emailOf(profile: string | null): { readonly email?: string } {
  const { email } = (profile === null ? {} : JSON.parse(profile)) as { email?: string };
  return email === undefined || email === '' ? {} : { email };
}

/** How many of the visitor's messages each agent has read, by `conversation agent`. */
async function readCounts(
  database: Database,
  agents: readonly string[],
  conversations: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (agents.length === 0 || conversations.length === 0) return new Map();
  const rows = await database
    .selectFrom('participants')
    .select(['conversation', 'author', 'messages_read'])
    .where('kind', '=', 'agent')
    .where('author', 'in', agents)
    .where('conversation', 'in', conversations)
    .execute();
  return new Map(rows.map((row) => [`${row.conversation} ${row.author}`, row.messages_read]));
}
