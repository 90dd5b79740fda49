/**
 * Articles that may answer a question before it is asked. They are no part of any conversation: pages read them without a
 * connection.
 */
import * as v from 'valibot';
import { listOf, object, optional, string, type Read } from './shape.js';

/** Longest text of an article in UTF-16 code units. */
export const MAX_ARTICLE_LENGTH = 20_000;

/** What a search finds. */
export const ArticleHitSchema = v.object({
  id: v.string(),
  title: v.string(),
  /** The beginning of the text without its marks, at most 140 characters. */
  excerpt: v.string(),
});
export type ArticleHit = v.InferOutput<typeof ArticleHitSchema>;

/** The answer of `GET /v1/articles`, best first. */
export const ArticlesSchema = v.object({ articles: v.array(ArticleHitSchema) });

/** The answer of `GET /v1/articles/:id`. */
export const ArticleSchema = v.object({
  id: v.string(),
  title: v.string(),
  /** In the Markdown of messages. */
  text: v.string(),
  /** BCP 47 tag of the language it is written in; absent: it fits every page. */
  locale: v.exactOptional(v.string()),
});
export type Article = v.InferOutput<typeof ArticleSchema>;

/** What is looked for. */
export interface ArticleQuery {
  /** Empty: those that the owner put first. */
  readonly text: string;
  /** BCP 47 tag of the page; articles in that language, or in none, are preferred. */
  readonly locale: string;
  readonly limit: number;
}

const text = string();

/** Reads what a search found. @throws ProtocolError `frame-invalid` */
export const readArticles: Read<{ readonly articles: readonly ArticleHit[] }> = object({
  articles: listOf(object<ArticleHit>({ id: text, title: text, excerpt: text })),
});

/** Reads an article. @throws ProtocolError `frame-invalid` */
export const readArticle: Read<Article> = object<Article>({
  id: text,
  title: text,
  text: string(MAX_ARTICLE_LENGTH),
  locale: optional(text),
});
