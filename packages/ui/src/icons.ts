/** Icons as Lit templates. They say nothing: the button or the words beside them carry the name. */
import { html, type TemplateResult } from 'lit/html.js';

/** Draws one of the paths of `icon-paths.ts`, 20 px, in the colour of the text. Styled by `baseStyles`. */
export function icon(path: string): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;
}
