/** Personal offers (A15): who got which, what became of them, and what is counted. */
import type { Kysely, Migration } from 'kysely';

export const offers: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable('offer_showings')
      .ifNotExists()
      .addColumn('conversation', 'text', (column) => column.notNull().references('conversations.id'))
      .addColumn('message', 'text', (column) => column.notNull())
      .addColumn('offer', 'text', (column) => column.notNull())
      .addColumn('visitor', 'text', (column) => column.notNull().references('visitors.id'))
      .addColumn('automatic', 'integer', (column) => column.notNull())
      .addColumn('shown_at', 'bigint', (column) => column.notNull())
      .addColumn('taken_at', 'bigint')
      .addPrimaryKeyConstraint('offer_showings_once', ['conversation', 'message'])
      .execute();
    await schema
      .createIndex('offer_showings_visitor')
      .ifNotExists()
      .on('offer_showings')
      .columns(['visitor', 'offer'])
      .execute();
    await schema
      .createTable('offer_counts')
      .ifNotExists()
      .addColumn('offer', 'text', (column) => column.primaryKey())
      .addColumn('shown', 'integer', (column) => column.notNull())
      .addColumn('taken', 'integer', (column) => column.notNull())
      .addColumn('redeemed', 'integer', (column) => column.notNull())
      .execute();
    await schema
      .createTable('offer_redemptions')
      .ifNotExists()
      .addColumn('offer', 'text', (column) => column.notNull())
      .addColumn('order_hash', 'text', (column) => column.notNull())
      .addColumn('redeemed_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('offer_redemptions_once', ['offer', 'order_hash'])
      .execute();
    await schema
      .alterTable('visitors')
      .addColumn('offers', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
