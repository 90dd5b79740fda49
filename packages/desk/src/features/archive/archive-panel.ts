/**
 * Everything that was ever said, in the place of the inbox (A9): words, filters and what was found. Owns its element and the
 * search under way; a chunk of its own.
 */
import { ProtocolError, readArchivePage, type ArchiveHit } from '@support-chat/protocol';
import { adoptStyles, icon } from '@support-chat/ui';
import { html, nothing, render, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ArchiveSearch, ArchiveSource } from '../../archive/archive-source.js';
import type { DeskLocalizer } from '../../desk-localizer.js';
import { filterIcon } from '../../icon-paths.js';
import { conversationRow } from '../../inbox/inbox-list.js';
import { rowKeys } from '../../inbox/row-focus.js';
import { tip } from '../../tip.js';
import { backButton } from '../place/back-button.js';
import { placeStyles } from '../place/place-styles.js';
import { archiveStyles } from './archive-styles.js';
import { endOfDay, startOfDay } from './days.js';
import { marked } from './marked.js';

/** Milliseconds after the last letter until it is looked up. */
const PAUSE = 250;
const RATINGS = [5, 4, 3, 2, 1] as const;

/** What the panel cannot know alone. */
export interface ArchiveHost {
  readonly source: ArchiveSource;
  /** Of the desk. */
  readonly root: ShadowRoot;
  readonly localizer: () => DeskLocalizer;
  /** Id of the agent. */
  readonly self: () => string | null;
  /** Ids of the chats on the desk; the one in front. */
  readonly open: () => ReadonlySet<string>;
  readonly active: () => string | null;
  /** Wall time. */
  readonly now: () => number;
  readonly onOpen: (hit: ArchiveHit) => void;
  readonly onClose: () => void;
  /** Ends the panel. */
  readonly signal: AbortSignal;
}

/** See the module. */
export class ArchivePanel {
  /** Put it in the place of the inbox. */
  readonly element = document.createElement('div');
  readonly #host: ArchiveHost;
  #search: ArchiveSearch = {};
  #filtersShown = false;
  #hits: readonly ArchiveHit[] = [];
  #after: string | undefined;
  #state: 'searching' | 'found' | { readonly problem: string } = 'searching';
  #cursor: string | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;

  constructor(host: ArchiveHost) {
    this.#host = host;
    adoptStyles(host.root, placeStyles);
    adoptStyles(host.root, archiveStyles);
    this.element.className = 'place archive';
    this.element.part.add('archive');
    host.signal.addEventListener('abort', () => this.#cancel(), { once: true });
    this.#look();
  }

  /** As it was found; undefined for what was not. */
  summaryOf(id: string): ArchiveHit | undefined {
    return this.#hits.find((hit) => hit.id === id);
  }

  focus(): void {
    this.element.querySelector<HTMLElement>('input[type="search"]')?.focus();
  }

  /** Draws what is known now. */
  update(): void {
    const localizer = this.#host.localizer();
    const searching = this.#state === 'searching';
    render(
      html`<div class="place-head">
          ${backButton(localizer, () => this.#host.onClose())}
          <input
            type="search"
            class="archive-search"
            autocomplete="off"
            maxlength="200"
            aria-label=${localizer.text('archive-search')}
            placeholder=${localizer.text('archive-search')}
            .value=${live(this.#search.words ?? '')}
            @input=${(event: Event) => this.#typed((event.target as HTMLInputElement).value)}
            @keydown=${(event: KeyboardEvent) => this.#searchKey(event)}
          />
          <button
            type="button"
            class="icon-button"
            aria-expanded=${this.#filtersShown ? 'true' : 'false'}
            aria-controls="archive-filters"
            ${tip(localizer.text('archive-filters'))}
            @click=${() => this.#toggleFilters()}
          >
            ${icon(filterIcon)}${this.#isFiltered ? html`<span class="filter-mark"></span>` : nothing}
          </button>
        </div>
        <div class="archive-filters" id="archive-filters" ?hidden=${!this.#filtersShown}>${this.#filters()}</div>
        <p class="archive-said" role="status">${this.#said(localizer)}</p>
        <div class="rows" aria-busy=${searching ? 'true' : 'false'} @keydown=${rowKeys}>${this.#rows()}</div>
        ${this.#exports()}`,
      this.element,
    );
  }

  get #isFiltered(): boolean {
    const { words: _words, ...filters } = this.#search;
    return Object.values(filters).some((value) => value !== undefined);
  }

