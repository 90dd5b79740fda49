/**
 * What the team has done in figures, in the place of the inbox (A10): which days and whose chats are counted, and the
 * figures. Owns its element and the request under way; a chunk of its own.
 */
import { ProtocolError, readStatistics, readTopics, type StatisticsAnswer, type Topics } from '@support-chat/protocol';
import { adoptStyles } from '@support-chat/ui';
import { html, nothing, render, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { DeskLocalizer } from '../../desk-localizer.js';
import type { StatisticsSearch, StatisticsSource } from '../../statistics/statistics-source.js';
import { figuresView } from './figures-view.js';
import type { Measure } from './measures.js';
import { daysOf, SPANS, type Days, type Span } from './spans.js';
import { backButton } from '../place/back-button.js';
import { placeStyles } from '../place/place-styles.js';
import { statisticsStyles } from './statistics-styles.js';

/** What the panel cannot know alone. */
export interface StatisticsHost {
  readonly source: StatisticsSource;
  /** Of the desk. */
  readonly root: ShadowRoot;
  readonly localizer: () => DeskLocalizer;
  /** Wall time. */
  readonly now: () => number;
  readonly onClose: () => void;
  /** Ends the panel. */
  readonly signal: AbortSignal;
}

type Choices = readonly { readonly id: string | null; readonly name: string | null }[];

/** See the module. */
export class StatisticsPanel {
  /** Put it in the place of the inbox. */
  readonly element = document.createElement('div');
  readonly #host: StatisticsHost;
  #span: Span = 'week';
  #own: Days;
  #department: string | undefined;
  #agent: string | undefined;
  #measure: Measure = 'chats';
  #figures: StatisticsAnswer | null = null;
  #topics: Topics | null = null;
  /** Of whom there are figures when nobody is chosen. */
  #departments: Choices = [];
  #agents: Choices = [];
  #state: 'counting' | 'counted' | { readonly problem: string } = 'counting';
  #asking: AbortController | undefined;

  constructor(host: StatisticsHost) {
    this.#host = host;
    this.#own = daysOf('week', host.now());
    adoptStyles(host.root, placeStyles);
    adoptStyles(host.root, statisticsStyles);
    this.element.className = 'place statistics';
    this.element.part.add('statistics');
    host.signal.addEventListener('abort', () => this.#asking?.abort(), { once: true });
    this.look();
  }

  focus(): void {
    this.element.querySelector<HTMLElement>('select')?.focus();
  }

  /** Counts anew; what was counted before stays until then, so that nothing flickers. */
  look(): void {
    void this.#ask();
  }

  /** Draws what is known now. */
  update(): void {
    const localizer = this.#host.localizer();
    const counting = this.#state === 'counting';
    render(
      html`<div class="place-head statistics-head">
          ${backButton(localizer, () => this.#host.onClose())}
          <h2>${localizer.text('statistics-title')}</h2>
          ${this.#exports(localizer)}
        </div>
        <div class="statistics-choices">${this.#choices(localizer)}</div>
        <p class="statistics-said" role="status">${this.#said(localizer)}</p>
        <div class="statistics-figures" aria-busy=${counting ? 'true' : 'false'}>
          ${
            typeof this.#state === 'object'
              ? html`<button type="button" class="button small quiet" @click=${() => this.look()}>
                  ${localizer.text('archive-again')}
                </button>`
              : nothing
          }
          ${
            this.#figures === null || this.#figures.total.chats === 0
              ? nothing
              : figuresView({
                  figures: this.#figures,
                  topics: this.#topics,
                  measure: this.#measure,
                  rightToLeft: getComputedStyle(this.element).direction === 'rtl',
                  localizer,
                  onMeasure: (measure) => {
                    this.#measure = measure;
                    this.update();
                  },
                })
          }
        </div>`,
      this.element,
    );
  }

  #said(localizer: DeskLocalizer): string {
    if (typeof this.#state === 'object') return this.#state.problem;
    if (this.#state === 'counting') return localizer.text('statistics-counting');
    return this.#figures?.total.chats === 0 ? localizer.text('statistics-none') : '';
  }

  #choices(localizer: DeskLocalizer): TemplateResult {
    const changed = (change: (value: string) => void) => (event: Event) => {
      change((event.target as HTMLInputElement | HTMLSelectElement).value);
      this.look();
    };
    const day = (name: keyof Days): TemplateResult =>
      html`<label
        >${localizer.text(`archive-${name}`)}
        <input
          type="date"
          required
          .value=${live(this.#own[name])}
          @change=${changed((value) => (this.#own = value === '' ? this.#own : inOrder({ ...this.#own, [name]: value }, name)))}
        />
      </label>`;
    return html`<label
        >${localizer.text('statistics-span')}
        <select @change=${changed((value) => this.#choose(value as Span))}>
          ${SPANS.map(
            (span) =>
              html`<option value=${span} ?selected=${span === this.#span}>
                ${localizer.text(`statistics-span-${span}`)}
              </option>`,
          )}
        </select>
      </label>
      ${this.#span === 'own' ? html`${day('from')} ${day('to')}` : nothing}
      ${this.#choice(
        'statistics-department',
        this.#departments,
        this.#department,
        changed((id) => (this.#department = id || undefined)),
      )}
      ${this.#choice(
        'statistics-agent',
        this.#agents,
        this.#agent,
        changed((id) => (this.#agent = id || undefined)),
      )}`;
  }

  #choice(
    name: 'statistics-department' | 'statistics-agent',
    choices: Choices,
    chosen: string | undefined,
    onChange: (event: Event) => void,
  ): TemplateResult | typeof nothing {
    const known = choices.filter(({ id }) => id !== null);
    // Whoever sees one agent only, themselves, has nothing to choose.
    if (chosen === undefined && known.length < 2) return nothing;
    const localizer = this.#host.localizer();
    return html`<label
      >${localizer.text(name)}
      <select @change=${onChange}>
        <option value="" ?selected=${chosen === undefined}>${localizer.text('archive-any')}</option>
        ${known.map(
          (one) => html`<option value=${one.id ?? ''} ?selected=${one.id === chosen}>${one.name || one.id}</option>`,
        )}
      </select>
    </label>`;
  }

  #exports(localizer: DeskLocalizer): TemplateResult | typeof nothing {
    const { exportUrl } = this.#host.source;
    if (!exportUrl || this.#figures === null) return nothing;
    return html`<a class="statistics-export" download href=${exportUrl(this.#search, 'csv')}
      >${localizer.text('statistics-export')}</a
    >`;
  }

  /** Days of one's own begin as those that were there. */
  #choose(span: Span): void {
    if (span === 'own') this.#own = this.#days;
    this.#span = span;
  }

  get #days(): Days {
    return this.#span === 'own' ? this.#own : daysOf(this.#span, this.#host.now());
  }

  get #search(): StatisticsSearch {
    return {
      ...this.#days,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(this.#department !== undefined && { department: this.#department }),
      ...(this.#agent !== undefined && { agent: this.#agent }),
    };
  }

  async #ask(): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.#state = 'counting';
    this.update();
    const search = this.#search;
    const { source } = this.#host;
    try {
      const figures = readStatistics(await source.figures(search, asking.signal), 'statistics');
      if (asking.signal.aborted) return;
      this.#figures = figures;
      this.#topics = null;
      if (search.department === undefined) this.#departments = figures.departments;
      if (search.agent === undefined) this.#agents = figures.agents;
      this.#state = 'counted';
      this.update();
      const topics = await source.topics?.(search, asking.signal);
      if (asking.signal.aborted || topics === undefined) return;
      this.#topics = readTopics(topics, 'topics');
    } catch (error) {
      if (asking.signal.aborted) return;
      if (!(error instanceof ProtocolError)) throw error;
      this.#state = { problem: this.#host.localizer().error(error.code) };
    }
    this.update();
  }
}

/** The day that was just chosen stands; the other one goes along when it would be on the wrong side. */
function inOrder({ from, to }: Days, chosen: keyof Days): Days {
  if (from <= to) return { from, to };
  return chosen === 'from' ? { from, to: from } : { from: to, to };
}
