/** The markup of the page with the visitor's conversations: functions of what it shows. */
import type { ConversationOverview, OverviewLine } from '@support-chat/protocol';
import { avatar, displayName, icon, plusIcon, searchIcon } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { HistoryView, HistoryWords } from './history-page.js';
import type { HistoryReader } from './history-reader.js';

/** What the person may do in the list. */
export interface ListActions {
  readonly onQuery: (query: string) => void;
  readonly onMore: () => void;
  readonly onRetry: () => void;
  readonly onRow: (overview: ConversationOverview) => void;
  readonly onBegin: () => void;
}

/** The list, with what stands above and below it. */
export function listTemplate(view: HistoryView, actions: ListActions): TemplateResult {
  const { words, list, report } = view;
  const search = words.text('history-search');
  const loading = list.phase === 'loading';
  return html`${
      view.mayBegin
        ? html`<button class="history-new" part="begin" type="button" @click=${actions.onBegin}>
            ${icon(plusIcon)}<span>${words.text('history-new')}</span>
          </button>`
        : nothing
    }
    <label class="history-search"
      >${icon(searchIcon)}<input
        type="search"
        autocomplete="off"
        enterkeyhint="search"
        maxlength="200"
        dir="auto"
        aria-label=${search}
        placeholder=${search}
        .value=${view.query}
        @input=${(event: Event) => actions.onQuery((event.target as HTMLInputElement).value)}
    /></label>
    <p class="history-report" role="status">${loading ? words.text('history-loading') : report}</p>
    ${list.phase === 'failed' ? failure(view, actions) : nothing}
    ${loading && view.rows.length === 0 ? skeleton() : rows(view, actions)}
    ${
      list.phase === 'shown' && list.after !== undefined
        ? html`<button class="history-more" type="button" aria-busy=${view.more} @click=${actions.onMore}>
            ${words.text('history-more')}
          </button>`
        : nothing
    }`;
}

function failure({ words, list }: HistoryView, { onRetry }: ListActions): TemplateResult {
  return html`<div class="history-failed" role="alert">
    <p>${list.phase === 'failed' ? words.error(list.code) : ''}</p>
    <button class="history-more" type="button" @click=${onRetry}>${words.text('connection-retry-now')}</button>
  </div>`;
}

/** In the geometry of rows, so that nothing jumps when they come. */
function skeleton(): TemplateResult {
  return html`<div aria-hidden="true">${[0, 1, 2].map(() => html`<div class="history-row waiting"></div>`)}</div>`;
}

function rows({ rows: all, words, list, team }: HistoryView, { onRow }: ListActions): TemplateResult | typeof nothing {
  if (list.phase === 'failed' || all.length === 0) return nothing;
  return html`<ul class="history-list">
    ${all.map(
      (overview) =>
        html`<li>
          <button
            class=${overview.agent ? 'history-row' : 'history-row team'}
            part="conversation"
            type="button"
            data-id=${overview.id}
            @click=${() => onRow(overview)}
          >
            ${row(overview, words, team)}
          </button>
        </li>`,
    )}
  </ul>`;
}

function row(overview: ConversationOverview, words: HistoryWords, team: string): TemplateResult {
  const { agent, movedAt, first, last, found, rating, unread, current, phase } = overview;
  const face = agent ?? { kind: 'system', id: 'team', name: team };
  const lines = found ? [found] : [first, last?.time === first?.time && last?.text === first?.text ? undefined : last];
  const marks = [
    current ? words.text('history-current') : phase === 'ended' ? '' : words.text('history-open'),
    unread > 0 && !current ? words.text('history-unread', { count: words.number(unread) }) : '',
    rating ? words.text('history-rated', { score: rating }) : '',
  ].filter(Boolean);
  return html`${avatar(face, words)}
    <span class="history-words">
      <span class="history-head"
        ><bdi class="history-name">${displayName(face, words)}</bdi
        ><time datetime=${new Date(movedAt).toISOString()}>${words.dateTime(movedAt)}</time></span
      >
      ${lines.map((line) => (line ? lineTemplate(line, words) : nothing))}
      ${marks.length > 0 ? html`<span class="history-marks">${marks.join(' · ')}</span>` : nothing}
    </span>`;
}

function lineTemplate({ author, text }: OverviewLine, words: HistoryWords): TemplateResult {
  const own = author.kind === 'visitor';
  return html`<span class="history-line"
    >${own ? html`<span class="history-you">${words.text('author-you')}:</span>` : nothing}<bdi dir="auto"
      >${text}</bdi
    ></span
  >`;
}

/** The log of one of them, and what continues it. */
export function readingTemplate(reader: HistoryReader, words: HistoryWords, onContinue: () => void): TemplateResult {
  const { problem } = reader;
  return html`${reader.host}
    <div class="history-foot">
      ${
        problem
          ? html`<p class="history-problem">
              ${words.error(problem)}
              <button class="text-button" type="button" @click=${() => void reader.load()}>
                ${words.text('connection-retry-now')}
              </button>
            </p>`
          : nothing
      }
      <button class="history-continue" part="continue" type="button" aria-busy=${reader.opening} @click=${onContinue}>
        ${words.text('history-continue')}
      </button>
    </div>`;
}
