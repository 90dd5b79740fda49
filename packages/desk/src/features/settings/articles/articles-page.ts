/** Articles that answer a question before it is asked (V19, A12): their list, and one at a time to write. */
import { MAX_ARTICLE_LENGTH, ProtocolError } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Draft } from '../draft.js';
import { areaField, selectField, textField } from '../fields.js';
import { orTell } from '../or-tell.js';
import { SecondPress } from '../second-press.js';
import { wordsIn, type PageHost, type Say, type SettingsPage } from '../settings-page.js';
import {
  articleDraft,
  draftName,
  freshDraft,
  loadArticles,
  withId,
  type ArticleEntry,
  type ArticleRow,
} from './article-entry.js';
import { articlesWords } from './articles-words.js';

/** See the module. */
export const openPage = (host: PageHost): SettingsPage => new ArticlesPage(host);

/** The languages that the chat itself speaks. */
const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'he', 'it', 'ja', 'nl', 'pl', 'pt', 'zh'];

class ArticlesPage implements SettingsPage {
  readonly #host: PageHost;
  readonly #fresh: Draft<ArticleEntry>;
  readonly #press: SecondPress;
  readonly #drafts = new Map<string, Draft<ArticleEntry>>();
  #articles: readonly ArticleRow[] | null = null;
  #adding = false;
  /** Id of the article whose form is open. */
  #edited: string | null = null;

  constructor(host: PageHost) {
    this.#host = host;
    this.#press = new SecondPress(host.changed);
    this.#fresh = freshDraft(host, this.#options);
    void this.#load();
  }

