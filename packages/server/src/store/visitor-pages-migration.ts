/** What agents are told of a visitor beside the chat (A6): the pages they were on, and their browser. */
import type { Kysely, Migration } from 'kysely';

export const visitorPages: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable('visitor_pages')
      .addColumn('visitor', 'text', (column) => column.notNull().references('visitors.id'))
      .addColumn('place', 'integer', (column) => column.notNull())
      .addColumn('url', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('referrer', 'text')
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('visitor_pages_place', ['visitor', 'place'])
      .execute();
    await schema.alterTable('visitors').addColumn('user_agent', 'text').execute();
  },
};
