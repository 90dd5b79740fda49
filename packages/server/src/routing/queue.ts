/** Who waits, as routing and the places in the queue see it: read from the database, which is the truth (D3). */
import type { Departments, VisitorProfile } from '@support-chat/protocol';
import type { Database } from '../store/store.js';
import type { WaitingVisitor } from './reach.js';
import type { RoutingSettings } from './routing-settings.js';

/** So many are looked at; who stands behind them is found when they are served. */
const MOST_WAITING = 1000;

/** Everybody who waits, the longest first. */
export async function readQueue(
  database: Database,
  departments: Departments,
  routing: RoutingSettings | undefined,
): Promise<readonly WaitingVisitor[]> {
  const rows = await database
    .selectFrom('conversations as c')
    .innerJoin('visitors as v', 'v.id', 'c.visitor')
    .select(['c.id', 'c.waiting_since', 'v.profile'])
    .where('c.phase', '=', 'queued')
    .where('c.waiting_since', 'is not', null)
    .orderBy('c.waiting_since')
    .orderBy('c.id')
    .limit(MOST_WAITING)
    .execute();
  return rows.map(({ id, waiting_since, profile }) => {
    const { department, fields } = JSON.parse(profile) as VisitorProfile;
    const skills = (routing?.skills ?? []).filter(({ field, answer }) => fields?.[field] === answer);
    return {
      conversation: id,
      since: waiting_since ?? 0,
      department: knownDepartment(department, departments),
      skills: skills.map(({ skill }) => skill),
    };
  });
}

/** The department, when there is one of that id: one that the owner has removed is none, so that nobody waits for it. */
export function knownDepartment(id: string | undefined, departments: Departments): string | null {
  return departments.find((department) => department.id === id)?.id ?? null;
}
