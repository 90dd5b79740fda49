/** The knowledge bot (A16): the owner's texts, and how far the bot is in each conversation that it has. */
import type { Kysely, Migration } from 'kysely';

export const bot: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable('bot_texts')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('url', 'text')
      .addColumn('locale', 'text', (column) => column.notNull())
      .addColumn('department', 'text')
      .addColumn('length', 'integer', (column) => column.notNull())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .execute();
    await schema
      .createTable('bot_talks')
      .addColumn('conversation', 'text', (column) => column.primaryKey().references('conversations.id'))
      .addColumn('asked', 'integer', (column) => column.notNull())
      .addColumn('answered', 'integer', (column) => column.notNull())
      .addColumn('waiting', 'integer', (column) => column.notNull())
      .addColumn('asked_back', 'integer', (column) => column.notNull())
      .addColumn('department', 'text')
      .addColumn('held_by', 'text')
      .addColumn('held_until', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('bot_talks_waiting').on('bot_talks').columns(['waiting', 'held_until']).execute();
  },
};
