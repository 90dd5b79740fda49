/**
 * Changes an account (A1, A3). Two owners may do that at once: a change names the version it was made from, and one that
 * was made from an older one is refused. Whatever is changed, somebody stays owner.
 */
import { ProtocolError } from '@support-chat/protocol';
import type { Selectable, Transaction } from 'kysely';
import { hasRowLocks } from '../conversation/log.js';
import { versionOf } from '../settings/version.js';
import type { AgentTable, Schema } from '../store/schema.js';
import type { AgentRole, Workplace } from './session.js';

/** In place of a password's hash: who has it cannot sign in. */
export const NO_PASSWORD = '';

/** What is changed; what is absent stays. */
export interface AgentChange extends Partial<Workplace> {
  readonly name?: string;
  /** '' or null: nothing is said. */
  readonly title?: string | null;
  readonly role?: AgentRole;
}

type Row = Selectable<AgentTable>;

/** Names the state of an account, as far as owners change it. */
export function agentVersion({ name, title, role, departments, skills, capacity }: Row): string {
  return versionOf([name, title, role, departments, skills, capacity]);
}

/**
 * Changes one account. Runs inside one transaction and may run again.
 *
 * @param version - of the account that the owner has seen; undefined: whichever
 * @returns the account as it is then, and whether its role is another one than before
 * @throws ProtocolError `not-found`; `id-conflict` when it was changed meanwhile; `settings-invalid` when nobody would be
 *   owner any more; `forbidden` for the role of an agent who cannot sign in
 */
export async function changeAgent(
  transaction: Transaction<Schema>,
  id: string,
  change: AgentChange,
  version?: string,
): Promise<{ readonly row: Row; readonly demoted: boolean }> {
  await lockOwners(transaction);
  const before = await find(transaction, id);
  if (before === undefined) throw new ProtocolError('not-found', { detail: 'There is no such agent.' });
  const { name, title, role, departments, skills, capacity } = change;
  const columns = {
    ...(name !== undefined && { name }),
    ...(title !== undefined && { title: title || null }),
    ...(role !== undefined && { role }),
    ...(departments !== undefined && { departments: departments && JSON.stringify(departments) }),
    ...(skills !== undefined && { skills: JSON.stringify(skills) }),
    ...(capacity !== undefined && { capacity }),
  };
  const wanted = { ...before, ...columns };
  // An earlier run of this very change was committed, or nothing is to be done.
  if (agentVersion(wanted) === agentVersion(before)) return { row: before, demoted: false };
  if (version !== undefined && version !== agentVersion(before)) {
    throw new ProtocolError('id-conflict', { detail: 'If-Match: the agent was changed meanwhile' });
  }
  const otherRole = role !== undefined && role !== before.role;
  if (otherRole && before.password_hash === NO_PASSWORD) {
    throw new ProtocolError('forbidden', { detail: 'role: a webhook cannot sign in' });
  }
  if (otherRole && before.role === 'owner' && (await countOwners(transaction)) === 1) {
    throw new ProtocolError('settings-invalid', { detail: 'role: somebody has to stay owner' });
  }
  await transaction.updateTable('agents').set(columns).where('id', '=', id).execute();
  return { row: wanted, demoted: otherRole };
}

function find(transaction: Transaction<Schema>, id: string): Promise<Row | undefined> {
  const query = transaction.selectFrom('agents').selectAll().where('id', '=', id);
  return (hasRowLocks(transaction) ? query.forUpdate() : query).executeTakeFirst();
}

/** Of two owners who step down at once, the second one sees what the first one did. */
async function lockOwners(transaction: Transaction<Schema>): Promise<void> {
  if (!hasRowLocks(transaction)) return;
  await transaction.selectFrom('agents').select('id').where('role', '=', 'owner').orderBy('id').forUpdate().execute();
}

async function countOwners(transaction: Transaction<Schema>): Promise<number> {
  const { count } = await transaction
    .selectFrom('agents')
    .select((expression) => expression.fn.countAll<number | string>().as('count'))
    .where('role', '=', 'owner')
    .where('password_hash', '<>', NO_PASSWORD)
    .executeTakeFirstOrThrow();
  return Number(count);
}
