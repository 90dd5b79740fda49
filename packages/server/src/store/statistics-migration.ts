/** What the statistics count (A10): chats and who had them. No word of a visitor is in here, so erasing leaves it as it is. */
import type { Kysely, Migration } from 'kysely';
import { recordAll } from '../statistics/replay-chats.js';

export const statistics: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    // An earlier start may have ended in the middle of it.
    for (const table of ['chat_turns', 'chats']) await schema.dropTable(table).ifExists().execute();
    await schema
      .createTable('chats')
      .addColumn('conversation', 'text', (column) => column.notNull().references('conversations.id'))
      .addColumn('place', 'integer', (column) => column.notNull())
      .addColumn('begun_at', 'bigint', (column) => column.notNull())
      .addColumn('begun_by', 'text', (column) => column.notNull())
      .addColumn('form', 'integer', (column) => column.notNull())
      .addColumn('department', 'text')
      .addColumn('question_seq', 'integer')
      .addColumn('waited_from', 'bigint')
      .addColumn('joined_at', 'bigint')
      .addColumn('joined_by', 'text')
      .addColumn('answered_at', 'bigint')
      .addColumn('answered_by', 'text')
      .addColumn('passes', 'integer', (column) => column.notNull())
      .addColumn('held_by', 'text')
      .addColumn('ended_at', 'bigint')
      .addColumn('rating', 'integer')
      .addPrimaryKeyConstraint('chats_place', ['conversation', 'place'])
      .execute();
    await schema.createIndex('chats_begun').on('chats').columns(['begun_at', 'conversation', 'place']).execute();
    await schema
      .createTable('chat_turns')
      .addColumn('conversation', 'text', (column) => column.notNull())
      .addColumn('chat', 'integer', (column) => column.notNull())
      .addColumn('turn', 'integer', (column) => column.notNull())
      .addColumn('agent', 'text', (column) => column.notNull())
      .addColumn('taken_at', 'bigint', (column) => column.notNull())
      .addColumn('left_at', 'bigint')
      .addPrimaryKeyConstraint('chat_turns_once', ['conversation', 'chat', 'turn'])
      .addForeignKeyConstraint('chat_turns_chat', ['conversation', 'chat'], 'chats', ['conversation', 'place'])
      .execute();
    const tables = await database.introspection.getTables();
    const conversations = tables.find(({ name }) => name === 'conversations');
    if (conversations?.columns.every(({ name }) => name !== 'chats')) {
      await schema
        .alterTable('conversations')
        .addColumn('chats', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
    }
    await recordAll(database);
  },
};
