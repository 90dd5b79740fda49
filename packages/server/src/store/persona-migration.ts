/** How visitors see an agent (A14): what they are, and their picture. */
import type { Kysely, Migration } from 'kysely';

export const persona: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    for (const column of ['title', 'face']) await schema.alterTable('agents').addColumn(column, 'text').execute();
    await schema
      .createTable('agent_faces')
      .addColumn('agent', 'text', (column) => column.primaryKey().references('agents.id'))
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('bytes', 'text', (column) => column.notNull())
      .execute();
  },
};
