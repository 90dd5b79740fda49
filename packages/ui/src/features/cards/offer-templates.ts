/** Cards to look at: coupon, offer, and several offers side by side. */
import type { Offer } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { copyIcon } from '../../icon-paths.js';
import { icon } from '../../icons.js';
import { safeHref } from '../../safe-href.js';
import { money, shortDate, type CardLocalizer, type CardView } from './card-view.js';

/** A code to take along. The log copies it, as it does code in messages. */
export function couponTemplate({ card, localizer, now }: CardView<'coupon'>): TemplateResult {
  const { title, text, code, expiresAt } = card;
  const copy = localizer.text('code-copy');
  const expired = expiresAt !== undefined && expiresAt < now;
  const date = expiresAt === undefined ? '' : shortDate(expiresAt, localizer);
  return html`<div class="card coupon" part="card" role="group" aria-label=${title}>
    <p class="card-title" dir="auto">${title}</p>
    ${text ? html`<p class="card-text" dir="auto">${text}</p>` : nothing}
    <div class="coupon-code">
      <code dir="ltr">${code}</code>
      ${
        expired
          ? nothing
          : html`<button type="button" class="icon-button" data-action="copy" aria-label=${copy} title=${copy}>
              ${icon(copyIcon)}
            </button>`
      }
    </div>
    ${date ? html`<p class="card-note">${localizer.text(expired ? 'cards-expired' : 'cards-valid-until', { date })}</p>` : nothing}
  </div>`;
}

/** One offer. */
export function offerTemplate({ card, localizer }: CardView<'offer'>): TemplateResult {
  return html`<div class="card offer" part="card" role="group" aria-label=${card.title}>
    ${offer(card, localizer)}
  </div>`;
}

/** Offers side by side, one after the other into place. */
export function carouselTemplate({ card, localizer }: CardView<'carousel'>): TemplateResult {
  return html`<ul class="carousel" part="carousel" tabindex="0" aria-label=${localizer.text('cards-offers')}>
    ${card.offers.map((one) => html`<li class="card offer" part="card">${offer(one, localizer)}</li>`)}
  </ul>`;
}

function offer({ title, text, image, link, price }: Offer, localizer: CardLocalizer): TemplateResult {
  const href = link && safeHref(link.url);
  const view = link?.label ?? localizer.text('cards-view');
  return html`${
      image
        ? html`<img
            class="offer-picture"
            src=${image.url}
            alt=${image.alt ?? ''}
            loading="lazy"
            decoding="async"
            referrerpolicy="no-referrer"
            @error=${hide}
          />`
        : nothing
    }
    <div class="offer-words">
      <p class="card-title" dir="auto">${title}</p>
      ${text ? html`<p class="card-text" dir="auto">${text}</p>` : nothing}
      ${price ? html`<p class="card-price">${money(price, localizer)}</p>` : nothing}
      ${
        href
          ? html`<a
              class="choice"
              href=${href}
              target="_blank"
              rel="noopener noreferrer nofollow"
              aria-label=${`${view}: ${title}`}
              ><span dir="auto">${view}</span></a
            >`
          : nothing
      }
    </div>`;
}

/** A picture that does not come leaves no hole; its words are there. */
function hide(event: Event): void {
  (event.currentTarget as HTMLElement).hidden = true;
}
