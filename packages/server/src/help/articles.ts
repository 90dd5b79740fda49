/**
 * The owner's articles. The database is the truth; what is searched is an index in memory that is made anew whenever the
 * stored articles are not those it was made of, so that every node finds the same.
 */
import { ProtocolError, type Article, type ArticleHit, type ArticleQuery } from '@support-chat/protocol';
import { sql } from 'kysely';
import type { Clock } from '../clock.js';
import type { Store } from '../store/store.js';
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

  /** Writes an article, a new one or in place of the one of that id. */
  async put(id: string, { title, text, locale = '', position = 0 }: ArticleDraft): Promise<void> {
    const row = { id, title, text, locale, position, changed_at: this.#clock.wallTime() };
    await this.#store.write(async (transaction) => {
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

  /** Idempotent. */
  async remove(id: string): Promise<void> {
    await this.#store.write((transaction) => transaction.deleteFrom('articles').where('id', '=', id).execute());
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
