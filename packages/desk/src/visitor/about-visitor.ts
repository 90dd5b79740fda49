/** The column on the right: who the visitor is and where they write from. All of it is untrusted and plain text (X6). */
import type { ConversationSummary, VisitorDetails, VisitorDevice } from '@support-chat/protocol';
import { arrowLeftIcon, closeIcon, icon } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import { face, personName } from '../face.js';
import { languageName } from '../spelling/language-name.js';
import { tip } from '../tip.js';
import { verifiedMark } from '../verified-mark.js';
import { pageLink } from './page-link.js';
import { fact, visitorSections, type SectionsView } from './visitor-sections.js';

interface AboutVisitorView extends Omit<SectionsView, 'details'> {
  readonly conversation: ConversationSummary;
  /** Null while nothing more is known. */
  readonly details: VisitorDetails | null;
  /** It could not be found out what is known. */
  readonly failed: boolean;
  readonly onRetry: () => void;
  /** What the owner calls a department. */
  readonly nameOfDepartment: (id: string) => string;
  readonly onClose: () => void;
}

/** Draws what is known about a conversation's visitor. */
export function aboutVisitor(view: AboutVisitorView): TemplateResult {
  const { conversation, details, failed, localizer, nameOfDepartment, onClose, onRetry } = view;
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
        ${page?.locale ? text(localizer.text('about-language'), languageName(page.locale, localizer.locale)) : nothing}
        ${text(localizer.text('about-device'), deviceName(details?.device, localizer))}
        ${assignee ? fact(localizer.text('about-agent'), html`<bdi>${personName(assignee, localizer)}</bdi>`) : nothing}
      </dl>
      ${details ? visitorSections({ ...view, details }) : nothing}
      ${
        failed
          ? html`<p class="about-failed" role="status">
              ${localizer.text('about-not-loaded')}
              <button type="button" class="text-button" @click=${onRetry}>${localizer.text('retry')}</button>
            </p>`
          : nothing
      }
      <p class="about-hint">${localizer.text(conversation.verified ? 'about-verified' : 'about-unverified')}</p>
    </div>
  `;
}

function deviceName(device: VisitorDevice | undefined, localizer: DeskLocalizer): string | undefined {
  if (device === undefined) return undefined;
  const { kind, browser, system } = device;
  return [browser, system, kind && localizer.text(`device-${kind}`)].filter(Boolean).join(' · ');
}
