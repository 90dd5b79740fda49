/** The copy button of a code block. */
import { copyWords } from '../../locales/features/copy.js';
import type { Localizer } from '../../localizer/localizer.js';
import type { Announcer } from '../../log/announcer.js';

/**
 * Copies the code beside a button and says whether that worked. The button shows a tick (`data-copied`) until it is left.
 *
 * @param button - as `renderMarkdown` makes it
 */
export async function copyCode(button: HTMLElement, localizer: Localizer, announcer: Announcer): Promise<void> {
  const words = localizer.extended(copyWords);
  const code = button.parentElement?.querySelector('code')?.textContent ?? '';
  try {
    // Of the window that has the focus: another may not write.
    await (button.ownerDocument.defaultView ?? window).navigator.clipboard.writeText(code);
  } catch {
    // Refused by the person or by the page's policy, or not there because the page is not secure.
    announcer.alert(words.text('code-copy-failed'));
    return;
  }
  announcer.status(words.text('code-copied'));
  button.dataset.copied = '';
  const done = new AbortController();
  const reset = (): void => {
    delete button.dataset.copied;
    done.abort();
  };
  button.addEventListener('pointerleave', reset, { signal: done.signal });
  button.addEventListener('blur', reset, { signal: done.signal });
}
