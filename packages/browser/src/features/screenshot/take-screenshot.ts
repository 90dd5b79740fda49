/** A picture of the page as the person sees it, without the chat and without what is private (V12). */
import { captureTab } from './capture-tab.js';
import { maskPrivate, paintOver } from './private-fields.js';
import { ScreenshotError } from './screenshot-error.js';

export { canCaptureTab } from './capture-tab.js';
export { ScreenshotError, type ScreenshotFailure } from './screenshot-error.js';

/** `tab`: the browser captures it, which the person has to allow. `page`: its elements are drawn anew. */
export type ScreenshotWay = 'tab' | 'page';

/**
 * Takes a picture. Private fields are hidden before there is one, and shown again whatever happens.
 *
 * @param chat - is not in it
 * @throws ScreenshotError
 */
export async function takeScreenshot(way: ScreenshotWay, chat: HTMLElement): Promise<Blob> {
  const mask = maskPrivate(chat);
  const { visibility } = chat.style;
  try {
    const canvas =
      way === 'page'
        ? await (await import('./draw-page.js')).drawPage(chat)
        : await captureTab(async () => {
            chat.style.visibility = 'hidden'; // also of what is in the top layer
            mask.renew(); // the browser's question may have stood there for long
            await shown();
          });
    paintOver(canvas, mask.boxes());
    return await pngOf(canvas);
  } catch (cause) {
    throw cause instanceof ScreenshotError ? cause : new ScreenshotError('failed', { cause });
  } finally {
    chat.style.visibility = visibility;
    mask.lift();
  }
}

/** The page looks as its styles say. */
function shown(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}

function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new ScreenshotError('failed')))),
  );
}
