/** Articles as the server keeps them, and as they are changed. */
import { ProtocolError, type Article } from '@support-chat/protocol';
import { Draft } from '../draft.js';
import type { PageHost, Say } from '../settings-page.js';
import type { articlesWords } from './articles-words.js';

/** As `GET /v1/agent/articles` has it. */
export interface ArticleRow {
  readonly id: string;
  readonly title: string;
  readonly locale?: string;
  readonly position: number;
  readonly version: string;
}

/** What is entered. */
export interface ArticleEntry {
  /** Minted with the first letter, so that a save that got no answer may be repeated. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Empty: it fits every page. */
  readonly locale: string;
  readonly position: string;
}

const EMPTY: ArticleEntry = { id: '', title: '', text: '', locale: '', position: '' };
/** Names the unsaved changes of an article. */
export const draftName = (id: string): string => `article:${id}`;

/** All of them in their order. @throws a coded `ProtocolError` */
export async function loadArticles({ source }: PageHost, signal: AbortSignal): Promise<readonly ArticleRow[]> {
  const answer = (await source.call('GET', '/agent/articles', signal)) as { articles?: unknown } | null;
  if (!Array.isArray(answer?.articles)) throw new ProtocolError('internal');
  return answer.articles as ArticleRow[];
}

interface ArticleDraftOptions {
  readonly say: () => Say<keyof typeof articlesWords.en>;
  /** The list was read, or has to be. */
  readonly onLoaded: (rows?: readonly ArticleRow[]) => void;
}

/** An article that is being changed. One that somebody has removed meanwhile is empty, and may be saved anew. */
export function articleDraft(host: PageHost, id: string, options: ArticleDraftOptions): Draft<ArticleEntry> {
  const { source } = host;
  return draft(host, draftName(id), options, {
    async load(signal) {
      // The version first: what is changed in between is then a conflict and not overwritten.
      const rows = await loadArticles(host, signal);
      options.onLoaded(rows);
      const row = rows.find((one) => one.id === id);
      if (!row) return { value: { ...EMPTY, id }, version: undefined };
      const { title, text, locale = '' } = (await source.call('GET', `/articles/${id}`, signal)) as Article;
      return { value: { id, title, text, locale, position: String(row.position) }, version: row.version };
    },
    store: (entry, version, signal) => write(host, entry, signal, version),
  });
}

/** An article that there is not yet. Saved, it is one of the others and this one is empty again. */
export function freshDraft(host: PageHost, options: ArticleDraftOptions): Draft<ArticleEntry> {
  return draft(host, 'new-article', options, {
    load: () => Promise.resolve({ value: EMPTY, version: undefined }),
    async store(entry, _version, signal) {
      await write(host, entry, signal);
      options.onLoaded();
    },
  });
}

/** An id for an article that has none. */
export function withId(entry: ArticleEntry): ArticleEntry {
  return entry.id === '' ? { ...entry, id: `article-${crypto.randomUUID()}` } : entry;
}

function draft(
  { keeper, signal, changed }: PageHost,
  name: string,
  { say }: ArticleDraftOptions,
  source: ConstructorParameters<typeof Draft<ArticleEntry>>[0]['source'],
): Draft<ArticleEntry> {
  return new Draft<ArticleEntry>({
    ...{ name, keeper, signal, source, onChange: changed },
    check: ({ title, text, position }) => ({
      ...(title.trim() === '' && { title: say()('title-missing') }),
      ...(text.trim() === '' && { text: say()('text-missing') }),
      ...(!/^(-?\d{1,6})?$/.test(position.trim()) && { position: say()('position-wrong') }),
    }),
  });
}

async function write(
  { source }: PageHost,
  { id, title, text, locale, position }: ArticleEntry,
  signal: AbortSignal,
  version?: string,
): Promise<void> {
  const body = { title: title.trim(), text, ...(locale !== '' && { locale }), position: Number(position.trim()) };
  await source.call('PUT', `/articles/${id}`, signal, body, version);
}
