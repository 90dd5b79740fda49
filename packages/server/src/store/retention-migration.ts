/** What is due for erasure (R6) is found by when it began: without these the whole table would be read each time. */
import type { Kysely, Migration } from 'kysely';

export const retention: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    for (const [name, table, columns] of [
      ['conversations_begun', 'conversations', ['erased_at', 'started_at', 'id']],
      ['uploads_begun', 'uploads', ['created_at', 'id']],
      ['visitors_begun', 'visitors', ['created_at', 'id']],
    ] as const) {
      await schema
        .createIndex(name)
        .ifNotExists()
        .on(table)
        .columns([...columns])
        .execute();
    }
  },
};
