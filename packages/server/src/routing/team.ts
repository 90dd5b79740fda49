/** Who may be given a chat: where agents work, what they can do, how much they have, and whether they are there. */
import type { Department, Departments, Team } from '@support-chat/protocol';
import { NO_PASSWORD } from '../identity/change-agent.js';
import type { Database } from '../store/store.js';
import type { RoutedAgent } from './assign.js';
import { readOwnerRules } from './owner-rules.js';
import { readQueue } from './queue.js';
import type { AgentLooks } from '../conversation/participants.js';
import { capacityOf, isAutomatic, type RoutingSettings } from './routing-settings.js';

/** Milliseconds after which a server that has not said so again does not have its agents any more. */
export const PRESENCE_LASTS = 60_000;

/**
 * Whether an agent works in a department: what is said of the agent goes before what is said of the department.
 *
 * @param own - ids of the agent's departments; null: nothing is said
 */
export function worksIn({ id, agents }: Department, agent: string, own: readonly string[] | null): boolean {
  return own?.includes(id) ?? agents?.includes(agent) ?? true;
}

/** The names in a stored list; null when there is none. */
export function storedNames(stored: string | null): readonly string[] | null {
  return stored === null ? null : (JSON.parse(stored) as readonly string[]);
}

/** An agent who is there, and how others see them. */
export interface TeamMember extends RoutedAgent, AgentLooks {}

/**
 * The agents who are at the desk, on whichever server, and not away.
 *
 * @param now - wall time
 */
export async function readTeam(
  database: Database,
  departments: Departments,
  routing: RoutingSettings | undefined,
  now: number,
): Promise<readonly TeamMember[]> {
  const rows = await database
    .selectFrom('agents')
    .selectAll()
    .where('presence', '=', 'available')
    .where('id', 'in', (query) =>
      query
        .selectFrom('agent_presence')
        .select('agent')
        .where('seen_at', '>', now - PRESENCE_LASTS),
    )
    .execute();
  if (rows.length === 0) return [];
  const busy = await readBusy(
    database,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const own = storedNames(row.departments);
    return {
      id: row.id,
      ...{ name: row.name, title: row.title, face: row.face },
      departments: new Set(departments.filter((one) => worksIn(one, row.id, own)).map(({ id }) => id)),
      skills: new Set(storedNames(row.skills) ?? []),
      capacity: capacityOf(row.capacity, routing),
      busy: busy.get(row.id) ?? 0,
      turn: row.turn,
      idleSince: row.idle_since,
    };
  });
}

/** How many chats agents have that have not ended; who has none is absent. What is held by mail takes no room. */
export async function readBusy(database: Database, agents: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await database
    .selectFrom('conversations')
    .select((expression) => ['assignee', expression.fn.countAll<number>().as('count')])
    .where('phase', '=', 'live')
    .where('by_mail', '=', 0)
    .where('assignee', 'in', agents)
    .groupBy('assignee')
    .execute();
  return new Map(rows.map(({ assignee, count }) => [assignee ?? '', count]));
}

/** All agents and departments, as agents see them who pass a chat on. @param now - wall time */
export async function readWholeTeam(database: Database, now: number): Promise<Team> {
  const { departments, routing } = await readOwnerRules(database);
  const rows = await database
    .selectFrom('agents')
    .selectAll()
    // Bridges and API keys have no desk.
    .where('password_hash', '<>', NO_PASSWORD)
    .orderBy('name')
    .orderBy('email')
    .execute();
  const ids = rows.map(({ id }) => id);
  const busy = await readBusy(database, ids);
  const here = await readHere(database, now);
  const waiting = await readQueue(database, departments, routing);
  const isFree = ({ id, presence }: (typeof rows)[number]): boolean => here.has(id) && presence === 'available';
  return {
    agents: rows.map(({ id, name, presence, capacity }) => ({
      ...{ id, name, presence, here: here.has(id), chats: busy.get(id) ?? 0 },
      ...(isAutomatic(routing) && { capacity: capacityOf(capacity, routing) }),
    })),
    departments: departments.map((department) => ({
      id: department.id,
      name: department.name,
      waiting: waiting.filter((visitor) => visitor.department === department.id).length,
      available: rows.filter((row) => isFree(row) && worksIn(department, row.id, storedNames(row.departments))).length,
    })),
  };
}

/** Agents who have the desk open, on whichever server, and are signed in. */
async function readHere(database: Database, now: number): Promise<ReadonlySet<string>> {
  const rows = await database
    .selectFrom('agent_presence as p')
    .innerJoin('agent_sessions as s', 's.agent', 'p.agent')
    .select('p.agent')
    .distinct()
    .where('p.seen_at', '>', now - PRESENCE_LASTS)
    .where('s.expires_at', '>', now)
    .execute();
  return new Set(rows.map(({ agent }) => agent));
}
