/** A form in the log: fields with their faults while it is asked, what was said when it was answered. */
import type { FieldValue, FormField } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { CARD_LIMITS } from '@support-chat/protocol';
import type { CardLocalizer, CardView } from './card-view.js';

/** The form, or its answer. */
export function formTemplate(view: CardView<'form'>): TemplateResult {
  const { card, answer, asked, localizer } = view;
  const given = answer && 'values' in answer ? answer.values : undefined;
  if (given || !asked) {
    return html`<div class="card" part="form" role="group" aria-label=${card.title}>
      <p class="card-title" dir="auto">${card.title}</p>
      <dl class="form-answer">
        ${card.fields.map((field) => {
          const words = given && Object.hasOwn(given, field.id) ? valueText(field, given[field.id], localizer) : '';
          return html`<div>
            <dt dir="auto">${field.label}</dt>
            <dd dir="auto">${words || '–'}</dd>
          </div>`;
        })}
      </dl>
      <p class="card-note">${localizer.text(given ? 'cards-answered' : 'cards-unanswered')}</p>
    </div>`;
  }
  const submit = (event: Event): void => {
    event.preventDefault();
    view.submit();
  };
  return html`<form class="card" part="form" aria-label=${card.title} novalidate @submit=${submit}>
    <p class="card-title" dir="auto">${card.title}</p>
    ${card.fields.map((field) => fieldTemplate(field, view))}
    <button type="submit" class="choice primary" part="form-send">${localizer.text('composer-send')}</button>
  </form>`;
}

/** What a person put into a field, in words; empty when nothing. */
export function valueText(field: FormField, value: FieldValue | undefined, localizer: CardLocalizer): string {
  if (value === undefined) return '';
  if (field.type === 'checkbox') return localizer.text(value === true ? 'cards-yes' : 'cards-no');
  if (field.type === 'select') return field.options.find(({ id }) => id === value)?.label ?? '';
  return typeof value === 'number' ? localizer.number(value) : String(value);
}

function fieldTemplate(field: FormField, view: CardView<'form'>): TemplateResult {
  const { localizer, faults } = view;
  const id = `${view.id}-${field.id}`;
  const fault = faults[field.id];
  const label = field.required ? field.label : localizer.text('cards-optional', { label: field.label });
  const message = fault
    ? html`<p class="field-fault" id="${id}-fault">${faultText(field, fault, localizer)}</p>`
    : nothing;
  if (field.type === 'checkbox') {
    return html`<div class="form-field">
      <label class="form-tick"
        ><input
          type="checkbox"
          id=${id}
          .checked=${view.values[field.id] === true}
          aria-required=${field.required ? 'true' : nothing}
          aria-invalid=${fault ? 'true' : nothing}
          aria-describedby=${fault ? `${id}-fault` : nothing}
          @change=${(event: Event) => view.put(field.id, (event.target as HTMLInputElement).checked)}
        /><span dir="auto">${label}</span></label
      >
      ${message}
    </div>`;
  }
  return html`<div class="form-field">
    <label for=${id} dir="auto">${label}</label>
    ${field.type === 'select' ? selectTemplate(field, id, view) : inputTemplate(field, id, view)} ${message}
  </div>`;
}

function inputTemplate(
  field: Exclude<FormField, { type: 'select' }>,
  id: string,
  view: CardView<'form'>,
): TemplateResult {
  const fault = view.faults[field.id];
  const kind = field.type === 'email' ? 'email' : 'text';
  return html`<input
    class="form-input"
    type=${kind}
    id=${id}
    dir=${kind === 'email' ? 'ltr' : 'auto'}
    inputmode=${field.type === 'number' ? 'decimal' : nothing}
    autocomplete=${kind === 'email' ? 'email' : nothing}
    .value=${String(view.values[field.id] ?? '')}
    aria-required=${field.required ? 'true' : nothing}
    aria-invalid=${fault ? 'true' : nothing}
    aria-describedby=${fault ? `${id}-fault` : nothing}
    @input=${(event: Event) => view.put(field.id, (event.target as HTMLInputElement).value)}
  />`;
}

function selectTemplate(
  field: Extract<FormField, { type: 'select' }>,
  id: string,
  view: CardView<'form'>,
): TemplateResult {
  const fault = view.faults[field.id];
  const value = view.values[field.id];
  return html`<select
    class="form-input"
    id=${id}
    aria-required=${field.required ? 'true' : nothing}
    aria-invalid=${fault ? 'true' : nothing}
    aria-describedby=${fault ? `${id}-fault` : nothing}
    @change=${(event: Event) => view.put(field.id, (event.target as HTMLSelectElement).value)}
  >
    <option value="" ?selected=${value === undefined}>${view.localizer.text('cards-select')}</option>
    ${field.options.map((one) => html`<option value=${one.id} ?selected=${one.id === value}>${one.label}</option>`)}
  </select>`;
}

function faultText(field: FormField, fault: string, localizer: CardLocalizer): string {
  switch (fault) {
    case 'missing':
      return localizer.text(field.type === 'checkbox' ? 'cards-fault-unticked' : 'cards-fault-missing');
    case 'email':
    case 'number':
      return localizer.text(`cards-fault-${fault}`);
    case 'low':
      return localizer.text('cards-fault-low', { limit: field.type === 'number' ? (field.min ?? 0) : 0 });
    case 'high':
      return localizer.text('cards-fault-high', { limit: field.type === 'number' ? (field.max ?? 0) : 0 });
    default:
      return localizer.text('cards-fault-long', { limit: CARD_LIMITS.text });
  }
}
