/** The table of shortcuts, and those that every team begins with. */
import type { Kysely, Migration } from 'kysely';
import { seedShortcuts } from '../locales/shortcuts.js';
import type { Schema } from './schema.js';

export const shortcuts: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .createTable('shortcuts')
      .ifNotExists()
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('locale', 'text', (column) => column.notNull())
      .addColumn('department', 'text', (column) => column.notNull())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('shortcuts_name', ['name', 'locale', 'department'])
      .execute();
    await (database as Kysely<Schema>)
      .insertInto('shortcuts')
      .values(seedShortcuts())
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  },
};
