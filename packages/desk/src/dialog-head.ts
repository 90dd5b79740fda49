/** The head of every dialog of the desk: what it is, and the way out. */
import { closeIcon, icon } from '@support-chat/ui';
import { html, type TemplateResult } from 'lit';
import type { DeskLocalizer } from './desk-localizer.js';
import { tip } from './tip.js';

/** @param id - of the heading, for `aria-labelledby` */
export function dialogHead(
  id: string,
  title: string,
  localizer: DeskLocalizer,
  onClose: (event: Event) => void,
): TemplateResult {
  return html`<div class="keys-head">
    <h2 id=${id}>${title}</h2>
    <button type="button" class="icon-button" ${tip(localizer.text('close'))} @click=${onClose}>
      ${icon(closeIcon)}
    </button>
  </div>`;
}