  #said(localizer: DeskLocalizer): string {
    if (typeof this.#state === 'object') return this.#state.problem;
    if (this.#state === 'searching') return localizer.text('archive-searching');
    if (this.#hits.length === 0) return localizer.text('archive-none');
    return localizer.text(this.#after === undefined ? 'archive-found' : 'archive-found-more', {
      count: this.#hits.length,
    });
  }

  #rows(): TemplateResult {
    const { now, self, open, active, localizer, onOpen } = this.#host;
    const known = this.#hits.some(({ id }) => id === this.#cursor);
    const view = {
      ...{ now: now(), self: self(), open: open(), active: active(), localizer: localizer() },
      cursor: known ? this.#cursor : (this.#hits[0]?.id ?? null),
      onCursor: (id: string) => (this.#cursor = id),
      onOpen: (id: string) => {
        const hit = this.summaryOf(id);
        if (hit) onOpen(hit);
      },
    };
    const failed = typeof this.#state === 'object';
    return html`<ul>
        ${repeat(
          this.#hits,
          ({ id }) => id,
          ({ found, ...hit }) => {
            const words = found && marked(found.text, this.#search.words ?? '');
            return conversationRow(hit, view, found && words && { words, time: found.time });
          },
        )}
      </ul>
      ${
        failed || this.#after !== undefined
          ? html`<button type="button" class="button small quiet archive-more" @click=${() => void this.#ask()}>
              ${localizer().text(failed ? 'archive-again' : 'archive-more')}
            </button>`
          : nothing
      }`;
  }

  #filters(): TemplateResult {
    const localizer = this.#host.localizer();
    const { phase, rating, agent, from, to } = this.#search;
    const day = (time: number | undefined, shift: number): string => {
      if (time === undefined) return '';
      const date = new Date(time - shift);
      return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
        .map((part) => String(part).padStart(2, '0'))
        .join('-');
    };
    return html`<label
        >${localizer.text('archive-phase')}
        <select
          @change=${(event: Event) => {
            const { value } = event.target as HTMLSelectElement;
            this.#filter({ phase: value === '' ? undefined : (value as 'open' | 'ended') });
          }}
        >
          ${['', 'open', 'ended'].map((value) => {
            const text = localizer.text(
              value === '' ? 'archive-any' : value === 'open' ? 'archive-open' : 'archive-ended',
            );
            return html`<option value=${value} ?selected=${(phase ?? '') === value}>${text}</option>`;
          })}
        </select>
      </label>
      <label
        >${localizer.text('archive-rating')}
        <select
          @change=${(event: Event) => {
            const { value } = event.target as HTMLSelectElement;
            const score = RATINGS.find((one) => String(one) === value);
            this.#filter({ rating: score ?? (value === 'any' ? 'any' : undefined) });
          }}
        >
          <option value="" ?selected=${rating === undefined}>${localizer.text('archive-any')}</option>
          <option value="any" ?selected=${rating === 'any'}>${localizer.text('archive-rated')}</option>
          ${RATINGS.map(
            (score) => html`<option value=${score} ?selected=${rating === score}>${'★'.repeat(score)}</option>`,
          )}
        </select>
      </label>
      <label
        >${localizer.text('archive-from')}
        <input
          type="date"
          .value=${live(day(from, 0))}
          @change=${(event: Event) => this.#filter({ from: startOfDay((event.target as HTMLInputElement).value) })}
        />
      </label>
      <label
        >${localizer.text('archive-to')}
        <input
          type="date"
          .value=${live(day(to, 1))}
          @change=${(event: Event) => this.#filter({ to: endOfDay((event.target as HTMLInputElement).value) })}
        />
      </label>
      <label class="archive-mine"
        ><input
          type="checkbox"
          .checked=${live(agent !== undefined)}
          @change=${(event: Event) => {
            const { checked } = event.target as HTMLInputElement;
            this.#filter({ agent: checked ? (this.#host.self() ?? undefined) : undefined });
          }}
        />${localizer.text('archive-mine')}</label
      >`;
  }

  #exports(): TemplateResult | typeof nothing {
    const { exportUrl } = this.#host.source;
    if (!exportUrl || this.#hits.length === 0) return nothing;
    const localizer = this.#host.localizer();
    const link = (format: 'csv' | 'json') =>
      html`<a download href=${exportUrl(this.#search, format)}>${format.toUpperCase()}</a>`;
    return html`<p class="archive-exports">${localizer.text('archive-export')} ${link('csv')} ${link('json')}</p>`;
  }

  #typed(words: string): void {
    this.#set({ words: words.trim() === '' ? undefined : words });
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#look(), PAUSE);
  }

  #searchKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'Enter') this.#look();
    else if (event.key === 'ArrowDown') this.element.querySelector<HTMLElement>('[data-conversation]')?.focus();
    else if (event.key !== 'Escape') return;
    else if (this.#search.words === undefined) this.#host.onClose();
    else this.#typed('');
    event.preventDefault();
    this.update();
  }

  #toggleFilters(): void {
    this.#filtersShown = !this.#filtersShown;
    this.update();
  }

  #filter(filter: { readonly [Name in keyof ArchiveSearch]?: ArchiveSearch[Name] | undefined }): void {
    this.#set(filter);
    this.#look();
  }

  #set(change: { readonly [Name in keyof ArchiveSearch]?: ArchiveSearch[Name] | undefined }): void {
    const entries = Object.entries({ ...this.#search, ...change }).filter(([, value]) => value !== undefined);
    this.#search = Object.fromEntries(entries);
  }

  /** Looks from the beginning. */
  #look(): void {
    this.#cancel();
    this.#after = undefined;
    void this.#ask(true);
  }

  #cancel(): void {
    clearTimeout(this.#pause);
    this.#asking?.abort();
  }

  /** @param anew - what was found before is replaced when the first page is there, so that nothing flickers */
  async #ask(anew = this.#after === undefined): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.#state = 'searching';
    this.update();
    try {
      const search = this.#after === undefined ? this.#search : { ...this.#search, after: this.#after };
      const { conversations, after } = readArchivePage(await this.#host.source.find(search, asking.signal));
      if (asking.signal.aborted) return;
      const before = anew ? [] : this.#hits;
      // With words, a conversation may come again with an earlier message.
      const seen = new Set(before.map(({ id }) => id));
      this.#hits = [...before, ...conversations.filter(({ id }) => !seen.has(id))];
      this.#after = after;
      // Filters may have left nothing of the messages that were looked at: there are older ones.
      if (after !== undefined && conversations.length === 0) return void this.#ask(anew);
      this.#state = 'found';
    } catch (error) {
      if (asking.signal.aborted) return;
      if (!(error instanceof ProtocolError)) throw error;
      this.#state = { problem: this.#host.localizer().error(error.code) };
    }
    this.update();
  }
}
