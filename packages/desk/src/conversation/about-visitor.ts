/** The column on the right: who the visitor is and where they write from. All of it is untrusted and plain text (X6). */
import type { ConversationSummary } from '@support-chat/protocol';
import { arrowLeftIcon, closeIcon, icon, popOutIcon } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import { face, personName } from '../face.js';
import { tip } from '../tip.js';
import { verifiedMark } from '../verified-mark.js';

interface AboutVisitorView {
  readonly conversation: ConversationSummary;
  readonly localizer: DeskLocalizer;
  /** What the owner calls a department. */
  readonly nameOfDepartment: (id: string) => string;
  readonly onClose: () => void;
}

/** Draws what is known about a conversation's visitor. */
export function aboutVisitor({ conversation, localizer, nameOfDepartment, onClose }: AboutVisitorView): TemplateResult {
  const { visitor, page, startedAt, assignee, ticket, phone, fields = {} } = conversation;
  const email = ticket?.email ?? conversation.email;
  const department = ticket?.department ?? conversation.department;
  const text = (label: string, value: string | undefined): TemplateResult | typeof nothing =>
    value ? fact(label, html`<bdi>${value}</bdi>`) : nothing;
  return html`
    <header class="about-head">
      <button type="button" class="icon-button back" ${tip(localizer.text('back'))} @click=${onClose}>
        ${icon(arrowLeftIcon)}
      </button>
      <h2>${localizer.text('about-label')}</h2>
      <button type="button" class="icon-button close" ${tip(localizer.text('close'), 'D', localizer)} @click=${onClose}>
        ${icon(closeIcon)}
      </button>
    </header>
    <div class="about-body">
      <div class="about-who">
        ${face(conversation.visitor, localizer)}
        <p class="about-name">
          <bdi>${personName(visitor, localizer)}</bdi>${verifiedMark(conversation.verified, localizer)}
        </p>
      </div>
      <dl>
        ${visitor.name ? nothing : fact(localizer.text('about-name'), localizer.text('about-name-none'))}
        ${ticket ? text(localizer.text('about-ticket'), ticket.id.slice(0, 8).toUpperCase()) : nothing}
        ${ticket && ticket.name !== visitor.name ? text(localizer.text('about-name'), ticket.name) : nothing}
        ${text(localizer.text('about-email'), email)} ${text(localizer.text('about-phone'), phone)}
        ${text(localizer.text('about-department'), department && nameOfDepartment(department))}
        ${Object.entries(fields).map(([label, value]) => text(label, value))}
        ${page ? fact(localizer.text('about-page'), pageLink(page, localizer)) : nothing}
        ${fact(
          localizer.text('about-started'),
          html`<time datetime=${new Date(startedAt).toISOString()}>${localizer.dateTime(startedAt)}</time>`,
        )}
        ${assignee ? fact(localizer.text('about-agent'), html`<bdi>${personName(assignee, localizer)}</bdi>`) : nothing}
      </dl>
      <p class="about-hint">${localizer.text(conversation.verified ? 'about-verified' : 'about-unverified')}</p>
    </div>
  `;
}

function fact(label: string, value: string | TemplateResult): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>`;
}

/** A link only when it leads to a web page; whatever else a visitor claims to be on is shown and leads nowhere. */
function pageLink({ url, title }: { readonly url: string; readonly title: string }, localizer: DeskLocalizer) {
  const words = html`<bdi>${title || url}</bdi>`;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return html`${words}<small><bdi>${url}</bdi></small>`;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer nofollow ugc"
      >${words}${icon(popOutIcon)}<span class="visually-hidden">(${localizer.text('opens-new-window')})</span></a
    ><small><bdi>${url}</bdi></small>`;
}
