/**
 * The owner's articles. The database is the truth; what is searched is an index in memory that is made anew whenever the
 * stored articles are not those it was made of, so that every node finds the same.
 */
import { ProtocolError, type Article, type ArticleHit, type ArticleQuery } from '@support-chat/protocol';
import { sql } from 'kysely';
import type { Clock } from '../clock.js';
import { hasRowLocks } from '../conversation/log.js';
import { versionOf } from '../settings/version.js';
import type { ArticleTable } from '../store/schema.js';
import type { Database, Store } from '../store/store.js';
import { ArticleIndex } from './article-index.js';

interface ArticlesOptions {
  readonly store: Store;
  readonly clock: Clock;
}

/** What an owner writes. */
export interface ArticleDraft extends Omit<Article, 'id'> {
  /** Smaller ones come first in an empty search. Default: 0. */
  readonly position?: number | undefined;
}

/** An article as the owner's list has it. */
export interface OwnArticle extends Omit<Article, 'text'> {
  readonly position: number;
  /** Goes into `If-Match`. */
  readonly version: string;
}

/** Keeps and finds articles. */
export class Articles {
  readonly #store: Store;
  readonly #clock: Clock;
  #index = { version: '', of: new ArticleIndex([]) };

  constructor({ store, clock }: ArticlesOptions) {
    this.#store = store;
    this.#clock = clock;
  }

  async count(): Promise<number> {
    const { count } = await this.#store.read((database) =>
      database
        .selectFrom('articles')
        .select((expression) => expression.fn.countAll<number | string>().as('count'))
        .executeTakeFirstOrThrow(),
    );
    return Number(count);
  }

  async find({ text, locale, limit }: ArticleQuery): Promise<readonly ArticleHit[]> {
    return (await this.#current()).find(text, locale, limit);
  }

  /** @throws ProtocolError `not-found` */
  async load(id: string): Promise<Article> {
    const row = await this.#store.read((database) =>
      database.selectFrom('articles').selectAll().where('id', '=', id).executeTakeFirst(),
    );
    if (row === undefined) throw new ProtocolError('not-found', { detail: 'There is no such article.' });
    return { id, title: row.title, text: row.text, ...(row.locale !== '' && { locale: row.locale }) };
  }

  /** All of them in the owner's order, without their texts. */
  async list(): Promise<readonly OwnArticle[]> {
    const rows = await this.#store.read((database) =>
      database.selectFrom('articles').selectAll().orderBy('position').orderBy('title').orderBy('id').execute(),
    );
    return rows.map((row) => {
      const { id, title, locale, position } = row;
      return { id, title, ...(locale !== '' && { locale }), position, version: articleVersion(row) };
    });
  }

  /**
   * Writes an article, a new one or in place of the one of that id.
   *
   * @param version - as `list` gave it; undefined: whatever is there is replaced
   * @throws ProtocolError `id-conflict` when it is not of that version any more
   */
  async put(id: string, { title, text, locale = '', position = 0 }: ArticleDraft, version?: string): Promise<void> {
    const row = { id, title, text, locale, position, changed_at: this.#clock.wallTime() };
    await this.#store.write(async (transaction) => {
      const before = await locked(transaction, id);
      // An earlier run of this very change was committed, or nothing is to be done.
      if (before && articleVersion(before) === articleVersion(row)) return;
      checkVersion(before, version);
      await transaction
        .insertInto('articles')
        .values({ ...row, revision: 1 })
        // Times may stand still; what tells one version from another may not.
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({ ...row, revision: sql<number>`articles.revision + 1` }),
        )
        .execute();
    });
  }

  /**
   * Idempotent.
   *
   * @param version - of what is removed, as `list` gave it; undefined: whatever is there
   * @throws ProtocolError `id-conflict` when it is not of that version any more
   */
  async remove(id: string, version?: string): Promise<void> {
    await this.#store.write(async (transaction) => {
      const before = await locked(transaction, id);
      if (!before) return;
      checkVersion(before, version);
      await transaction.deleteFrom('articles').where('id', '=', id).execute();
    });
  }

  async #current(): Promise<ArticleIndex> {
    const versions = await this.#store.read((database) =>
      database.selectFrom('articles').select(['id', 'changed_at', 'revision']).orderBy('id').execute(),
    );
    const version = JSON.stringify(versions);
    if (version !== this.#index.version) {
      const articles = await this.#store.read((database) =>
        database.selectFrom('articles').selectAll().orderBy('position').orderBy('title').execute(),
      );
      this.#index = { version, of: new ArticleIndex(articles) };
    }
    return this.#index.of;
  }
}

type Written = Pick<ArticleTable, 'title' | 'text' | 'locale' | 'position'>;

const articleVersion = ({ title, text, locale, position }: Written): string =>
  versionOf([title, text, locale, position]);

function locked(transaction: Database, id: string): Promise<ArticleTable | undefined> {
  const query = transaction.selectFrom('articles').selectAll().where('id', '=', id);
  return (hasRowLocks(transaction) ? query.forUpdate() : query).executeTakeFirst();
}

function checkVersion(before: Written | undefined, version: string | undefined): void {
  if (version === undefined || (before && articleVersion(before) === version)) return;
  throw new ProtocolError('id-conflict', { detail: 'If-Match: the article was changed meanwhile' });
}
