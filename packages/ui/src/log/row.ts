/** The rows of the log as Lit templates. Rendering only: no listeners (the log delegates), no state. */
import type { ChatState } from '@support-chat/core';
import { wordsOf, type Author, type CardData, type SentAttachment } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { alertIcon } from '../icon-paths.js';
import { icon } from '../icons.js';
import { calendarDay, type Localizer } from '../localizer/localizer.js';
import type { MessageContent } from '../features/markdown/render-markdown.js';
import { mayBeMarked } from '../may-be-marked.js';
import { avatar } from './author.js';
import { displayName } from './display-name.js';
import { deliveryMark, deliveryOf, type DeliveryState, type Receipts } from './delivery.js';
import {
  isOwnSide,
  isSelf,
  type Entry,
  type MessageEntry,
  type PendingEntry,
  type Perspective,
  type Placement,
} from './entries.js';

/** A template or no place at all. */
type Optional = TemplateResult | typeof nothing;

/** A message as somebody else's code may draw it. */
export interface RenderedMessage {
  readonly id: string;
  readonly text: string;
  readonly author: Author;
  /** Wall milliseconds. */
  readonly time: number;
  /** The reader's own message that is not stored yet. */
  readonly pending: boolean;
  readonly card?: CardData;
  readonly attachments?: readonly SentAttachment[];
  /** BCP 47 language of the chat. */
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
}

/** What stands behind a row and is no part of the log. */
export interface Aside {
  /** Says the same as long as the rows do. */
  readonly key: string;
  /** Rows as those of the log: of class `row`, with a `data-id` of their own. */
  readonly rows: readonly TemplateResult[];
}

/** What stands behind the row at a place of the log and before the next one; null: nothing. */
export type AsideOf = (place: number, next: number, context: RowContext) => Aside | null;

/** Draws a message instead of its words, or does not. */
export type RenderMessage = (entry: MessageEntry | PendingEntry, localizer: Localizer) => Node | undefined;

/** What all rows of one rendering share. */
export interface RowContext {
  readonly state: ChatState;
  readonly localizer: Localizer;
  readonly perspective: Perspective;
  readonly receipts: Receipts;
  /** Wall time. */
  readonly now: number;
  readonly render?: RenderMessage | undefined;
  readonly aside?: AsideOf | undefined;
  /** Reads the Markdown of a message. */
  readonly marked: (text: string) => MessageContent;
}

/** One row, with the day above it where one begins. */
export function rowTemplate(entry: Entry, placement: Placement, context: RowContext): TemplateResult {
  const day = placement.newDay ? dayPill(entry.time, context) : nothing;
  return entry.type === 'system' ? systemRow(entry, day, context) : messageRow(entry, day, placement, context);
}

/** Says the same as long as {@link rowTemplate} gives the same: in most frames only the newest rows need another look. */
export function rowKey(entry: Entry, { newDay, first, last }: Placement, { receipts, now }: RowContext): string {
  const state = entry.type === 'pending' ? entry.pending.phase : deliveryOf(entry.seq, receipts);
  const age = last ? Math.min(60, Math.floor((now - entry.time) / 60_000)) : '';
  return `${entry.id} ${first} ${last && state} ${age} ${newDay && calendarDay(now)}`;
}

function messageRow(
  entry: Exclude<Entry, { type: 'system' }>,
  day: Optional,
  placement: Placement,
  context: RowContext,
): TemplateResult {
  const { state, localizer, perspective } = context;
  const { author } = entry;
  const own = isOwnSide(author, perspective);
  const self = isSelf(author, state, perspective);
  const failed = entry.type === 'pending' && entry.pending.phase === 'failed';
  const label = localizer.text('row-label', {
    name: self ? localizer.text('author-you') : displayName(author, localizer),
    time: localizer.clock(entry.time),
  });
  const name =
    placement.first && !self ? html`<div class="name"><bdi>${displayName(author, localizer)}</bdi></div>` : nothing;
  const meta = failed ? failure(entry, context) : placement.last ? metaLine(entry, own, self, context) : nothing;
  const edges = `${placement.first ? ' first' : ''}${placement.last ? ' last' : ''}${failed ? ' failed' : ''}`;
  const { attachments, card: data, contact, quote, text } = entry;
  const facts = contact
    ? html`<p class="contact-facts" part="contact-facts"><bdi>${contact.name}</bdi> · <bdi>${contact.email}</bdi></p>`
    : nothing;
  const answered = quote ? html`<blockquote part="quote"><p dir="auto">${quote}</p></blockquote>` : nothing;
  const words = text || wordsOf(entry);
  const drawn = context.render?.(entry, localizer) ?? (mayBeMarked(words) ? context.marked(words) : words);
  const content = html`${answered}${drawn}${facts}`;
  const files = attachments ? html`<div class="file-slot" .files=${attachments}></div>` : nothing;
  const card = data ? html`<div class="card-slot" .card=${data}></div>` : nothing;
  const kind = data ? ` with-${data.kind}` : attachments && !text ? ' with-files' : '';
  return own
    ? html`${day}
        <div
          class="row own${edges}${kind}"
          part="message message-own"
          role="article"
          tabindex="-1"
          aria-posinset=${entry.seq}
          aria-setsize="-1"
          aria-label=${label}
          data-id=${entry.id}
        >
          ${name} ${files}
          <div class="bubble" part="bubble bubble-own" dir="auto">${content}</div>
          ${card} ${meta}
        </div>`
    : html`${day}
        <div
          class="row${edges}${kind}"
          part="message"
          role="article"
          tabindex="-1"
          aria-posinset=${entry.seq}
          aria-setsize="-1"
          aria-label=${label}
          data-id=${entry.id}
        >
          ${name} ${files}
          <div class="bubble" part="bubble" dir="auto">${content}</div>
          ${card} ${meta}
        </div>`;
}

