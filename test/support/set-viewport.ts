/** Viewport for component tests in every engine; the command of the same name in @web/test-runner-commands refuses WebDriver. */
import { executeServerCommand } from '@web/test-runner-commands';

/** Resizes the page to `width` × `height` CSS pixels; settles when the engine has done so. */
export async function setViewport(size: { readonly width: number; readonly height: number }): Promise<void> {
  await executeServerCommand('resize-viewport', size);
}
