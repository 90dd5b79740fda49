/** Who did what that others have to be able to find out (A19), in the order in which it was written down. */
import type { Kysely, Migration } from 'kysely';
import type { Store } from './store.js';

export function audit(dialect: Store['dialect']): Migration {
  return {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema
        .createTable('audit_entries')
        .ifNotExists()
        .addColumn('place', dialect === 'sqlite' ? 'integer' : 'bigserial', (column) => {
          return dialect === 'sqlite' ? column.primaryKey().autoIncrement() : column.primaryKey();
        })
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('time', 'bigint', (column) => column.notNull())
        .addColumn('actor_kind', 'text', (column) => column.notNull())
        .addColumn('actor', 'text')
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('target', 'text')
        .addColumn('detail', 'text')
        .addColumn('outcome', 'text', (column) => column.notNull())
        .addColumn('address', 'text')
        .execute();
      await schema.createIndex('audit_entries_time').ifNotExists().on('audit_entries').column('time').execute();
    },
  };
}
