/** The figures themselves: tiles, charts, tables and topics. Draws what it is given; keeps nothing. */
import type { Figures, StatisticsAnswer, Topics } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../../desk-localizer.js';
import { barChart, type Bar } from './bar-chart.js';
import { MEASURES, measureKey, ratingsOf, valueOf, writtenValue, type Measure } from './measures.js';

interface FiguresView {
  readonly figures: StatisticsAnswer;
  /** Null: not known, or not yet. */
  readonly topics: Topics | null;
  readonly measure: Measure;
  readonly rightToLeft: boolean;
  readonly localizer: DeskLocalizer;
  readonly onMeasure: (measure: Measure) => void;
}

/** Draws everything. */
export function figuresView(view: FiguresView): TemplateResult {
  const { figures, localizer } = view;
  return html`${tiles(figures.total, localizer)} ${charts(view)}
  ${table('statistics-departments', 'statistics-no-department', figures.departments, localizer)}
  ${table('statistics-agents', 'visitor-unnamed', figures.agents, localizer)} ${topicList(view)}`;
}

function tiles(total: Figures, localizer: DeskLocalizer): TemplateResult {
  const written = (measure: Measure): string => writtenValue(valueOf(total, measure), measure, localizer);
  const p90 = (measure: 'wait' | 'response' | 'handling'): string => {
    const value = total[measure].p90;
    return value === null ? '' : localizer.text('statistics-p90', { time: writtenValue(value, measure, localizer) });
  };
  const rest = (['missed', 'forms', 'open', 'passed-on'] as const).map((name) => {
    const count = name === 'passed-on' ? total.passedOn : total[name];
    return html`<li>${localizer.text(`statistics-${name}`, { count })}</li>`;
  });
  const tile = (measure: Measure, more: TemplateResult | string): TemplateResult =>
    html`<div class="tile tile-${measure}">
      <dt>${localizer.text(measureKey(measure))}</dt>
      <dd class="tile-value">${written(measure)}</dd>
      <dd class="tile-more">${more}</dd>
    </div>`;
  return html`<dl class="tiles">
    ${tile(
      'chats',
      html`<ul>
        ${rest}
      </ul>`,
    )}
    ${tile('wait', p90('wait'))} ${tile('response', p90('response'))} ${tile('handling', p90('handling'))}
    ${tile('rating', localizer.text('statistics-ratings', { count: ratingsOf(total) }))}
  </dl>`;
}

function charts({ figures, measure, rightToLeft, localizer, onMeasure }: FiguresView): TemplateResult {
  const name = localizer.text(measureKey(measure));
  const common = { measure: name, rightToLeft, localizer };
  const bar = (one: Figures, names: Pick<Bar, 'name' | 'label'>): Bar => {
    const value = valueOf(one, measure);
    return { ...names, value, written: writtenValue(value, measure, localizer) };
  };
  const long = new Intl.DateTimeFormat(localizer.locale, { dateStyle: 'full', timeZone: 'UTC' });
  const short = new Intl.DateTimeFormat(localizer.locale, { day: 'numeric', month: 'numeric', timeZone: 'UTC' });
  const clock = new Intl.DateTimeFormat(localizer.locale, { hour: 'numeric', timeZone: 'UTC' });
  const days = figures.days.map((one) => {
    const day = Date.parse(one.day);
    return bar(one, { name: long.format(day), label: short.format(day) });
  });
  const hours = figures.hours.map((one) => {
    const hour = clock.format(one.hour * 3_600_000);
    return bar(one, { name: hour, label: hour });
  });
  return html`<label class="measure"
      >${localizer.text('statistics-measure')}
      <select @change=${(event: Event) => onMeasure((event.target as HTMLSelectElement).value as Measure)}>
        ${MEASURES.map(
          (one) => html`<option value=${one} ?selected=${one === measure}>${localizer.text(measureKey(one))}</option>`,
        )}
      </select>
    </label>
    ${barChart({ ...common, title: localizer.text('statistics-by-day', { what: name }), of: localizer.text('statistics-day'), bars: days })}
    ${barChart({ ...common, title: localizer.text('statistics-by-hour', { what: name }), of: localizer.text('statistics-hour'), bars: hours })}`;
}

type NamedFigures = Figures & { readonly id: string | null; readonly name: string | null };

function table(
  title: 'statistics-departments' | 'statistics-agents',
  unnamed: 'statistics-no-department' | 'visitor-unnamed',
  rows: readonly NamedFigures[],
  localizer: DeskLocalizer,
): TemplateResult | typeof nothing {
  // Where nobody works in departments there is nothing to compare.
  if (rows.length === 0 || rows.every(({ id }) => id === null)) return nothing;
  return html`<section class="figures-of">
    <h3>${localizer.text(title)}</h3>
    <div class="figures-scroll" tabindex="0" role="region" aria-label=${localizer.text(title)}>
      <table>
        <thead>
          <tr>
            <th scope="col">${localizer.text('statistics-name')}</th>
            ${MEASURES.map((measure) => html`<th scope="col">${localizer.text(measureKey(measure))}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">
                  <bdi>${row.name || (row.id ?? localizer.text(unnamed))}</bdi>
                </th>
                ${MEASURES.map((measure) => html`<td>${writtenValue(valueOf(row, measure), measure, localizer)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function topicList({ topics, localizer }: FiguresView): TemplateResult | typeof nothing {
  if (topics === null || topics.topics.length === 0) return nothing;
  return html`<section class="topics">
    <h3>${localizer.text('statistics-topics')}</h3>
    <p class="topics-hint">${localizer.text('statistics-topics-hint', { count: topics.questions })}</p>
    <ol>
      ${topics.topics.map(
        ({ words, chats }) =>
          html`<li><bdi dir="auto">${words}</bdi> <span class="topic-count">${localizer.number(chats)}</span></li>`,
      )}
    </ol>
  </section>`;
}
