/** Short questions that go after a visitor who has left (A18): what they are, and which links lead to them. */
import type { Kysely, Migration } from 'kysely';

export const shortQuestions: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable('short_questions')
      .ifNotExists()
      .addColumn('mail', 'text', (column) => column.primaryKey().references('mails.id'))
      .addColumn('way', 'text', (column) => column.notNull())
      .addColumn('locale', 'text', (column) => column.notNull())
      .addColumn('price', 'text')
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createTable('question_links')
      .ifNotExists()
      .addColumn('token_hash', 'text', (column) => column.primaryKey())
      .addColumn('question', 'text', (column) => column.references('short_questions.mail'))
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('question_links_question').ifNotExists().on('question_links').column('question').execute();
  },
};
