import { arrowLeftIcon, icon } from '@support-chat/ui';
import { html, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../../desk-localizer.js';
import { tip } from '../../tip.js';

/** Leads from what stands in the place of the inbox back to the inbox. */
export function backButton(localizer: DeskLocalizer, onClose: () => void): TemplateResult {
  return html`<button type="button" class="icon-button" ${tip(localizer.text('archive-close'))} @click=${onClose}>
    ${icon(arrowLeftIcon)}
  </button>`;
}
