/** What agents write to each other (A4): a table of its own, so that no reader of the logs comes across it. */
import type { Kysely, Migration } from 'kysely';

export const notes: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable('notes')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('conversation', 'text', (column) => column.notNull().references('conversations.id'))
      .addColumn('place', 'integer', (column) => column.notNull())
      .addColumn('after_seq', 'integer', (column) => column.notNull())
      .addColumn('author', 'text', (column) => column.notNull().references('agents.id'))
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('recipient', 'text', (column) => column.references('agents.id'))
      .addColumn('transfer', 'text')
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('notes_place', ['conversation', 'place'])
      .execute();
    await schema
      .alterTable('conversations')
      .addColumn('notes', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
