/**
 * The settings in place of the desk's columns (A12): the list of pages, the page that was chosen, and the bar that saves.
 * Owns its element and which pages were opened; a chunk of its own, and so is each page.
 */
import { adoptStyles, arrowLeftIcon, icon } from '@support-chat/ui';
import { html, nothing, render, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../../desk-localizer.js';
import type { SettingsSource } from '../../settings/settings-source.js';
import { tip } from '../../tip.js';
import type { Saveable } from './draft.js';
import { DraftKeeper } from './draft-keeper.js';
import { PAGES } from './pages.js';
import { saveBar } from './save-bar.js';
import { wordsIn, type PageEntry, type PageHost, type SettingsPage } from './settings-page.js';
import { settingsStyles } from './settings-styles.js';
import { settingsWords } from './settings-words.js';

/** What the panel cannot know alone. */
export interface SettingsHost {
  readonly source: SettingsSource;
  /** Of the desk. */
  readonly root: ShadowRoot;
  readonly localizer: () => DeskLocalizer;
  readonly onClose: () => void;
  /** Ends the panel. */
  readonly signal: AbortSignal;
}

/** A page, while it is loaded and afterwards. */
type Opened = SettingsPage | 'loading' | 'failed';

/** See the module. */
export class SettingsPanel {
  /** Put it over the columns. */
  readonly element = document.createElement('div');
  readonly #host: SettingsHost;
  readonly #keeper: DraftKeeper;
  readonly #opened = new Map<string, Opened>();
  #current: PageEntry | undefined = PAGES[0];
  /** A phone shows either the list or a page. */
  #onPage = false;
  #saved = false;
  #told: { readonly text: string; readonly wrong: boolean } | null = null;

  constructor(host: SettingsHost) {
    this.#host = host;
    this.#keeper = new DraftKeeper(host.source.self);
    adoptStyles(host.root, settingsStyles);
    this.element.className = 'settings';
    this.element.part.add('settings');
    const leaving = (event: BeforeUnloadEvent): void => {
      if (this.#isDirty) event.preventDefault();
    };
    addEventListener('beforeunload', leaving, { signal: host.signal });
    if (this.#current) void this.#load(this.#current);
  }

  focus(): void {
    this.element.querySelector<HTMLElement>('[aria-current="page"]')?.focus();
  }

  /** Out of a field, from the page to the list where one of them is shown, or back to the chats. */
  back(): void {
    const focused = this.#host.root.activeElement;
    const inField = focused instanceof HTMLElement && focused.matches('input, textarea, select');
    if (inField && this.element.contains(focused)) return void this.element.querySelector<HTMLElement>('h2')?.focus();
    if (this.#onPage && this.#isNarrow) return this.#showList();
    this.#host.onClose();
  }

  /** Draws what is known now. */
  update(): void {
    const localizer = this.#host.localizer();
    const say = wordsIn(localizer, settingsWords);
    this.element.classList.toggle('on-page', this.#onPage);
    render(
      html`<nav class="settings-nav" aria-labelledby="settings-title">
          <div class="settings-head">
            <button type="button" class="icon-button" ${tip(say('close'))} @click=${() => this.#host.onClose()}>
              ${icon(arrowLeftIcon)}
            </button>
            <h1 id="settings-title">${say('title')}</h1>
          </div>
          <ul>
            ${PAGES.map((page) => this.#link(page, localizer))}
          </ul>
        </nav>
        <main class="settings-page">${this.#renderPage(localizer)}</main>`,
      this.element,
    );
  }

  #link(page: PageEntry, localizer: DeskLocalizer): TemplateResult {
    const opened = this.#opened.get(page.id);
    const dirty = typeof opened === 'object' && opened.drafts().some((draft) => draft.dirty);
    return html`<li>
      <button
        type="button"
        class="settings-link"
        aria-current=${page === this.#current ? 'page' : nothing}
        @click=${() => this.#choose(page)}
      >
        ${titleOf(page, localizer)}
        ${
          dirty
            ? html`<span class="settings-mark"
                ><span class="visually-hidden">(${wordsIn(localizer, settingsWords)('unsaved')})</span></span
              >`
            : nothing
        }
      </button>
    </li>`;
  }

  #renderPage(localizer: DeskLocalizer): TemplateResult | typeof nothing {
    const page = this.#current;
    if (!page) return nothing;
    const say = wordsIn(localizer, settingsWords);
    const opened = this.#opened.get(page.id) ?? 'loading';
    const drafts = typeof opened === 'object' ? opened.drafts() : [];
    const unreachable = drafts.filter(({ phase }) => phase === 'unreachable');
    const loading = opened === 'loading' || drafts.some(({ phase }) => phase === 'loading');
    return html`<header class="settings-page-head">
        <button
          type="button"
          class="icon-button settings-back"
          ${tip(say('all-pages'))}
          @click=${() => this.#showList()}
        >
          ${icon(arrowLeftIcon)}
        </button>
        ${this.#onPage && this.#isNarrow ? html`<h1 class="visually-hidden">${say('title')}</h1>` : nothing}
        <h2 tabindex="-1">${titleOf(page, localizer)}</h2>
      </header>
      <div class="settings-body" aria-busy=${loading ? 'true' : 'false'}>
        <p class="settings-told ${this.#told?.wrong ? 'problem' : ''}" role=${this.#told?.wrong ? 'alert' : 'status'}>
          ${this.#told?.text ?? (loading ? html`<span class="visually-hidden">${say('loading')}</span>` : nothing)}
        </p>
        ${
          opened === 'failed' || unreachable.length > 0
            ? html`<div class="settings-failed" role="alert">
                <p>${say('unreachable')}</p>
                <button
                  type="button"
                  class="button small"
                  @click=${() => (opened === 'failed' ? void this.#load(page) : unreachable.forEach((draft) => void draft.load()))}
                >
                  ${say('retry')}
                </button>
              </div>`
            : typeof opened === 'object' && !loading
              ? opened.render()
              : html`<div class="settings-skeleton skeleton"></div>`
        }
      </div>
      ${drafts.length > 0 ? saveBar({ drafts, saved: this.#saved, localizer, onSave: () => void this.#save(), onOverwrite: () => void this.#save((draft) => draft.overwrite()) }) : nothing}`;
  }

  get #isDirty(): boolean {
    return [...this.#opened.values()].some(
      (page) => typeof page === 'object' && page.drafts().some(({ dirty }) => dirty),
    );
  }

  /** Whether list and page do not stand side by side. */
  get #isNarrow(): boolean {
    return this.element.closest('.phone') !== null;
  }

  #choose(page: PageEntry): void {
    this.#current = page;
    this.#onPage = true;
    this.#saved = false;
    this.#told = null;
    const opened = this.#opened.get(page.id);
    if (typeof opened === 'object') opened.shown?.();
    else void this.#load(page);
    this.update();
    if (this.#isNarrow) this.element.querySelector<HTMLElement>('h2')?.focus();
  }

  #showList(): void {
    this.#onPage = false;
    this.update();
    this.focus();
  }

  async #load(page: PageEntry): Promise<void> {
    if (this.#opened.get(page.id) === 'loading') return;
    this.#opened.set(page.id, 'loading');
    this.update();
    try {
      const { openPage } = await page.load();
      if (this.#host.signal.aborted) return;
      this.#opened.set(page.id, openPage(this.#pageHost(page)));
    } catch {
      this.#opened.set(page.id, 'failed');
    }
    this.update();
  }

  #pageHost(page: PageEntry): PageHost {
    const { source, localizer, root, signal } = this.#host;
    return {
      ...{ source, localizer, root, signal, keeper: this.#keeper },
      changed: () => {
        if (this.#isDirty) this.#saved = false;
        this.update();
      },
      tell: (text, wrong = false) => {
        if (page !== this.#current) return;
        this.#told = text === '' ? null : { text, wrong };
        this.update();
      },
    };
  }

  /** @param way - in which each draft is saved */
  async #save(way = (draft: Saveable): Promise<boolean> => draft.save()): Promise<void> {
    const page = this.#current && this.#opened.get(this.#current.id);
    if (typeof page !== 'object') return;
    this.#told = null;
    let saved = true;
    for (const draft of page.drafts().filter(({ dirty }) => dirty)) saved = (await way(draft)) && saved;
    this.#saved = saved;
    this.update();
    if (!saved) this.element.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
}

function titleOf({ title }: PageEntry, { locale }: DeskLocalizer): string {
  return /^de\b/i.test(locale) ? title.de : title.en;
}
