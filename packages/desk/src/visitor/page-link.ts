/** Where a visitor says they are. */
import { icon, popOutIcon } from '@support-chat/ui';
import { html, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';

/** A link only when it leads to a web page; whatever else a visitor claims to be on is shown and leads nowhere. */
export function pageLink(
  { url, title }: { readonly url: string; readonly title: string },
  localizer: DeskLocalizer,
): TemplateResult {
  const words = html`<bdi>${title || url}</bdi>`;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return html`${words}<small><bdi>${url}</bdi></small>`;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer nofollow ugc"
      >${words}${icon(popOutIcon)}<span class="visually-hidden">(${localizer.text('opens-new-window')})</span></a
    ><small><bdi>${url}</bdi></small>`;
}
