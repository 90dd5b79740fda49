/** All keys in a list. The dialog element brings focus trap, Escape and the way back. */
import { closeIcon, icon } from '@support-chat/ui';
import { html, type TemplateResult } from 'lit';
import { KEY_LIST } from './desk-keys.js';
import type { DeskLocalizer } from './desk-localizer.js';
import { tip, writtenKey } from './tip.js';

/** Draws the dialog, closed; `showModal()` opens it. @param settings - this agent has settings to change */
export function keysDialog(localizer: DeskLocalizer, settings: boolean): TemplateResult {
  const list = KEY_LIST.filter(({ text }) => settings || text !== 'keys-settings');
  const close = (event: Event): void => (event.currentTarget as HTMLElement).closest('dialog')?.close();
  return html`<dialog class="keys" part="keys" aria-labelledby="keys-title">
    <div class="keys-head">
      <h2 id="keys-title">${localizer.text('keys-title')}</h2>
      <button type="button" class="icon-button" ${tip(localizer.text('close'))} @click=${close}>
        ${icon(closeIcon)}
      </button>
    </div>
    <dl>
      ${list.map(
        ({ keys, text }) =>
          html`<div>
            <dt>${keys.map((key) => html`<kbd>${writtenKey(key, localizer)}</kbd>`)}</dt>
            <dd>${localizer.text(text)}</dd>
          </div>`,
      )}
    </dl>
  </dialog>`;
}
