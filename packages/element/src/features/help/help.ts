/**
 * Help before and beside the conversation (V19): a search over the owner's articles on the home of an empty conversation
 * and, from the menu, as a page during one. It owns what is looked for and what was found; nothing of it is part of the
 * conversation, and nothing is stored.
 */
import { readArticle, readArticles, type Article, type ArticleHit } from '@support-chat/protocol';
import { helpWords, icon, markdownStyles, renderMarkdown, searchIcon, type Localizer } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { pageStyles } from '../../panel/page-styles.js';
import { page } from '../../panel/page.js';
import type { PanelModel } from '../../panel/panel-template.js';
import type { Session } from '../../session.js';
import { helpStyles } from './help-styles.js';

/** Milliseconds without a key press after which is searched. */
const TYPING_PAUSE = 200;
/** Articles shown before anything is looked for, and at most while something is. */
const [FIRST, MOST] = [4, 8];

/** What this part renders needs them beside the panel's own. */
export const styles = [pageStyles, markdownStyles, helpStyles] as const;

interface HelpOptions {
  readonly session: Session;
  /** Something that is shown has changed. */
  readonly onChange: () => void;
  /** Ends every request and timer. */
  readonly signal: AbortSignal;
}

/** The search of one panel. */
export class Help {
  readonly #options: HelpOptions;
  #text = '';
  #locale = '';
  /** Null until the first answer. */
  #found: readonly ArticleHit[] | null = null;
  #failed = false;
  #request = new AbortController();
  /** Of the article that is being opened: the answer to what was typed before does not end it. */
  #opening = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: HelpOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => this.#stop(), { once: true });
  }

  /** The search as a part of the home of an empty conversation. */
  search(model: PanelModel): TemplateResult {
    const localizer = model.localizer.extended(helpWords);
    this.#speak(localizer.locale);
    const label = localizer.text('help-label');
    const found = this.#found ?? [];
    return html`<section class="help" part="help" aria-label=${label}>
      <label class="help-field">
        ${icon(searchIcon)}<input
          part="help-search"
          type="search"
          enterkeyhint="search"
          autocomplete="off"
          maxlength="256"
          aria-label=${label}
          placeholder=${localizer.text('help-search')}
          .value=${this.#text}
          @input=${(event: Event) => this.#typed((event.currentTarget as HTMLInputElement).value)}
        />
      </label>
      <p class=${found.length > 0 ? 'visually-hidden' : 'help-note'} role="status">${this.#said(localizer)}</p>
      <ul class="help-list">
        ${found.map(
          (hit) =>
            html`<li>
              <button
                class="help-item"
                part="help-item"
                type="button"
                dir="auto"
                @click=${() => void this.#open(hit.id, model)}
              >
                <bdi>${hit.title}</bdi><span class="help-excerpt">${hit.excerpt}</span>
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  /** The search as a page over a conversation. */
  readonly page = (model: PanelModel): TemplateResult => {
    const title = model.localizer.extended(helpWords).text('help-label');
    return page(model, title, this.search({ ...model, onView: (view) => this.#leaveArticle(model, view) }));
  };

  #said(localizer: Localizer<keyof typeof helpWords | 'back'>): string | typeof nothing {
    if (this.#failed) return localizer.text('help-failed');
    if (this.#found === null || this.#text.trim() === '') return nothing;
    return this.#found.length > 0
      ? localizer.text('help-found', { count: this.#found.length })
      : localizer.text('help-none');
  }

  /** An article that was opened from the page leads back to it, every other way out to the conversation. */
  #leaveArticle(model: PanelModel, view: Parameters<PanelModel['onView']>[0]): void {
    model.onView(view.page === null ? { page: this.page } : view);
  }

  #typed(text: string): void {
    this.#text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#search(), text.trim() === '' ? 0 : TYPING_PAUSE);
  }

  #speak(locale: string): void {
    if (locale === this.#locale) return;
    this.#locale = locale;
    void this.#search();
  }

  async #search(): Promise<void> {
    this.#request.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    const text = this.#text.trim();
    const query = { text, locale: this.#locale, limit: text === '' ? FIRST : MOST };
    try {
      const { articles } = readArticles(await this.#options.session.adapter.help?.search(query, signal), 'answer');
      if (signal.aborted) return;
      this.#found = articles;
      this.#failed = false;
    } catch {
      // Whatever it was, the person is told; another key asks again.
      if (signal.aborted) return;
      this.#found = [];
      this.#failed = true;
    }
    this.#options.onChange();
  }

  async #open(id: string, model: PanelModel): Promise<void> {
    this.#opening.abort();
    this.#opening = new AbortController();
    const { signal } = this.#opening;
    let article: Article;
    try {
      article = readArticle(await this.#options.session.adapter.help?.load(id, signal), 'answer');
    } catch {
      if (signal.aborted) return;
      this.#failed = true;
      this.#options.onChange();
      return;
    }
    if (signal.aborted) return;
    model.onView({ page: (shown) => articlePage({ ...shown, onView: model.onView }, article, shown.onView) });
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#request.abort();
    this.#opening.abort();
  }
}

/** @param toConversation - leaves every page */
function articlePage(model: PanelModel, article: Article, toConversation: PanelModel['onView']): TemplateResult {
  const { localizer } = model;
  const { title, text, locale } = article;
  return page(
    model,
    title,
    html`<div class="bubble help-text" part="help-article" lang=${locale ?? nothing} dir="auto">
        ${renderMarkdown(text, localizer)}
      </div>
      <button
        class="text-button"
        type="button"
        @click=${() => {
          toConversation({ page: null });
          model.composerHost.querySelector('textarea')?.focus();
        }}
      >
        ${localizer.extended(helpWords).text('help-write')}
      </button>`,
  );
}
