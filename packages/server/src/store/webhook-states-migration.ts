/** How webhooks do (A19): which are paused, since when something waits, and why it was not taken. */
import type { Kysely, Migration } from 'kysely';
import type { Store } from './store.js';

/** SQLite's migrator does not do it in one step by itself. */
export function webhookStates(dialect: Store['dialect']): Migration {
  return {
    up: (database: Kysely<unknown>) =>
      dialect === 'sqlite' ? database.transaction().execute(addColumns) : addColumns(database),
  };
}

async function addColumns({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable('webhooks')
    .addColumn('paused', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.alterTable('reading_places').addColumn('failing_since', 'bigint').execute();
  await schema.alterTable('deliveries').addColumn('failure', 'text').execute();
  await schema.alterTable('deliveries').addColumn('status', 'integer').execute();
}
