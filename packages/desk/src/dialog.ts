/** What the desk's dialogs have in common. The dialog element brings focus trap, Escape and the way back. */
import { closeIcon, icon } from '@support-chat/ui';
import { html, type TemplateResult } from 'lit';
import type { DeskLocalizer } from './desk-localizer.js';
import { tip } from './tip.js';

/**
 * Makes a dialog that is gone once it is closed.
 *
 * @param className - what it has besides the look of all dialogs
 * @param heading - id of its {@link dialogHead}
 */
export function createDialog(className: string, part: string, heading: string): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.className = `keys ${className}`;
  dialog.part.add(part);
  dialog.setAttribute('aria-labelledby', heading);
  dialog.addEventListener('close', () => dialog.remove(), { once: true });
  return dialog;
}

/** The head: what it is, and the way out. @param id - of the heading, for `aria-labelledby` */
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
