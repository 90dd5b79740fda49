/** A picture over everything, as large as the screen; whatever is pressed closes it. */
import { html, render } from 'lit/html.js';
import { closeIcon } from '../../icon-paths.js';
import { icon } from '../../icons.js';

/**
 * Opens it.
 *
 * @param parent - where it is put until it is closed
 * @param close - name of the button
 */
export function openViewer(parent: HTMLElement, url: string, name: string, close: string): void {
  const dialog = document.createElement('dialog');
  dialog.className = 'viewer';
  dialog.part.add('viewer');
  dialog.ariaLabel = name;
  render(
    html`<img src=${url} alt=${name} /><button type="button" class="icon-button" aria-label=${close}>
        ${icon(closeIcon)}
      </button>`,
    dialog,
  );
  dialog.addEventListener('click', () => dialog.close());
  // Escape closes the picture, not the chat.
  for (const type of ['keydown', 'cancel'] as const) dialog.addEventListener(type, (event) => event.stopPropagation());
  dialog.addEventListener('close', () => dialog.remove(), { once: true });
  parent.append(dialog);
  dialog.showModal();
}
