/** What stands beside the composer of a reply. Owns nothing. */
import { icon } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import { cardIcon, shortcutIcon } from '../icon-paths.js';
import { tip } from '../tip.js';

export interface PaneToolsView {
  readonly localizer: DeskLocalizer;
  /** Absent: there are none. */
  readonly onShortcuts: (() => void) | undefined;
  readonly onCard: () => void;
  /** The choice of the language that is checked. */
  readonly spelling: HTMLElement | undefined;
}

/** Draws the row of buttons. */
export function paneTools({ localizer, onShortcuts, onCard, spelling }: PaneToolsView): TemplateResult {
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
  return html`${onShortcuts ? shortcuts : nothing}<button
      type="button"
      class="icon-button"
      part="card-button"
      aria-haspopup="dialog"
      ${tip(localizer.text('card-dialog-title'))}
      @click=${onCard}
    >
      ${icon(cardIcon)}</button
    >${spelling}`;
}