function metaLine(
  entry: Exclude<Entry, { type: 'system' }>,
  own: boolean,
  self: boolean,
  context: RowContext,
): TemplateResult {
  const { localizer, receipts, now } = context;
  const state: DeliveryState = entry.type === 'pending' ? entry.pending.phase : deliveryOf(entry.seq, receipts);
  return html`<div class="meta" part="meta">
    ${own ? nothing : avatar(entry.author, localizer)}<time
      datetime=${new Date(entry.time).toISOString()}
      title=${localizer.dateTime(entry.time)}
      >${localizer.time(entry.time, now)}</time
    >${self ? deliveryMark(state, entry.seq, localizer) : nothing}
  </div>`;
}

function failure({ pending }: PendingEntry, { localizer }: RowContext): TemplateResult {
  const reason = pending.problem ? localizer.error(pending.problem.code) : '';
  return html`<div class="failure" part="failure">
    <p>
      ${icon(alertIcon)}<span><strong>${localizer.text('state-failed')}.</strong> ${reason}</span>
    </p>
    <button type="button" class="text-button" part="retry" data-action="retry" data-id=${pending.id}>
      ${localizer.text('retry')}
    </button>
    <button type="button" class="text-button" part="discard" data-action="discard" data-id=${pending.id}>
      ${localizer.text('discard')}
    </button>
  </div>`;
}

function systemRow(entry: Extract<Entry, { type: 'system' }>, day: Optional, context: RowContext): TemplateResult {
  const { localizer } = context;
  return html`${day}
    <div
      class="row system first last"
      part="system"
      role="article"
      tabindex="-1"
      aria-posinset=${entry.seq}
      aria-setsize="-1"
      aria-label=${localizer.text('row-label', { name: localizer.text('author-system'), time: localizer.clock(entry.time) })}
      data-id=${entry.id}
    >
      <span>${systemText(entry, context)}</span>
    </div>`;
}

/** What a system line says. */
export function systemText(
  entry: Extract<Entry, { type: 'system' }>,
  { state, localizer, perspective }: Pick<RowContext, 'state' | 'localizer' | 'perspective'>,
): string {
  const { score, text } = entry;
  if (score) return [localizer.text('system-rated', { score }), text].filter(Boolean).join(' · ');
  if (entry.event === 'ended' && isSelf(entry.author, state, perspective)) return localizer.text('system-ended-you');
  return localizer.text(`system-${entry.event}`, { name: displayName(entry.author, localizer) });
}

function dayPill(time: number, { localizer, now }: RowContext): TemplateResult {
  return html`<div class="day" part="day">
    <time datetime=${new Date(time).toISOString().slice(0, 10)}>${localizer.day(time, now)}</time>
  </div>`;
}

/** Messages that grow while they are written (P-R11). Plain until they are stored: half a Markdown is none. */
export function streamedRows(
  previous: Entry | null | undefined,
  { state, localizer, perspective }: RowContext,
): readonly Optional[] {
  return state.typing.map(({ author, message, preview }) => {
    if (!message || !preview) return nothing;
    const own = isOwnSide(author, perspective);
    const name = displayName(author, localizer);
    return html`<div class="typing${own ? ' own' : ''}" part="message-streamed">
      ${previous?.author.id === author.id ? nothing : html`<div class="name"><bdi>${name}</bdi></div>`}
      <div class="bubble" part="bubble" dir="auto"><span class="preview">${preview}</span></div>
      <div class="meta">
        ${own ? nothing : avatar(author, localizer)}<span>${localizer.text('typing', { name })}</span>
      </div>
    </div>`;
  });
}

/** The bubble of those who are typing; nothing when nobody is. */
export function typingRow({ state, localizer, perspective }: RowContext): Optional {
  const typing = state.typing.filter(({ message, preview }) => !message || !preview);
  const authors = typing.map(({ author }) => author);
  const [author] = authors;
  if (!author) return nothing;
  const words =
    authors.length > 1
      ? localizer.text('typing-several', { count: authors.length })
      : localizer.text('typing', { name: displayName(author, localizer) });
  const own = isOwnSide(author, perspective) ? ' own' : '';
  const preview = typing[0]?.preview;
  return html`<div class="typing${own}" part="typing">
    <div class="bubble">
      <span class="visually-hidden">${words}</span>${
        preview
          ? html`<span class="preview" part="typing-preview" dir="auto">${preview}</span>`
          : html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`
      }
    </div>
    <div class="meta">${own ? nothing : avatar(author, localizer)}<span aria-hidden="true">${words}</span></div>
  </div>`;
}

/** Stands where earlier messages will come; their geometry, so that nothing jumps. */
export function loadingRows(localizer: Localizer, loading: boolean): TemplateResult {
  return html`<div class="loading-rows" ?data-loading=${loading}>
    ${loading ? html`<span class="visually-hidden">${localizer.text('log-loading-history')}</span>` : nothing}
    <div class="skeleton"></div>
    <div class="skeleton own"></div>
    <div class="skeleton"></div>
  </div>`;
}

/** The row of a message inside an element. */
export function rowIn(element: ParentNode, id: string): HTMLElement | null {
  return element.querySelector<HTMLElement>(`.row[data-id="${CSS.escape(id)}"]`);
}
