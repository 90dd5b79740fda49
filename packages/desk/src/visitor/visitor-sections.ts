/** What is known of a visitor beside the chat, part by part. All of it is untrusted and plain text (X6). */
import type { Cart, ConversationSummary, Purchase, VisitedPage, VisitorDetails } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import { readableWords } from '../inbox/readable-words.js';
import { pageLink } from './page-link.js';

/** What all parts know. */
export interface SectionsView {
  readonly details: VisitorDetails;
  readonly localizer: DeskLocalizer;
  /** Wall time. */
  readonly now: number;
  readonly onOpen: (conversation: ConversationSummary) => void;
}

/** Draws what there is. */
export function visitorSections({ details, ...view }: SectionsView): readonly TemplateResult[] {
  const { attributes = {}, cart, purchases = [], pages, conversations } = details;
  const { localizer } = view;
  const facts = Object.entries(attributes);
  return [
    ...(facts.length > 0
      ? [
          section(
            localizer.text('about-site'),
            html`<dl class="about-facts">
              ${facts.map(([name, value]) => fact(html`<bdi>${name}</bdi>`, html`<bdi>${value}</bdi>`))}
            </dl>`,
          ),
        ]
      : []),
    ...(cart ? [section(localizer.text('about-cart'), cartOf(cart, localizer))] : []),
    ...(purchases.length > 0
      ? [
          section(
            localizer.text('about-purchases'),
            html`<ol class="about-list">
              ${purchases.map((purchase) => html`<li>${purchaseOf(purchase, localizer)}</li>`)}
            </ol>`,
          ),
        ]
      : []),
    ...(pages.length > 0
      ? [
          section(
            localizer.text('about-pages'),
            html`<ol class="about-list">
              ${pages.map((page) => html`<li>${visitedPage(page, view)}</li>`)}
            </ol>`,
          ),
        ]
      : []),
    ...(conversations.length > 0
      ? [
          section(
            localizer.text('about-chats'),
            html`<ul class="about-list">
              ${conversations.map((conversation) => html`<li>${otherChat(conversation, view)}</li>`)}
            </ul>`,
          ),
        ]
      : []),
  ];
}

/** One line of a list of facts. */
export function fact(label: string | TemplateResult, value: string | TemplateResult): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>`;
}

function section(title: string, content: TemplateResult): TemplateResult {
  return html`<section class="about-section">
    <h3>${title}</h3>
    ${content}
  </section>`;
}

function cartOf(cart: Cart, localizer: DeskLocalizer): TemplateResult {
  const { lines = [] } = cart;
  return html`<p>${totals(cart, localizer)}</p>
    ${
      lines.length > 0
        ? html`<ul class="about-lines">
            ${lines.map(
              ({ name, quantity = 1, price }) =>
                html`<li>
                  <span>${quantity === 1 ? nothing : `${localizer.number(quantity)} × `}<bdi>${name}</bdi></span>
                  ${price === undefined ? nothing : html`<span>${money(price, cart.currency, localizer)}</span>`}
                </li>`,
            )}
          </ul>`
        : nothing
    }`;
}

function purchaseOf(purchase: Purchase, localizer: DeskLocalizer): TemplateResult {
  return html`${purchase.id === undefined ? nothing : html`<p><bdi>${purchase.id}</bdi></p>`}${cartOf(purchase, localizer)}`;
}

/** How many things for how much, as far as that was said. */
function totals({ items, value, currency, lines = [] }: Cart, localizer: DeskLocalizer): string {
  const count = items ?? (lines.length > 0 ? lines.reduce((sum, { quantity = 1 }) => sum + quantity, 0) : undefined);
  if (count === undefined && value === undefined) return localizer.text('about-cart-unknown');
  if (count === 0) return localizer.text('about-cart-empty');
  return [
    ...(count === undefined ? [] : [localizer.text('about-items', { count })]),
    ...(value === undefined ? [] : [money(value, currency, localizer)]),
  ].join(' · ');
}

function money(amount: number, currency: string | undefined, { locale }: DeskLocalizer): string {
  const style = currency === undefined ? {} : ({ style: 'currency', currency } as const);
  return new Intl.NumberFormat(locale, style).format(amount);
}

function visitedPage({ url, title, time, referrer }: VisitedPage, { localizer, now }: Omit<SectionsView, 'details'>) {
  return html`<div>${pageLink({ url, title }, localizer)}</div>
    <small
      >${moment(time, localizer, now)}${
        referrer === undefined
          ? nothing
          : html` · ${localizer.text('about-referrer')}
              <bdi>${URL.canParse(referrer) ? new URL(referrer).host : referrer}</bdi>`
      }</small
    >`;
}

function otherChat(conversation: ConversationSummary, { localizer, now, onOpen }: Omit<SectionsView, 'details'>) {
  const { lastMessage, startedAt, rating, phase } = conversation;
  const words = lastMessage ? readableWords(lastMessage.text, localizer) : localizer.text('row-no-messages');
  return html`<button type="button" class="about-chat" @click=${() => onOpen(conversation)}>
    <bdi>${words}</bdi>
    <small
      >${moment(startedAt, localizer, now)}${
        phase === 'ended' ? nothing : html` · ${localizer.text('about-chat-open')}`
      }${
        rating === undefined
          ? nothing
          : html` · <span aria-hidden="true">★ ${localizer.number(rating)}</span
              ><span class="visually-hidden">${localizer.text('row-rating', { score: rating })}</span>`
      }</small
    >
  </button>`;
}

/** Of another day it is said which. */
function moment(time: number, localizer: DeskLocalizer, now: number): TemplateResult {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  const words = isToday ? localizer.time(time, now) : `${localizer.day(time, now)}, ${localizer.clock(time)}`;
  return html`<time datetime=${new Date(time).toISOString()}>${words}</time>`;
}
