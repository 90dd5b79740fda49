/** The column on the left: three tabs and the rows of the chosen one. Draws what it is given; keeps nothing. */
import type { ConversationSummary } from '@support-chat/protocol';
import { clockIcon, icon } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { DeskLocalizer } from '../desk-localizer.js';
import { face, personName } from '../face.js';
import { verifiedMark } from '../verified-mark.js';
import { readableWords } from './readable-words.js';
import { INBOX_TABS, waitingLevel, type inboxTabs, type InboxTab } from './inbox-view.js';

/** What all rows know. */
export interface RowsView {
  /** Id of the agent. */
  readonly self: string | null;
  /** Ids of the chats on the desk; the one in front. */
  readonly open: ReadonlySet<string>;
  readonly active: string | null;
  /** The row that Tab reaches. */
  readonly cursor: string | null;
  /** Wall time. */
  readonly now: number;
  readonly localizer: DeskLocalizer;
  readonly onOpen: (id: string) => void;
  readonly onCursor: (id: string) => void;
}

/** Everything the column shows. */
export interface InboxListView extends RowsView {
  readonly tab: InboxTab;
  readonly tabs: ReturnType<typeof inboxTabs>;
  /** Nothing has arrived yet. */
  readonly loading: boolean;
  readonly onTab: (tab: InboxTab) => void;
}

/** Draws tabs and rows. */
export function inboxList(view: InboxListView): TemplateResult {
  const { tab, tabs, loading, localizer } = view;
  const { rows: conversations } = tabs[tab];
  return html`
    <div class="tabs" role="tablist" aria-label=${localizer.text('inbox-label')} @keydown=${tabKeys(view)}>
      ${INBOX_TABS.map((name) => tabButton(view, name))}
    </div>
    <div
      class="rows"
      id="inbox-rows"
      role="tabpanel"
      aria-labelledby="tab-${tab}"
      aria-busy=${loading ? 'true' : 'false'}
    >
      ${
        loading
          ? skeletons(localizer)
          : conversations.length === 0
            ? emptyTab(tab, localizer)
            : html`<ul part="inbox">
                ${repeat(
                  conversations,
                  ({ id }) => id,
                  (conversation) => conversationRow(conversation, view),
                )}
              </ul>`
      }
    </div>
  `;
}

function tabButton({ tab, tabs, localizer, onTab }: InboxListView, name: InboxTab): TemplateResult {
  const label = localizer.text(`tab-${name}`);
  const { count } = tabs[name];
  return html`<button
    type="button"
    role="tab"
    id="tab-${name}"
    part="tab"
    aria-controls="inbox-rows"
    aria-selected=${name === tab ? 'true' : 'false'}
    tabindex=${name === tab ? '0' : '-1'}
    @click=${() => onTab(name)}
  >
    ${label} <span class="tab-count ${name === 'waiting' && count > 0 ? 'some' : ''}">${localizer.number(count)}</span>
  </button>`;
}

