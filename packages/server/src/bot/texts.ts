/**
 * The owner's texts. The database is the truth; what is searched is an index in memory that is made anew whenever the stored
 * texts are not those it was made of, so that every node answers the same.
 */
import {
  MAX_BOT_TEXTS,
  MAX_BOT_TEXTS_LENGTH,
  ProtocolError,
  type BotText,
  type BotTextQuery,
} from '@support-chat/protocol';
import { sql, type Selectable, type Transaction } from 'kysely';
import type { Clock } from '../clock.js';
import type { BotTextTable, Schema } from '../store/schema.js';
import type { Database, Store } from '../store/store.js';
import { textOfFile } from './extract/text-of-file.js';
import { PassageIndex } from './passage-index.js';

interface TextsOptions {
  readonly store: Store;
  readonly clock: Clock;
}

/** What is known of a text beside its words. */
type TextFacts = Omit<Selectable<BotTextTable>, 'text'>;

const FACTS = [
  ...(['id', 'name', 'title', 'type', 'url', 'locale', 'department'] as const),
  ...(['length', 'changed_at', 'revision'] as const),
] as const;

/** The texts as of a moment, ready to be searched. */
export interface KnownTexts {
  readonly index: PassageIndex;
  /** By id. */
  readonly facts: ReadonlyMap<string, TextFacts>;
}

/** Keeps texts and finds in them. */
export class Texts {
  readonly #store: Store;
  readonly #clock: Clock;
  #known: KnownTexts & { readonly version: string } = { version: '', index: new PassageIndex(), facts: new Map() };
  #making: Promise<KnownTexts> | null = null;

  constructor({ store, clock }: TextsOptions) {
    this.#store = store;
    this.#clock = clock;
  }

  /** All of them, by title. */
  async list(): Promise<readonly BotText[]> {
    return (await this.#store.read(readFacts)).map(textOf);
  }

  /** A text and its words. @throws ProtocolError `not-found` */
  async load(id: string): Promise<BotText & { readonly words: string }> {
    const row = await this.#store.read((database) =>
      database.selectFrom('bot_texts').selectAll().where('id', '=', id).executeTakeFirst(),
    );
    if (row === undefined) throw new ProtocolError('not-found', { detail: 'There is no such text.' });
    return { ...textOf(row), words: row.text };
  }

  /**
   * Reads a file and keeps its words, as a new text or in place of the one of that id.
   *
   * @throws ProtocolError as `textOfFile` does; `settings-invalid` when there are too many texts, or too much is in them
   */
  async put(id: string, { name, title, url, locale, department }: BotTextQuery, bytes: Uint8Array): Promise<BotText> {
    const read = await textOfFile({ name, bytes });
    const row = {
      ...{ id, name, type: read.type, text: read.text, length: read.text.length },
      title: title ?? (read.title.slice(0, 256) || name.replace(/\.[a-z]+$/iu, '')),
      url: url ?? null,
      locale: locale ?? '',
      department: department ?? null,
      changed_at: this.#clock.wallTime(),
    };
    return this.#store.write(async (transaction) => {
      const { revision } = await transaction
        .insertInto('bot_texts')
        .values({ ...row, revision: 1 })
        // Times may stand still; what tells one version from another may not.
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({ ...row, revision: sql<number>`bot_texts.revision + 1` }),
        )
        .returning('revision')
        .executeTakeFirstOrThrow();
      await limit(transaction);
      return textOf({ ...row, revision });
    });
  }

  /** Idempotent. */
  async remove(id: string): Promise<void> {
    await this.#store.write((transaction) => transaction.deleteFrom('bot_texts').where('id', '=', id).execute());
  }

  /** The texts as they are stored now. */
  async current(): Promise<KnownTexts> {
    const facts = await this.#store.read(readFacts);
    if (versionOf(facts) === this.#known.version) return this.#known;
    // Several questions at once wait for one index.
    return (this.#making ??= this.#make().finally(() => (this.#making = null)));
  }

  async #make(): Promise<KnownTexts> {
    const rows = await this.#store.read((database) =>
      database.selectFrom('bot_texts').selectAll().orderBy('title').orderBy('id').execute(),
    );
    const facts = new Map(rows.map((row) => [row.id, row]));
    this.#known = { version: versionOf(rows), index: await PassageIndex.of(rows), facts };
    return this.#known;
  }
}

function readFacts(database: Database): Promise<TextFacts[]> {
  return database.selectFrom('bot_texts').select(FACTS).orderBy('title').orderBy('id').execute();
}

function versionOf(facts: readonly TextFacts[]): string {
  return JSON.stringify(facts.map(({ id, revision, changed_at }) => [id, revision, changed_at]));
}

function textOf({ id, name, title, type, url, locale, department, length, changed_at }: TextFacts): BotText {
  return {
    ...{ id, name, title, type, length, changedAt: changed_at },
    ...(url !== null && { url }),
    ...(locale !== '' && { locale }),
    ...(department !== null && { department }),
  };
}

async function limit(transaction: Transaction<Schema>): Promise<void> {
  const { count, length } = await transaction
    .selectFrom('bot_texts')
    .select((expression) => [
      expression.fn.countAll<number | string>().as('count'),
      expression.fn.sum<number | string>('length').as('length'),
    ])
    .executeTakeFirstOrThrow();
  if (Number(count) > MAX_BOT_TEXTS) {
    throw new ProtocolError('settings-invalid', { detail: `texts: more than ${MAX_BOT_TEXTS}` });
  }
  if (Number(length) > MAX_BOT_TEXTS_LENGTH) {
    throw new ProtocolError('settings-invalid', {
      detail: `texts: more than ${MAX_BOT_TEXTS_LENGTH} characters in all of them`,
    });
  }
}
