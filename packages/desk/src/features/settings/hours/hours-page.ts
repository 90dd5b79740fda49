/** When somebody is there: time zone, week, breaks and holidays, and what visitors are told of it (A12, V21). */
import { WEEKDAYS, type HoursSpan, type Weekday } from '@support-chat/protocol';
import { adoptStyles, loadLocalizer, receptionWords, type FormLocalizer } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { Saveable } from '../draft.js';
import { checkField, selectField, textField } from '../fields.js';
import { wordsIn, type PageHost, type Say, type SettingsPage } from '../settings-page.js';
import { hoursDraft, hoursOf, hoursProblems, WORKDAY, type HolidayEntry, type HoursEntry } from './hours-entry.js';
import { hoursStyles } from './hours-styles.js';
import { hoursWords } from './hours-words.js';
import { toldAt } from './told.js';

/** See the module. */
export const openPage = (host: PageHost): SettingsPage => new HoursPage(host);

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;
const MOST_SPANS = 12;

class HoursPage implements SettingsPage {
  readonly #host: PageHost;
  readonly #draft;
  /** As `datetime-local` has it; empty: now. */
  #tried = '';
  /** What the chat says is said in its words. */
  #localizer: { readonly locale: string; readonly of: FormLocalizer | null } = { locale: '', of: null };

  constructor(host: PageHost) {
    this.#host = host;
    adoptStyles(host.root, hoursStyles);
    this.#draft = hoursDraft(host, () => this.#say);
  }

