/** Tickets that are answered by mail (A17): the mails, what was tried, and what answers are known by. */
import type { Kysely, Migration } from 'kysely';

export const ticketMails: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable('mails')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('conversation', 'text', (column) => column.notNull().references('conversations.id'))
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('message_id', 'text', (column) => column.notNull().unique())
      .addColumn('in_reply_to', 'text')
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addColumn('queued_at', 'bigint', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('problem', 'text')
      .addColumn('held_by', 'text')
      .addColumn('held_until', 'bigint', (column) => column.notNull().defaultTo(0))
      .addUniqueConstraint('mails_place', ['conversation', 'seq'])
      .execute();
    await schema.createIndex('mails_due').on('mails').columns(['state', 'due_at']).execute();
    await schema
      .createTable('mail_attempts')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('mail', 'text', (column) => column.notNull().references('mails.id'))
      .addColumn('tried_at', 'bigint', (column) => column.notNull())
      .addColumn('milliseconds', 'integer', (column) => column.notNull())
      .addColumn('problem', 'text')
      .execute();
    await schema.createIndex('mail_attempts_mail').on('mail_attempts').columns(['mail', 'tried_at']).execute();
    await schema
      .createTable('mail_threads')
      .addColumn('conversation', 'text', (column) => column.primaryKey().references('conversations.id'))
      .addColumn('token', 'text', (column) => column.notNull().unique())
      .execute();
    for (const column of ['mails', 'by_mail']) {
      await schema
        .alterTable('conversations')
        .addColumn(column, 'integer', (added) => added.notNull().defaultTo(0))
        .execute();
    }
  },
};

/** What came back by mail (A17). */
export const receivedMails: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable('received_mails')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('conversation', 'text', (column) => column.notNull().references('conversations.id'))
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('message_id', 'text')
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('left_out', 'text', (column) => column.notNull())
      .addColumn('received_at', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('received_mails_place', ['conversation', 'seq'])
      .execute();
  },
};
