/** What stands beside the composer of a reply. Owns nothing. */
import { icon } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import { cardIcon, questionIcon, shortcutIcon } from '../icon-paths.js';
import { tip } from '../tip.js';

export interface PaneToolsView {
  readonly localizer: DeskLocalizer;
  /** Absent: there are none. */
  readonly onShortcuts: (() => void) | undefined;
  readonly onCard: () => void;
  /** Absent: none can be sent. */
  readonly onQuestion: (() => void) | undefined;
  /** The choice of the language that is checked. */
  readonly spelling: HTMLElement | undefined;
}

/** Draws the row of buttons. */
export function paneTools({ localizer, onShortcuts, onCard, onQuestion, spelling }: PaneToolsView): TemplateResult {
  const shortcuts = html`<button
    type="button"
    class="icon-button"
    part="shortcuts-button"
    aria-haspopup="dialog"
    ${tip(localizer.text('shortcuts-title'), '/', localizer)}
    @click=${onShortcuts}
  >
    ${icon(shortcutIcon)}
  </button>`;
  const question = html`<button
    type="button"
    class="icon-button"
    part="question-button"
    aria-haspopup="dialog"
    ${tip(localizer.text('question-title'))}
    @click=${onQuestion}
  >
    ${icon(questionIcon)}
  </button>`;
  return html`${onShortcuts ? shortcuts : nothing}<button
      type="button"
      class="icon-button"
      part="card-button"
      aria-haspopup="dialog"
      ${tip(localizer.text('card-dialog-title'))}
      @click=${onCard}
    >
      ${icon(cardIcon)}</button
    >${onQuestion ? question : nothing}${spelling}`;
}
