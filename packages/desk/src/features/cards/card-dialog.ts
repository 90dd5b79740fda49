/**
 * The dialog in which an agent makes a card (V15), a chunk of its own. Owns its element while it is open; what becomes of
 * what was filled in is `card-draft.ts`.
 */
import { adoptStyles } from '@support-chat/ui';
import { html, nothing, render, type TemplateResult } from 'lit';
import { createDialog, dialogHead } from '../../dialog.js';
import type { DeskLocalizer } from '../../desk-localizer.js';
import type { DeskKey } from '../../locales/messages.js';
import { cardDialogStyles } from './card-dialog-styles.js';
import { CARD_KINDS, cardMessage, rows, type CardMessage, type DraftKind } from './card-draft.js';
import { filledIn } from './filled-in.js';
import { priceFields } from './price-fields.js';

/**
 * Asks for a card.
 *
 * @param parent - gets the dialog until it is closed
 * @param onSend - called once when the agent sends it
 */
export function openCardDialog(
  parent: HTMLElement,
  localizer: DeskLocalizer,
  onSend: (message: CardMessage) => void,
): void {
  adoptStyles(parent.getRootNode() as ShadowRoot, cardDialogStyles);
  const dialog = createDialog('card-dialog', 'card-dialog', 'card-dialog-title');
  let kind: DraftKind = 'choices';

  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const message = cardMessage(kind, filledIn(event.currentTarget as HTMLFormElement), localizer);
    dialog.close();
    onSend(message);
  };
  const draw = (): void => {
    render(
      html`${dialogHead('card-dialog-title', localizer.text('card-dialog-title'), localizer, () => dialog.close())}
        <form @submit=${send}>
          <label class="card-row"
            ><span>${localizer.text('card-kind')}</span
            ><select
              name="kind"
              @change=${(event: Event) => {
                kind = (event.target as HTMLSelectElement).value as DraftKind;
                draw();
              }}
            >
              ${CARD_KINDS.map((one) => html`<option value=${one}>${localizer.text(`card-kind-${one}`)}</option>`)}
            </select></label
          >
          ${fieldsOf(kind, localizer)}
          <button type="submit" class="button">${localizer.text('composer-send')}</button>
        </form>`,
      dialog,
    );
  };
  draw();
  parent.append(dialog);
  dialog.showModal();
}

function fieldsOf(kind: DraftKind, localizer: DeskLocalizer): TemplateResult {
  const field = (name: string, label: DeskKey, more: { required?: boolean; type?: string; pattern?: string } = {}) =>
    html`<label class="card-row"
      ><span>${localizer.text(label)}</span
      ><input
        name=${name}
        type=${more.type ?? 'text'}
        pattern=${more.pattern ?? nothing}
        maxlength="200"
        autocomplete="off"
        ?required=${more.required ?? false}
    /></label>`;
  const area = (name: string, label: DeskKey, required = false) =>
    html`<label class="card-row"
      ><span>${localizer.text(label)}</span
      ><textarea name=${name} rows="2" maxlength="1000" ?required=${required}></textarea>
    </label>`;
  const title = field('title', 'card-title', { required: true });
  switch (kind) {
    case 'choices':
      return html`${area('words', 'card-words', true)}
        <fieldset>
          <legend>${localizer.text('card-kind-choices')}</legend>
          ${rows().map(
            (row) =>
              html`<input
                name="choice-${row}"
                maxlength="80"
                autocomplete="off"
                aria-label=${localizer.text('card-choice', { row })}
                ?required=${row <= 2}
              />`,
          )}
        </fieldset>`;
    case 'confirm':
      return html`${title}${priceFields(localizer, true)}`;
    case 'coupon':
      return html`${title}${field('code', 'card-code', { required: true })}${area('text', 'card-text')}${field(
        'expires',
        'card-expires',
        { type: 'date' },
      )}`;
    case 'offer':
      return html`${title}${area('text', 'card-text')}${field('image', 'card-image', {
        type: 'url',
        pattern: 'https://.+',
      })}${field('link', 'card-link', { type: 'url', pattern: '(https?://|mailto:|tel:).+' })}${priceFields(localizer, false)}`;
    case 'form':
      return html`${title}${rows().map((row) => formRow(row, localizer))}`;
  }
}

function formRow(row: number, localizer: DeskLocalizer): TemplateResult {
  const types = ['text', 'email', 'number', 'select', 'checkbox'] as const;
  return html`<fieldset>
    <legend>${localizer.text('card-field', { row })}</legend>
    <input
      name="field-${row}"
      maxlength="200"
      autocomplete="off"
      aria-label=${localizer.text('card-field-label')}
      placeholder=${localizer.text('card-field-label')}
      ?required=${row === 1}
    />
    <div class="card-field-row">
      <select name="type-${row}" aria-label=${localizer.text('card-field-type')}>
        ${types.map((type) => html`<option value=${type}>${localizer.text(`card-field-${type}`)}</option>`)}
      </select>
      <label><input type="checkbox" name="required-${row}" />${localizer.text('card-field-required')}</label>
    </div>
    <input
      class="card-options"
      name="options-${row}"
      autocomplete="off"
      aria-label=${localizer.text('card-field-options')}
      placeholder=${localizer.text('card-field-options')}
    />
  </fieldset>`;
}
