/**
 * The versions of the schema, oldest first. A migration that was released is never edited: the next change is a new
 * one. They run at every start, under the migrator's lock, so that several nodes may start at once.
 */
import { Migrator, sql, type CreateTableBuilder, type Kysely, type Migration } from 'kysely';
import { apiKeys } from './api-keys-migration.js';
import { archive } from './archive-migration.js';
import { audit } from './audit-migration.js';
import { bot } from './bot-migration.js';
import { bridges } from './bridges-migration.js';
import { notes } from './notes-migration.js';
import { offers } from './offers-migration.js';
import { persona } from './persona-migration.js';
import { retention } from './retention-migration.js';
import { routing } from './routing-migration.js';
import type { Schema } from './schema.js';
import { shortQuestions } from './short-questions-migration.js';
import { shortcuts } from './shortcuts-migration.js';
import { statistics } from './statistics-migration.js';
import type { Store } from './store.js';
import { receivedMails, ticketMails } from './tickets-migration.js';
import { visitorPages } from './visitor-pages-migration.js';
import { webhookStates } from './webhook-states-migration.js';

/** Brings a database to the newest version. @throws what the database throws; nothing is half migrated */
export async function migrate(database: Kysely<Schema>, dialect: Store['dialect']): Promise<void> {
  const migrator = new Migrator({
    db: database,
    // Features are built side by side: which of them a database met first does not matter to the others.
    allowUnorderedMigrations: true,
    provider: {
      getMigrations: () =>
        Promise.resolve({
          '0001-conversations': conversations(dialect),
          '0002-settings': settings,
          '0003-articles': articles,
          '0004-cards': cards(dialect),
          '0004-ratings': ratings,
          '0004-tickets': tickets,
          '0005-uploads': uploads,
          '0006-erasure': erasure,
          '0006-signed-identities': signedIdentities,
          '0006-several-conversations': severalConversations(dialect),
          '0007-routing': routing,
          '0007-shortcuts': shortcuts,
          '0008-notes': notes,
          '0008-bridges': bridges,
          '0009-archive': archive(dialect),
          '0010-bot': bot,
          '0011-statistics': statistics,
          '0012-retention': retention,
          '0013-audit': audit(dialect),
          '0015-tickets': ticketMails,
          '0016-received-mails': receivedMails,
          '0017-visitor-pages': visitorPages,
          '0018-api-keys': apiKeys,
          '0020-persona': persona,
          '0022-webhook-states': webhookStates(dialect),
          '0024-short-questions': shortQuestions,
          '0023-offers': offers,
        }),
    },
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  throw error instanceof Error ? error : new Error('The migration failed.', { cause: error });
}

function conversations(dialect: Store['dialect']): Migration {
  return {
    async up(database: Kysely<unknown>): Promise<void> {
      const { schema } = database;
      await schema
        .createTable('visitors')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('profile', 'text', (column) => column.notNull())
        .addColumn('page', 'text')
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .execute();
      await schema
        .createTable('visitor_sessions')
        .addColumn('token_hash', 'text', (column) => column.primaryKey())
        .addColumn('visitor', 'text', (column) => column.notNull().references('visitors.id'))
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .execute();
      await schema.createIndex('visitor_sessions_expiry').on('visitor_sessions').column('expires_at').execute();
      await schema
        .createTable('agents')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('email', 'text', (column) => column.notNull().unique())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('password_hash', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .execute();
      await schema
        .createTable('agent_sessions')
        .addColumn('token_hash', 'text', (column) => column.primaryKey())
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('agent', 'text', (column) => column.notNull().references('agents.id'))
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .execute();
      await schema.createIndex('agent_sessions_agent').on('agent_sessions').column('agent').execute();
      await schema
        .createTable('setup_links')
        .addColumn('token_hash', 'text', (column) => column.primaryKey())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .execute();
      await schema
        .createTable('conversations')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('visitor', 'text', (column) => column.notNull().unique().references('visitors.id'))
        .addColumn('epoch', 'text', (column) => column.notNull())
        .addColumn('head', 'integer', (column) => column.notNull())
        .addColumn('phase', 'text', (column) => column.notNull())
        .addColumn('assignee', 'text', (column) => column.references('agents.id'))
        .addColumn('started_at', 'bigint', (column) => column.notNull())
        .addColumn('waiting_since', 'bigint')
        .addColumn('last_message', 'text')
        .addColumn('visitor_messages', 'integer', (column) => column.notNull())
        .execute();
      await schema.createIndex('conversations_phase').on('conversations').columns(['phase', 'started_at']).execute();
      await clustered(dialect, schema.createTable('events'))
        .addColumn('conversation', 'text', (column) => column.notNull().references('conversations.id'))
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('author_kind', 'text', (column) => column.notNull())
        .addColumn('body', 'text', (column) => column.notNull())
        .addColumn('time', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('events_place', ['conversation', 'seq'])
        .execute();
      await clustered(dialect, schema.createTable('commands'))
        .addColumn('author_kind', 'text', (column) => column.notNull())
        .addColumn('author', 'text', (column) => column.notNull())
        .addColumn('client_id', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('conversation', 'text', (column) => column.notNull())
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('commands_once', ['author_kind', 'author', 'client_id'])
        .addForeignKeyConstraint('commands_event', ['conversation', 'seq'], 'events', ['conversation', 'seq'])
        .execute();
      await clustered(dialect, schema.createTable('participants'))
        .addColumn('conversation', 'text', (column) => column.notNull().references('conversations.id'))
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('author', 'text', (column) => column.notNull())
        .addColumn('joined_seq', 'integer', (column) => column.notNull())
        .addColumn('delivered', 'integer', (column) => column.notNull())
        .addColumn('read', 'integer', (column) => column.notNull())
        .addColumn('messages_read', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('participants_once', ['conversation', 'kind', 'author'])
        .execute();
    },
  };
}

const settings: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable('settings')
      .addColumn('section', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .execute();
  },
};

const articles: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable('articles')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('locale', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .execute();
  },
};

const tickets: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema.alterTable('conversations').addColumn('ticket', 'text').execute();
  },
};

const ratings: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable('conversations').addColumn('rating', 'integer').execute();
  },
};

