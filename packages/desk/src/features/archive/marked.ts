/** Marks in a text what was searched for. */
import { html, type TemplateResult } from 'lit';

/** A text with each occurrence of a word marked, as far as it is written like that: accents may differ, then nothing is marked. */
export function marked(text: string, words: string): TemplateResult {
  const wanted = words
    .split(/\s+/u)
    .filter(Boolean)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (wanted.length === 0) return html`<bdi>${text}</bdi>`;
  const parts = text.split(new RegExp(`(${wanted.join('|')})`, 'giu'));
  return html`<bdi>${parts.map((part, index) => (index % 2 === 1 ? html`<mark>${part}</mark>` : part))}</bdi>`;
}
