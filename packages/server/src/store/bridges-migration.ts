/** What goes out to other systems (A19): webhooks, how far each reader of the logs has got, and what was tried. */
import type { Kysely, Migration } from 'kysely';

export const bridges: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable('webhooks')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('url', 'text', (column) => column.notNull())
      .addColumn('secret', 'text', (column) => column.notNull())
      .addColumn('events', 'text')
      .addColumn('answers', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createTable('reading_places')
      .addColumn('reader', 'text', (column) => column.notNull())
      .addColumn('conversation', 'text', (column) => column.notNull().references('conversations.id'))
      .addColumn('epoch', 'text', (column) => column.notNull())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('due_at', 'bigint', (column) => column.notNull().defaultTo(0))
      .addColumn('held_by', 'text')
      .addColumn('held_until', 'bigint', (column) => column.notNull().defaultTo(0))
      .addPrimaryKeyConstraint('reading_places_once', ['reader', 'conversation'])
      .execute();
    await schema
      .createTable('deliveries')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('reader', 'text', (column) => column.notNull())
      .addColumn('conversation', 'text', (column) => column.notNull())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('tried_at', 'bigint', (column) => column.notNull())
      .addColumn('milliseconds', 'integer', (column) => column.notNull())
      .addColumn('problem', 'text')
      .execute();
    await schema.createIndex('deliveries_newest').on('deliveries').columns(['reader', 'tried_at']).execute();
  },
};