  drafts(): readonly Draft<ArticleEntry>[] {
    return [this.#fresh, ...this.#drafts.values()];
  }

  shown(): void {
    void this.#load();
  }

  render(): TemplateResult {
    const say = this.#say;
    const adding = this.#adding || this.#fresh.dirty;
    const rows = this.#rows();
    return html`<p class="hint">${say('intro')}</p>
      ${
        adding && this.#fresh.value
          ? html`<div class="settings-card">${this.#form('new', say('fresh'), this.#fresh, this.#fresh.value)}</div>`
          : html`<div class="settings-actions">
              <button type="button" class="button small" id="add-article" @click=${() => this.#add()}>
                ${say('add')}
              </button>
            </div>`
      }
      ${rows?.length === 0 ? html`<p class="settings-empty">${say('none')}</p>` : nothing}
      <ul class="settings-list">
        ${repeat(
          rows ?? [],
          ({ id }) => id,
          (row) => this.#row(row),
        )}
      </ul>`;
  }

  get #say(): Say<keyof typeof articlesWords.en> {
    return wordsIn(this.#host.localizer(), articlesWords);
  }

  get #options() {
    return {
      say: () => this.#say,
      onLoaded: (rows?: readonly ArticleRow[]): void => {
        if (rows) this.#articles = rows;
        else {
          this.#adding = false;
          void this.#load();
        }
      },
    };
  }

  /** Also those that are being changed here and that somebody else has removed meanwhile. */
  #rows(): readonly ArticleRow[] | undefined {
    const rows = this.#articles;
    if (!rows) return undefined;
    const there = new Set(rows.map(({ id }) => id));
    const lost = [...this.#drafts].filter(([id, { dirty }]) => dirty && !there.has(id));
    return [...rows, ...lost.map(([id, { value }]) => ({ id, title: value?.title ?? '', position: NaN, version: '' }))];
  }

  #row({ id, title, locale, position }: ArticleRow): TemplateResult {
    const say = this.#say;
    const open = this.#edited === id;
    const draft = this.#drafts.get(id);
    const facts = [
      Number.isNaN(position) ? say('removed') : locale === undefined ? say('every') : this.#language(locale),
      ...(draft?.dirty ? [say('unsaved')] : []),
    ];
    return html`<li>
      <div class="settings-row">
        <div class="grow"><bdi>${title}</bdi><small>${facts.join(' · ')}</small></div>
        <button
          type="button"
          class="button small quiet"
          aria-expanded=${open ? 'true' : 'false'}
          aria-label=${say(open ? 'close' : 'edit', { name: title })}
          @click=${() => this.#edit(open ? null : id)}
        >
          ${say(open ? 'close-short' : 'edit-short')}
        </button>
      </div>
      ${open && draft?.value ? this.#form(id, title, draft, draft.value) : nothing}
    </li>`;
  }

  #form(key: string, name: string, draft: Draft<ArticleEntry>, entry: ArticleEntry): TemplateResult {
    const say = this.#say;
    const change = (part: Partial<ArticleEntry>): void => draft.change((before) => withId({ ...before, ...part }));
    const locales = new Set(['', ...LANGUAGES, entry.locale]);
    return html`<div class="settings-form" role="group" aria-label=${name}>
      ${textField({
        ...{ id: `title-${key}`, label: say('title'), value: entry.title, maxLength: 256 },
        problem: draft.problemAt('title'),
        onInput: (title) => change({ title }),
      })}
      ${areaField({
        ...{ id: `text-${key}`, label: say('text'), hint: say('text-hint'), value: entry.text, rows: 8 },
        ...{ maxLength: MAX_ARTICLE_LENGTH, problem: draft.problemAt('text') },
        onInput: (text) => change({ text }),
      })}
      <div class="settings-fields">
        ${selectField({
          ...{ id: `locale-${key}`, label: say('locale'), hint: say('locale-hint'), value: entry.locale },
          problem: draft.problemAt('locale'),
          options: [...locales].map((tag) => [tag, tag === '' ? say('every') : this.#language(tag)] as const),
          onChoose: (locale) => change({ locale }),
        })}
        ${textField({
          ...{ id: `position-${key}`, type: 'number', label: say('position'), hint: say('position-hint') },
          ...{ value: entry.position, problem: draft.problemAt('position') },
          onInput: (position) => change({ position }),
        })}
      </div>
      <div class="settings-actions">${key === 'new' ? this.#cancelButton() : this.#removeButton(key, name)}</div>
    </div>`;
  }

  #cancelButton(): TemplateResult {
    const cancel = (): void => {
      this.#adding = false;
      this.#fresh.discard();
      this.#focus('add-article');
    };
    return html`<button type="button" class="button small quiet" @click=${cancel}>${this.#say('cancel')}</button>`;
  }

  #removeButton(id: string, name: string): TemplateResult {
    const say = this.#say;
    return this.#press.button({
      ...{ key: id, label: say('remove'), question: say('remove-sure', { name }) },
      onDo: () => this.#remove(id, name),
    });
  }

  #language(tag: string): string {
    return new Intl.DisplayNames(this.#host.localizer().locale, { type: 'language' }).of(tag) ?? tag;
  }

  #add(): void {
    this.#adding = true;
    this.#host.tell('');
    this.#host.changed();
    this.#focus('title-new');
  }

  #edit(id: string | null): void {
    this.#edited = id;
    if (id !== null && !this.#drafts.has(id)) this.#drafts.set(id, articleDraft(this.#host, id, this.#options));
    else if (id !== null) void this.#drafts.get(id)?.load();
    this.#host.changed();
  }

  #remove(id: string, name: string): void {
    const { source, tell } = this.#host;
    void orTell(this.#host, async (signal) => {
      const version = this.#articles?.find((one) => one.id === id)?.version;
      try {
        await source.call('DELETE', `/articles/${id}`, signal, undefined, version);
      } catch (error) {
        if (!(error instanceof ProtocolError) || error.code !== 'id-conflict') throw error;
        tell(this.#say('changed-meanwhile', { name }), true);
        return this.#load();
      }
      // What was not saved of it goes with it.
      this.#drafts.get(id)?.discard();
      this.#drafts.delete(id);
      this.#edited = null;
      await this.#load();
      tell(this.#say('gone', { name }));
      this.#focus('add-article');
    });
  }

  #focus(id: string): void {
    this.#host.root.getElementById(id)?.focus();
  }

  async #load(): Promise<void> {
    await orTell(this.#host, async (signal) => {
      this.#articles = await loadArticles(this.#host, signal);
      for (const { id } of this.#articles) {
        // What was not saved before the tab was loaded again is unsaved now.
        const isKept = this.#host.keeper.get(draftName(id)) !== undefined;
        if (isKept && !this.#drafts.has(id)) this.#drafts.set(id, articleDraft(this.#host, id, this.#options));
      }
      this.#host.changed();
    });
  }
}
