/** The way into the picture editor (V12): loads what it needs, shows it, and cleans up after it. */
import { withLaterWords } from '../../localizer/later-words.js';
import type { Localizer } from '../../localizer/localizer.js';
import { pictureWords } from '../../locales/features/picture.js';
import { adoptStyles } from '../../styles/adopt-styles.js';
import { editPictureStyles } from './edit-picture-styles.js';
import { PictureEditor } from './picture-editor.js';

/** What the editor is opened with. */
export interface EditPictureOptions {
  /** Where the dialog goes: the shadow root of the chat, with `tokens` and `baseStyles`. */
  readonly root: ShadowRoot;
  readonly localizer: Localizer;
  /** Closes it without a picture. */
  readonly signal: AbortSignal;
}

/**
 * Lets the person change a picture before it is sent. Resolves with a PNG of what is seen, in pixels of the picture, or
 * null when they gave it up. The focus goes back to where it was.
 *
 * Rejects when the browser cannot read the picture or make another of it, and when the editor's words do not come.
 */
export async function editPicture(
  picture: Blob,
  { root, localizer, signal }: EditPictureOptions,
): Promise<Blob | null> {
  const focused = root.activeElement;
  const [bitmap, words] = await Promise.allSettled([createImageBitmap(picture), withLaterWords(localizer)]);
  try {
    if (bitmap.status === 'rejected') throw bitmap.reason;
    if (words.status === 'rejected') throw words.reason;
    if (signal.aborted) return null;
    adoptStyles(root, editPictureStyles);
    return await new PictureEditor({ picture: bitmap.value, root, words: words.value.extended(pictureWords), signal })
      .closed;
  } finally {
    if (bitmap.status === 'fulfilled') bitmap.value.close();
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
  }
}
