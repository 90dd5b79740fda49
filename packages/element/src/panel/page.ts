/**
 * A page that covers the conversation: its title, the way back, and whatever a lazy part puts below them. Comes with the
 * parts that have one; they adopt its styles.
 */
import { arrowLeftIcon, icon } from '@support-chat/ui';
import { html, type TemplateResult } from 'lit/html.js';
import type { PanelModel } from './panel-template.js';

/**
 * @param content - scrolls below the title
 * @param kind - class of what is below the title
 */
export function page(
  { localizer, onView }: Pick<PanelModel, 'localizer' | 'onView'>,
  title: string,
  content: unknown,
  kind = '',
): TemplateResult {
  const back = localizer.text('back');
  return html`<div class="page">
    <div class="head">
      <button
        class="icon-button page-back"
        type="button"
        aria-label=${back}
        data-tip=${back}
        @click=${() => onView({ page: null })}
      >
        ${icon(arrowLeftIcon)}
      </button>
      <h2 class="title">${title}</h2>
    </div>
    <div class=${`page-body ${kind}`} tabindex="0" role="region" aria-label=${title}>${content}</div>
  </div>`;
}
