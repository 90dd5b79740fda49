import Database from 'libsql';
import { Kysely, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../../packages/server/src/store/migrations.js';
import type { Schema } from '../../../packages/server/src/store/schema.js';

const NAME = '0006-several-conversations';

describe('several conversations in a database of before', () => {
  let raw: Database.Database;
  let database: Kysely<Schema>;
  beforeEach(async () => {
    raw = new Database(':memory:');
    raw.exec('PRAGMA foreign_keys=ON');
    database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: raw }) });
    await migrate(database, 'sqlite');
    toBefore();
  });
  afterEach(() => database.destroy());

  const columns = () =>
    (raw.prepare('pragma table_info(conversations)').all() as { name: string }[]).map(({ name }) => name);

  /** The table as it was when a visitor had one conversation, with one in it. */
  function toBefore(): void {
    const { sql } = raw
      .prepare("select sql from sqlite_master where type = 'table' and name = 'conversations'")
      .get() as {
      sql: string;
    };
    const old = sql
      .replace('"visitor" text not null', '"visitor" text not null unique')
      .replace(', "is_current" integer default 1 not null', '');
    expect(old).not.toContain('is_current');
    raw.exec(`drop table conversations; ${old}`);
    raw.exec('create index conversations_phase on conversations (phase, started_at)');
    raw.exec(`delete from kysely_migration where name = '${NAME}'`);
    raw.exec(`insert into visitors (id, profile, created_at) values ('visitor-1', '{}', 1)`);
    raw.exec(`insert into conversations (id, visitor, epoch, head, phase, started_at, visitor_messages, rating)
      values ('conversation-1', 'visitor-1', 'epoch-0001', 1, 'ended', 1, 1, 4)`);
    raw.exec(`insert into events (conversation, seq, type, author_kind, body, time)
      values ('conversation-1', 1, 'message-added', 'visitor', '{}', 1)`);
  }

  it('V18 keeps what is there, which is current, and lets the visitor have more', async () => {
    await migrate(database, 'sqlite');
    expect(await database.selectFrom('conversations').selectAll().execute()).toMatchObject([
      { id: 'conversation-1', visitor: 'visitor-1', head: 1, rating: 4, is_current: 1 },
    ]);
    const more = { visitor: 'visitor-1', epoch: 'epoch-0002', head: 0, phase: 'queued' } as const;
    const insert = (id: string, is_current: number) =>
      database
        .insertInto('conversations')
        .values({ id, ...more, started_at: 2, visitor_messages: 0, is_current })
        .execute();
    await insert('conversation-2', 0);
    await insert('conversation-3', 0);
    await expect(insert('conversation-4', 1)).rejects.toThrow(/unique/i);
  });

  it('V18 keeps the references to it and the indexes', async () => {
    await migrate(database, 'sqlite');
    expect(raw.prepare('pragma foreign_key_check').all()).toEqual([]);
    expect(() => raw.exec(`insert into events values ('nowhere', 1, 'message-added', 'visitor', '{}', 1)`)).toThrow(
      /FOREIGN/,
    );
    const indexes = raw.prepare('pragma index_list(conversations)').all() as { name: string }[];
    expect(indexes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['conversations_phase', 'conversations_current', 'conversations_visitor']),
    );
  });

  it('V18 keeps columns of features that came before it', async () => {
    raw.exec(`alter table conversations add column topic text; update conversations set topic = 'pots'`);
    await migrate(database, 'sqlite');
    expect(columns()).toEqual(expect.arrayContaining(['topic', 'is_current']));
    expect(raw.prepare('select topic from conversations').all()).toEqual([{ topic: 'pots' }]);
  });

  it('V18 is done once, also when nobody could write down that it was', async () => {
    await migrate(database, 'sqlite');
    raw.exec(`delete from kysely_migration where name = '${NAME}'`);
    await migrate(database, 'sqlite');
    expect(columns().filter((name) => name === 'is_current')).toHaveLength(1);
  });
});

describe('the archive of a database of before', () => {
  it('A9 finds what was said before there was an archive, once, also when an earlier start ended in the middle', async () => {
    const raw = new Database(':memory:');
    const database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: raw }) });
    await migrate(database, 'sqlite');
    raw.exec(`insert into visitors (id, profile, created_at) values ('visitor-1', '{}', 1)`);
    raw.exec(`insert into conversations (id, visitor, epoch, head, phase, started_at, visitor_messages)
      values ('conversation-1', 'visitor-1', 'epoch-0001', 1200, 'ended', 1, 1200)`);
    const insert = raw.prepare(`insert into events (conversation, seq, type, author_kind, body, time)
      values ('conversation-1', ?, ?, 'visitor', ?, 1)`);
    for (let seq = 1; seq <= 1200; seq++) {
      insert.run(seq, seq === 7 ? 'rating-given' : 'message-added', JSON.stringify({ text: `kettle ${seq}` }));
    }
    raw.exec(`insert into archived (conversation, seq) values ('conversation-1', 1)`);
    raw.exec(`delete from kysely_migration where name = '0009-archive'; drop index conversations_started`);
    await migrate(database, 'sqlite');
    const found = raw.prepare('select rowid from archive_words where archive_words match ?').all('kettle');
    expect(found).toHaveLength(1199);
    expect(raw.prepare('select distinct seq from archived').all()).toHaveLength(1199);
    await database.destroy();
  });
});
