/** The questions before a chat, as a page of the panel. */
import type { FieldForm, FormField, FormLocalizer, FormValues } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { textButton } from './contact-pages.js';

/** What the page shows. */
export interface PreChatView {
  readonly form: FieldForm;
  readonly fields: readonly FormField[];
  readonly values: FormValues;
  /** Null: the answers are needed. */
  readonly onSkip: (() => void) | null;
}

/** Renders the page. */
export function preChatPage({ form, fields, values, onSkip }: PreChatView, localizer: FormLocalizer): TemplateResult {
  return html`<div class="reception" part="form pre-chat-form">
    <h3 class="reception-title" tabindex="-1">${localizer.text('pre-chat-title')}</h3>
    ${form.template(fields, values, { submit: localizer.text('pre-chat-start') }, localizer)}
    ${onSkip ? html`<p class="reception-back">${textButton(localizer.text('pre-chat-skip'), onSkip)}</p>` : nothing}
  </div>`;
}
