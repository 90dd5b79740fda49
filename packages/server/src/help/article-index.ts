/** Finds articles by their words: pure, made anew when an article has changed. */
import { languageOf, type ArticleHit } from '@support-chat/protocol';
import MiniSearch from 'minisearch';

/** An article as it is stored. */
export interface StoredArticle {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Empty: of no particular language. */
  readonly locale: string;
  readonly position: number;
}

/** Most UTF-16 code units of an excerpt. */
const EXCERPT_LENGTH = 140;

/** Words as the languages of the world divide them; Chinese and Japanese put no spaces between theirs. */
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Finds among one version of the articles. */
export class ArticleIndex {
  readonly #byId: ReadonlyMap<string, StoredArticle>;
  readonly #ordered: readonly StoredArticle[];
  readonly #index = new MiniSearch<StoredArticle>({
    fields: ['title', 'text'],
    extractField: (article, field) =>
      field === 'text' ? plain(article.text) : String(article[field as keyof StoredArticle]),
    tokenize: (text) =>
      Array.from(segmenter.segment(text), ({ segment }) => segment).filter((word) => /\w|[^\0-\x7f]/.test(word)),
    searchOptions: {
      boost: { title: 3 },
      prefix: true,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      combineWith: 'OR',
    },
  });

  /** @param articles - in the owner's order */
  constructor(articles: readonly StoredArticle[]) {
    this.#ordered = articles;
    this.#byId = new Map(articles.map((article) => [article.id, article]));
    this.#index.addAll(articles);
  }

  /** The best first; without words the owner's order. Articles of another language only when there are no others. */
  find(text: string, locale: string, limit: number): readonly ArticleHit[] {
    const found =
      text.trim() === ''
        ? this.#ordered
        : this.#index.search(text).flatMap(({ id }) => this.#byId.get(String(id)) ?? []);
    const fitting = found.filter(
      (article) => article.locale === '' || languageOf(article.locale) === languageOf(locale),
    );
    return (fitting.length > 0 ? fitting : found).slice(0, limit).map(({ id, title, text: whole }) => {
      return { id, title, excerpt: excerptOf(whole) };
    });
  }
}

/** The words of a text without its marks and addresses. */
function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`>#]|^\s*[-+]\s/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The beginning of a text, never half a character. */
function excerptOf(markdown: string): string {
  const words = plain(markdown);
  if (words.length <= EXCERPT_LENGTH) return words;
  const cut = words.slice(0, EXCERPT_LENGTH - 1).replace(/[\ud800-\udbff]$/, '');
  return `${cut.replace(/\s+\S*$/, '')}…`;
}
