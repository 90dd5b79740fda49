/** Names and faces. Both come from strangers: shown as text, on one line, without power over the text around them. */
import type { Author } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Localizer } from '../localizer/localizer.js';
import { safeHref } from '../safe-href.js';
import { displayName } from './display-name.js';

const TONES = 6;

/** One or two letters: the first of the first and of the last word. */
export function initials(name: string): string {
  const words = name
    .replace(/[\u2068\u2069]/g, '')
    .split(/[\s.@_-]+/u)
    .filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => (word ? [...word][0] : ''));
  return letters.join('').toLocaleUpperCase();
}

/** A face, or initials on one of six tones that stays with the person. Says nothing: the name stands beside it. */
export function avatar(author: Author, localizer: Localizer): TemplateResult {
  const url = author.avatarUrl && /^https?:/i.test(author.avatarUrl) ? safeHref(author.avatarUrl) : null;
  const picture = url
    ? html`<img
        src=${url}
        alt=""
        width="28"
        height="28"
        loading="lazy"
        decoding="async"
        referrerpolicy="no-referrer"
      />`
    : nothing;
  return html`<span class="avatar" part="avatar" data-tone=${toneOf(author.id)} aria-hidden="true"
    >${initials(displayName(author, localizer))}${picture}</span
  >`;
}

function toneOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % TONES;
}