  drafts(): readonly Saveable[] {
    return [this.#draft];
  }

  render(): TemplateResult {
    const entry = this.#draft.value;
    if (!entry) return html``;
    const say = this.#say;
    return html`<div class="hours">
      ${checkField({
        ...{ id: 'hours-on', label: say('on'), hint: say('on-hint'), checked: entry.on },
        onChange: (on) => this.#draft.change({ on }),
      })}
      ${entry.on ? html`${this.#zone(entry)} ${this.#told(entry)} ${this.#week(entry)} ${this.#holidays(entry)}` : nothing}
    </div>`;
  }

  get #say(): Say<keyof typeof hoursWords.en> {
    return wordsIn(this.#host.localizer(), hoursWords);
  }

  #zone({ timeZone }: HoursEntry): TemplateResult {
    const zones = new Set([...Intl.supportedValuesOf('timeZone'), timeZone]);
    return html`<div class="settings-fields">
      ${selectField({
        ...{ id: 'time-zone', label: this.#say('zone'), hint: this.#say('zone-hint'), value: timeZone },
        problem: this.#draft.problemAt('timeZone'),
        options: [...zones].map((zone) => [zone, zone.replaceAll('_', ' ')] as const),
        onChoose: (value) => this.#draft.change({ timeZone: value }),
      })}
    </div>`;
  }

  /** The answer to 'what do they see?', now and at any moment. */
  #told(entry: HoursEntry): TemplateResult {
    const say = this.#say;
    return html`<div class="hours-told">
      <p role="status">${this.#toldWords(entry)}</p>
      ${textField({
        ...{ id: 'try-moment', type: 'datetime-local', label: say('try'), hint: say('try-hint'), value: this.#tried },
        onInput: (value) => {
          this.#tried = value;
          this.#host.changed();
        },
      })}
    </div>`;
  }

  #toldWords(entry: HoursEntry): string {
    const say = this.#say;
    const hours = hoursOf(entry);
    const localizer = this.#chatWords();
    if (!hours || !localizer) return '';
    if (Object.keys(hoursProblems(entry, say)).length > 0) return say('told-wrong');
    const tried = Date.parse(this.#tried);
    const { open, back } = toldAt(hours, Number.isNaN(tried) ? Date.now() : tried, localizer);
    const when = Number.isNaN(tried) ? say('now') : say('then');
    if (open) return say('told-open', { when });
    return back === null ? say('told-closed', { when }) : say('told-back', { when, words: back });
  }

  /** The chat's own words; null until they have come. */
  #chatWords(): FormLocalizer | null {
    const { locale } = this.#host.localizer();
    if (this.#localizer.locale !== locale) {
      this.#localizer = { locale, of: null };
      void loadLocalizer(locale).then((localizer) => {
        this.#localizer = { locale, of: localizer.extended(receptionWords) };
        if (!this.#host.signal.aborted) this.#host.changed();
      });
    }
    return this.#localizer.of;
  }

  #week(entry: HoursEntry): TemplateResult {
    const say = this.#say;
    return html`<h3>${say('week')}</h3>
      <p class="hint">${say('week-hint')}</p>
      <ul class="settings-list">
        ${WEEKDAYS.map((day, index) => {
          const name = this.#dayName(index);
          const set = (spans: readonly HoursSpan[]): void =>
            this.#draft.change(({ weekly, ...rest }) => ({ ...rest, weekly: { ...weekly, [day]: spans } }));
          return html`<li>
            <div class="settings-row hours-day">
              <strong class="grow">${name}</strong>
              ${day === 'monday' ? this.#copyMonday(entry) : nothing}
            </div>
            ${this.#spans(entry.weekly[day], `weekly.${day}`, name, set)}
          </li>`;
        })}
      </ul>`;
  }

  #copyMonday({ weekly: { monday } }: HoursEntry): TemplateResult {
    const copy = (): void =>
      this.#draft.change(({ weekly, ...rest }) => {
        const others: readonly Weekday[] = ['tuesday', 'wednesday', 'thursday', 'friday'];
        return { ...rest, weekly: { ...weekly, ...Object.fromEntries(others.map((day) => [day, monday])) } };
      });
    return html`<button type="button" class="button small quiet" @click=${copy}>${this.#say('like-monday')}</button>`;
  }

  /** Stretches of a day; what lies between two of them is a break. */
  #spans(
    spans: readonly HoursSpan[],
    place: string,
    name: string,
    set: (spans: readonly HoursSpan[]) => void,
  ): TemplateResult {
    const say = this.#say;
    const change = (index: number, part: Partial<HoursSpan>): void =>
      set(spans.map((span, at) => (at === index ? { ...span, ...part } : span)));
    const id = place.replaceAll('.', '-');
    return html`${spans.length === 0 ? html`<p class="settings-empty hours-none">${say('closed')}</p>` : nothing}
      ${spans.map(
        ({ from, to }, index) =>
          html`<div class="settings-row with-fields">
            ${(['from', 'to'] as const).map((end) =>
              textField({
                ...{ id: `${id}-${index}-${end}`, type: 'time', label: say(end) },
                ...{ value: end === 'from' ? from : to, problem: this.#draft.problemAt(`${place}.${index}.${end}`) },
                onInput: (value) => change(index, { [end]: value }),
              }),
            )}
            <button
              type="button"
              class="button small quiet"
              aria-label=${say('remove-span', { name, row: index + 1 })}
              @click=${() => set(spans.filter((_span, at) => at !== index))}
            >
              ${say('remove')}
            </button>
          </div>`,
      )}
      <div class="settings-row">
        <button
          type="button"
          class="button small quiet"
          aria-label=${say('add-span', { name })}
          ?disabled=${spans.length >= MOST_SPANS}
          @click=${() => set([...spans, spans.length === 0 ? WORKDAY : { from: '', to: '' }])}
        >
          ${say('add')}
        </button>
      </div>`;
  }

  #holidays({ holidays }: HoursEntry): TemplateResult {
    const say = this.#say;
    const change = (index: number, part: Partial<HolidayEntry>): void =>
      this.#draft.change(({ holidays: all, ...rest }) => ({
        ...rest,
        holidays: all.map((one, at) => (at === index ? { ...one, ...part } : one)),
      }));
    return html`<h3>${say('holidays')}</h3>
      <p class="hint">${say('holidays-hint')}</p>
      <ul class="settings-list">
        ${holidays.map(
          ({ date, name, spans }, index) =>
            html`<li>
              <div class="settings-row with-fields">
                ${textField({
                  ...{ id: `holiday-${index}-date`, type: 'date', label: say('date'), value: date },
                  problem: this.#draft.problemAt(`holidays.${index}.date`),
                  onInput: (value) => change(index, { date: value }),
                })}
                ${textField({
                  ...{ id: `holiday-${index}-name`, label: say('name'), value: name },
                  problem: this.#draft.problemAt(`holidays.${index}.name`),
                  onInput: (value) => change(index, { name: value }),
                })}
                <button
                  type="button"
                  class="button small quiet"
                  aria-label=${say('remove-holiday', { row: index + 1 })}
                  @click=${() => this.#draft.change({ holidays: holidays.filter((_one, at) => at !== index) })}
                >
                  ${say('remove')}
                </button>
              </div>
              ${this.#spans(
                spans,
                `holidays.${index}.spans`,
                name || date || say('holiday', { row: index + 1 }),
                (next) => change(index, { spans: next }),
              )}
            </li>`,
        )}
      </ul>
      <button
        type="button"
        class="button small quiet"
        @click=${() => this.#draft.change({ holidays: [...holidays, { date: '', name: '', spans: [] }] })}
      >
        ${say('add-holiday')}
      </button>`;
  }

  #dayName(index: number): string {
    const { locale } = this.#host.localizer();
    return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(MONDAY + index * DAY);
  }
}