function cards(dialect: Store['dialect']): Migration {
  return {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await clustered(dialect, schema.createTable('cards'))
        .addColumn('conversation', 'text', (column) => column.notNull())
        .addColumn('message', 'text', (column) => column.notNull())
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('answer_seq', 'integer')
        .addPrimaryKeyConstraint('cards_once', ['conversation', 'message'])
        .addForeignKeyConstraint('cards_event', ['conversation', 'seq'], 'events', ['conversation', 'seq'])
        .execute();
    },
  };
}

const uploads: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable('uploads')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('owner_kind', 'text', (column) => column.notNull())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('received_size', 'bigint', (column) => column.notNull())
      .addColumn('size', 'bigint', (column) => column.notNull())
      .addColumn('width', 'integer')
      .addColumn('height', 'integer')
      .addColumn('sha256', 'text')
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('secret', 'text', (column) => column.notNull())
      .addColumn('conversation', 'text', (column) => column.references('conversations.id'))
      .addColumn('message', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('uploads_unsent').on('uploads').columns(['message', 'created_at']).execute();
  },
};

const erasure: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable('conversations').addColumn('erased_at', 'bigint').execute();
    await schema.createIndex('uploads_conversation').on('uploads').column('conversation').execute();
    await schema.createIndex('uploads_owner').on('uploads').columns(['owner_kind', 'owner']).execute();
    await schema.createIndex('visitor_sessions_visitor').on('visitor_sessions').column('visitor').execute();
  },
};

const signedIdentities: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.alterTable('visitors').addColumn('external_id', 'text').execute();
    await schema.createIndex('visitors_external').unique().on('visitors').column('external_id').execute();
  },
};

/**
 * A visitor may have several conversations, of which one is the current one. SQLite can neither take a constraint away
 * nor migrate by itself in one step: the table is made anew, with whatever columns it has by then, in a transaction
 * that looks at references to it at its end only.
 */
function severalConversations(dialect: Store['dialect']): Migration {
  return {
    async up(database: Kysely<unknown>): Promise<void> {
      if (dialect === 'sqlite') return database.transaction().execute(severalInSqlite);
      await sql`alter table conversations drop constraint if exists conversations_visitor_key`.execute(database);
      await markCurrent(database);
    },
  };
}

async function severalInSqlite(database: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ type: string; sql: string }>`
    select type, sql from sqlite_master where tbl_name = 'conversations' and sql is not null`.execute(database);
  const table = rows.find(({ type }) => type === 'table')?.sql ?? '';
  if (table.includes('"is_current"')) return; // done, and the process ended before that was written down
  for (const statement of [
    'pragma defer_foreign_keys = on',
    'create table conversations_kept as select * from conversations',
    'delete from conversations',
    'drop table conversations',
    table.replace(/("visitor" text not null) unique/i, '$1'),
    'insert into conversations select * from conversations_kept',
    'drop table conversations_kept',
    ...rows.filter(({ type }) => type === 'index').map((index) => index.sql),
  ]) {
    await sql.raw(statement).execute(database);
  }
  await markCurrent(database);
}

async function markCurrent({ schema }: Kysely<unknown>): Promise<void> {
  const isCurrent = sql<boolean>`is_current = 1`;
  await schema
    .alterTable('conversations')
    .addColumn('is_current', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  const index = schema.createIndex('conversations_current').unique().on('conversations').column('visitor');
  await index.where(isCurrent).execute();
  await schema.createIndex('conversations_visitor').on('conversations').column('visitor').execute();
}

/** Rows lie in the order of the primary key: PostgreSQL has no such table, SQLite calls it WITHOUT ROWID. */
function clustered(dialect: Store['dialect'], table: CreateTableBuilder<string>): CreateTableBuilder<string> {
  return dialect === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table;
}
