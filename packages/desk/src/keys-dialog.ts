/** All keys in a list. */
import { html, type TemplateResult } from 'lit';
import { dialogHead } from './dialog.js';
import { KEY_LIST } from './desk-keys.js';
import type { DeskLocalizer } from './desk-localizer.js';
import { writtenKey } from './tip.js';

/** Draws the dialog, closed; `showModal()` opens it. @param settings - this agent has settings to change */
export function keysDialog(localizer: DeskLocalizer, settings: boolean): TemplateResult {
  const list = KEY_LIST.filter(({ text }) => settings || text !== 'keys-settings');
  const close = (event: Event): void => (event.currentTarget as HTMLElement).closest('dialog')?.close();
  return html`<dialog class="keys" part="keys" aria-labelledby="keys-title">
    ${dialogHead('keys-title', localizer.text('keys-title'), localizer, close)}
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
