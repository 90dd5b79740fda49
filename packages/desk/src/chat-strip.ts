/** The strip above the conversations: one entry for each open chat, and the switch between one and side by side. */
import type { ConversationSummary } from '@support-chat/protocol';
import { icon } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { DeskLocalizer } from './desk-localizer.js';
import type { OpenChat } from './desk-session.js';
import { personName } from './face.js';
import { columnsIcon } from './icon-paths.js';
import { tip } from './tip.js';

interface ChatStripView {
  readonly chats: readonly OpenChat[];
  readonly active: string | null;
  readonly summaryOf: (id: string) => ConversationSummary | undefined;
  readonly sideBySide: boolean;
  readonly localizer: DeskLocalizer;
  readonly onOpen: (id: string) => void;
  readonly onSideBySide: () => void;
}

/** Draws the strip. */
export function chatStrip(view: ChatStripView): TemplateResult {
  const { chats, active, summaryOf, sideBySide, localizer, onOpen, onSideBySide } = view;
  return html`<nav class="strip" aria-label=${localizer.text('conversations-open')}>
    <ul>
      ${repeat(
        chats,
        ({ id }) => id,
        ({ id }) => {
          const summary = summaryOf(id);
          const unread = id === active ? 0 : (summary?.unread ?? 0);
          return html`<li>
            <button type="button" aria-current=${id === active ? 'true' : nothing} @click=${() => onOpen(id)}>
              <bdi>${summary ? personName(summary.visitor, localizer) : localizer.text('author-visitor')}</bdi>
              ${
                unread > 0
                  ? html`<span class="badge" part="badge" aria-hidden="true">${localizer.number(unread)}</span
                      ><span class="visually-hidden">${localizer.text('row-unread', { count: unread })}</span>`
                  : nothing
              }
            </button>
          </li>`;
        },
      )}
    </ul>
    <button
      type="button"
      class="icon-button columns"
      aria-pressed=${sideBySide ? 'true' : 'false'}
      ${tip(localizer.text('side-by-side'), 'S', localizer)}
      @click=${onSideBySide}
    >
      ${icon(columnsIcon)}
    </button>
  </nav>`;
}

/** What stands there while no chat is open. */
export function noChats(localizer: DeskLocalizer): TemplateResult {
  return html`<div class="empty">
    <p class="empty-title">${localizer.text('conversations-empty')}</p>
    <p>${localizer.text('conversations-empty-hint')}</p>
  </div>`;
}