/** Arrows go from tab to tab, as tabs do. */
function tabKeys({ tab, onTab }: InboxListView): (event: KeyboardEvent) => void {
  return (event) => {
    const list = event.currentTarget as HTMLElement;
    const forward = getComputedStyle(list).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const backward = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
    const step = event.key === forward ? 1 : event.key === backward ? -1 : 0;
    const index = INBOX_TABS.indexOf(tab) + step;
    const next = INBOX_TABS[(index + INBOX_TABS.length) % INBOX_TABS.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    onTab(next);
    list.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
}

/**
 * Draws a row.
 *
 * @param found - what is shown of it in place of its last words
 */
export function conversationRow(
  conversation: ConversationSummary,
  view: RowsView,
  found?: { readonly words: TemplateResult; readonly time: number },
): TemplateResult {
  const { localizer, now, active, cursor, open, onOpen, onCursor } = view;
  const { id, visitor, waitingSince, unread, phase } = conversation;
  const level = waitingSince === undefined ? 'none' : waitingLevel(waitingSince, now);
  return html`<li>
    <button
      type="button"
      part="row"
      class="chat-row ${unread > 0 ? 'unread' : ''} ${open.has(id) ? 'on-desk' : ''} ${phase}"
      data-conversation=${id}
      aria-current=${id === active ? 'true' : nothing}
      tabindex=${id === cursor ? '0' : '-1'}
      @click=${() => onOpen(id)}
      @focus=${() => onCursor(id)}
    >
      ${face(conversation.visitor, localizer)}
      <span class="chat-head">
        <span class="chat-name"
          ><bdi>${personName(visitor, localizer)}</bdi>${verifiedMark(conversation.verified, localizer)}</span
        >
        <span class="chat-time ${level}">${found ? momentOf(found.time, view) : rowTime(conversation, view)}</span>
      </span>
      <span class="chat-tail">
        <span class="chat-words">${found?.words ?? lastWords(conversation, view)}</span>
        ${ratingMark(conversation, view)}
        ${
          unread > 0
            ? html`<span class="badge" part="badge" aria-hidden="true">${localizer.number(unread)}</span
                ><span class="visually-hidden">${localizer.text('row-unread', { count: unread })}</span>`
            : nothing
        }
      </span>
    </button>
  </li>`;
}

function ratingMark({ rating }: ConversationSummary, { localizer }: RowsView): TemplateResult | typeof nothing {
  if (rating === undefined) return nothing;
  return html`<span class="chat-rating" part="rating"
    ><span aria-hidden="true">★ ${localizer.number(rating)}</span
    ><span class="visually-hidden">${localizer.text('row-rating', { score: rating })}</span></span
  >`;
}

function rowTime({ waitingSince, lastMessage, startedAt }: ConversationSummary, view: RowsView): TemplateResult {
  const { localizer, now } = view;
  if (waitingSince !== undefined) {
    const time = localizer.time(waitingSince, now);
    return html`${icon(clockIcon)}<span class="visually-hidden">${localizer.text('row-waiting', { time })}</span
      ><time aria-hidden="true" datetime=${new Date(waitingSince).toISOString()}>${time}</time>`;
  }
  return momentOf(lastMessage?.time ?? startedAt, view);
}

function momentOf(moment: number, { localizer, now }: RowsView): TemplateResult {
  return html`<time datetime=${new Date(moment).toISOString()}>${localizer.time(moment, now)}</time>`;
}

function lastWords({ lastMessage, phase, erased }: ConversationSummary, { localizer, self }: RowsView): TemplateResult {
  const ended = phase === 'ended' ? html`<span class="ended">${localizer.text('row-ended')}</span> ` : nothing;
  if (!lastMessage) return html`${ended}${localizer.text(erased ? 'row-erased' : 'row-no-messages')}`;
  const { author } = lastMessage;
  const text = readableWords(lastMessage.text, localizer);
  if (author.kind === 'visitor') return html`${ended}<bdi>${text}</bdi>`;
  const name = author.id === self ? localizer.text('author-you') : personName(author, localizer);
  return html`${ended}<span class="chat-author"><bdi>${name}</bdi>:</span> <bdi>${text}</bdi>`;
}

function emptyTab(tab: InboxTab, localizer: DeskLocalizer): TemplateResult {
  return html`<div class="empty">
    <p class="empty-title">${localizer.text(`inbox-empty-${tab}`)}</p>
    <p>${localizer.text(`inbox-empty-${tab}-hint`)}</p>
  </div>`;
}

/** In the geometry of the rows, so that nothing jumps when they come. */
function skeletons(localizer: DeskLocalizer): TemplateResult {
  const bones = html`<span class="chat-row"
    ><span class="avatar skeleton"></span><span class="skeleton bone"></span><span class="skeleton bone long"></span
  ></span>`;
  return html`<p class="visually-hidden" role="status">${localizer.text('inbox-loading')}</p>
    <div aria-hidden="true">${bones}${bones}${bones}</div>`;
}
