/** What became of a mail, as a line behind its message. */
import type { TicketMail } from '@support-chat/protocol';
import { icon } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import { mailIcon } from '../icon-paths.js';

/** In a few words. */
export function mailWords(
  { state, attempts, address, time, problem, way }: TicketMail,
  localizer: DeskLocalizer,
): string {
  const by = way ?? 'mail';
  switch (state) {
    case 'waiting':
      return localizer.text(attempts > 0 ? `${by}-again` : `${by}-waiting`, { address });
    case 'sent':
      return localizer.text(`${by}-sent`, { address, time: localizer.clock(time) });
    case 'refused':
      return localizer.text(problem ? `${by}-refused` : `${by}-unreachable`, { address });
  }
}

/** A row of the log. The words of the mail server are untrusted and plain text (X6). */
export function mailLine(mail: TicketMail, localizer: DeskLocalizer, onRetry: () => void): TemplateResult {
  const words = mailWords(mail, localizer);
  const isRefused = mail.state === 'refused';
  return html`<div
    class="row mail-line ${isRefused ? 'problem' : ''}"
    part="mail"
    role="article"
    tabindex="-1"
    aria-label=${words}
    data-id=${`mail-${mail.id}`}
  >
    <p>${icon(mailIcon)}<span>${words}</span></p>
    ${mail.problem ? html`<p class="mail-problem"><bdi dir="ltr">${mail.problem}</bdi></p>` : nothing}
    ${
      isRefused
        ? html`<button type="button" class="text-button" @click=${onRetry}>${localizer.text('retry')}</button>`
        : nothing
    }
  </div>`;
}
