/**
 * Bars, for eyes, and the same figures as a table, for everybody. Drawn with attributes of SVG only: a strict policy allows
 * no styles in markup (X6), and colours come from the theme. Why no library: decision 40.
 */
import { html, svg, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../../desk-localizer.js';

/** One bar and one row. */
export interface Bar {
  /** What it is of, in full: for the table and under the pointer. */
  readonly name: string;
  /** The same, short: for under the bars. */
  readonly label: string;
  /** Null: there is nothing to say. */
  readonly value: number | null;
  /** The value in words. */
  readonly written: string;
}

interface BarChartView {
  readonly title: string;
  /** What the bars are of: head of the table's first column. */
  readonly of: string;
  /** Head of the second. */
  readonly measure: string;
  readonly bars: readonly Bar[];
  /** Draws from the right. */
  readonly rightToLeft: boolean;
  readonly localizer: DeskLocalizer;
}

/** Units of the drawing: one bar with the gap beside it, and the whole height. */
const STEP = 10;
const GAP = 2;
const HEIGHT = 100;
/** A value that is not nothing is to be seen. */
const LEAST = 1.5;
/** Most labels under the bars. */
const LABELS = 6;

/** Draws a chart with its table. */
export function barChart({ title, of, measure, bars, rightToLeft, localizer }: BarChartView): TemplateResult {
  const most = Math.max(...bars.map(({ value }) => value ?? 0));
  const highest = bars.find(({ value }) => value === most && most > 0);
  const width = bars.length * STEP;
  const every = Math.ceil(bars.length / LABELS);
  return html`<figure class="chart">
    <figcaption>
      <h3>${title}</h3>
      <span class="chart-most">${highest?.written ?? ''}</span>
    </figcaption>
    <svg class="chart-bars" viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
      ${bars.map(({ value, name, written }, index) => {
        const height = value === null || most === 0 ? 0 : Math.max(value > 0 ? LEAST : 0, (value / most) * HEIGHT);
        const place = rightToLeft ? bars.length - 1 - index : index;
        return svg`<g><title>${name}: ${written}</title>
          <rect class="chart-place" x=${place * STEP} y="0" width=${STEP} height=${HEIGHT}></rect>
          <rect class="chart-bar" x=${place * STEP + GAP / 2} y=${HEIGHT - height} width=${STEP - GAP} height=${height}></rect>
        </g>`;
      })}
    </svg>
    <div class="chart-labels" aria-hidden="true">
      ${bars.filter((_, index) => index % every === 0).map(({ label }) => html`<span>${label}</span>`)}
    </div>
    <details>
      <summary>${localizer.text('statistics-table')}</summary>
      <table>
        <caption class="visually-hidden">
          ${title}
        </caption>
        <thead>
          <tr>
            <th scope="col">${of}</th>
            <th scope="col">${measure}</th>
          </tr>
        </thead>
        <tbody>
          ${bars.map(
            ({ name, written }) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td>${written}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>
  </figure>`;
}
