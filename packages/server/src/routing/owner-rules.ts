/** What the owner has set about routing, as the database says it now. */
import type { Departments } from '@support-chat/protocol';
import type { Database } from '../store/store.js';
import type { RoutingSettings } from './routing-settings.js';

/** The sections that routing goes by. */
export interface OwnerRules {
  readonly departments: Departments;
  /** Undefined: agents take chats by hand. */
  readonly routing: RoutingSettings | undefined;
}

/** Reads the sections; only `Settings` writes them, and it has checked them. */
export async function readOwnerRules(database: Database): Promise<OwnerRules> {
  const rows = await database
    .selectFrom('settings')
    .select(['section', 'value'])
    .where('section', 'in', ['departments', 'routing'])
    .execute();
  const valueOf = (section: string): unknown => {
    const row = rows.find((one) => one.section === section);
    return row && JSON.parse(row.value);
  };
  return {
    departments: (valueOf('departments') ?? []) as Departments,
    routing: valueOf('routing') as RoutingSettings | undefined,
  };
}
