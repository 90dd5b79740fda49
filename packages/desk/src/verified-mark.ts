/** The mark of a visitor whom the site vouches for (X1), beside their name. */
import { icon } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from './desk-localizer.js';
import { verifiedIcon } from './icon-paths.js';

/** Nothing for everybody else. */
export function verifiedMark(verified: boolean | undefined, localizer: DeskLocalizer): TemplateResult | typeof nothing {
  if (!verified) return nothing;
  const label = localizer.text('visitor-verified');
  return html`<span class="verified" part="verified" title=${label}
    >${icon(verifiedIcon)}<span class="visually-hidden">(${label})</span></span
  >`;
}
