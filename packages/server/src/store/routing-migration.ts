/** What routing knows of agents (A3, A8): where they work, what they can do, how much at once, and whether they are there. */
import type { Kysely, Migration } from 'kysely';

export const routing: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    for (const name of ['departments', 'skills']) {
      await schema.alterTable('agents').addColumn(name, 'text').execute();
    }
    await schema.alterTable('agents').addColumn('capacity', 'integer').execute();
    for (const name of ['turn', 'idle_since', 'active_at'] as const) {
      await schema
        .alterTable('agents')
        .addColumn(name, name === 'turn' ? 'integer' : 'bigint', (column) => column.notNull().defaultTo(0))
        .execute();
    }
    await schema
      .alterTable('agents')
      .addColumn('presence', 'text', (column) => column.notNull().defaultTo('available'))
      .execute();
    await schema
      .createTable('agent_presence')
      .addColumn('agent', 'text', (column) => column.notNull().references('agents.id'))
      .addColumn('node', 'text', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('agent_presence_once', ['agent', 'node'])
      .execute();
  },
};
