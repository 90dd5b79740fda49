/** The contact form and what comes after it, as pages of the panel. */
import type { ChatState } from '@support-chat/core';
import type { FieldForm, FormField, FormLocalizer, FormValues } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ContactEntry } from '../../element-events.js';

/** What the form shows. */
export interface ContactView {
  readonly form: FieldForm;
  readonly values: FormValues;
  readonly departments: NonNullable<FormField['options']>;
  /** Why it is shown, and when somebody is back; null when somebody is there again. */
  readonly reason: string | null;
  readonly busy: boolean;
  /** Null: there is no way back but somebody's return. */
  readonly onBack: (() => void) | null;
}

/** An entry that has left the form. */
export interface SentEntry extends ContactEntry {
  /** Where the visitor's mail program sends it. */
  readonly mail?: string;
}

/** The form, with the reason above it. */
export function contactPage(view: ContactView, localizer: FormLocalizer): TemplateResult {
  const { form, values, departments, reason, busy, onBack } = view;
  const field = (id: string, kind: FormField['kind'], label: string, autocomplete?: AutoFill): FormField => ({
    id,
    kind,
    label,
    required: true,
    ...(autocomplete && { autocomplete }),
  });
  const fields: readonly FormField[] = [
    field('name', 'text', localizer.text('contact-name'), 'name'),
    field('email', 'email', localizer.text('contact-email'), 'email'),
    ...(departments.length > 0
      ? [
          {
            ...field('department', 'select', localizer.text('contact-department')),
            required: false,
            options: departments,
          },
        ]
      : []),
    field('message', 'area', localizer.text('composer-label')),
  ];
  return html`<div class="reception" part="form contact-form">
    <h3 class="reception-title" tabindex="-1">${localizer.text('contact-title')}</h3>
    <p class="reception-why">
      ${reason === null ? localizer.text('contact-here-again') : html`${reason} ${localizer.text('contact-why')}`}
    </p>
    ${form.template(fields, values, { submit: localizer.text('composer-send'), busy }, localizer)}
    ${onBack ? html`<p class="reception-back">${textButton(localizer.text('contact-back'), onBack)}</p>` : nothing}
  </div>`;
}

/** What became of an entry, under its number. */
export function thanksPage(
  entry: SentEntry,
  state: ChatState,
  localizer: FormLocalizer,
  on: { readonly back: () => void; readonly retry: (id: string) => void },
): TemplateResult {
  const waiting = state.outbox.find(({ id, phase }) => id === entry.id && phase !== 'sent');
  const failed = waiting?.phase === 'failed';
  const arrived = entry.way !== 'mail' && !waiting;
  const words = failed
    ? `${localizer.text('state-failed')}. ${localizer.error(waiting.problem?.code ?? 'unavailable')}`
    : entry.way === 'mail'
      ? localizer.text('contact-mail-opened', { address: entry.mail ?? '' })
      : localizer.text('contact-answer-to', { email: entry.email });
  const title = entry.way === 'mail' || failed ? 'contact-title' : arrived ? 'contact-thanks' : 'contact-waiting';
  return html`<div class="reception" part="form contact-form">
    <h3 class="reception-title" tabindex="-1">${localizer.text(title)}</h3>
    ${waiting?.durable && !failed ? html`<p class="reception-why">${localizer.text('contact-safe')}</p>` : nothing}
    <p class="reception-why"><bdi>${words}</bdi></p>
    ${
      entry.way === 'mail'
        ? nothing
        : html`<p class="reception-number">${localizer.text('contact-number', { number: numberOf(entry.id) })}</p>`
    }
    <p class="reception-back">
      ${failed ? textButton(localizer.text('retry'), () => on.retry(entry.id)) : nothing}
      ${textButton(localizer.text('contact-back'), on.back)}
    </p>
  </div>`;
}

/** What both sides call an entry: the beginning of its id. */
function numberOf(id: string): string {
  return id.slice(0, 8).toUpperCase();
}

/** Words one can press. */
export function textButton(label: string, onClick: () => void): TemplateResult {
  return html`<button class="text-button" type="button" @click=${onClick}>${label}</button>`;
}
