/** Viewport for component tests in every engine; the command of the same name in @web/test-runner-commands refuses WebDriver. */
import { waitUntil } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';

/** Resizes the page to `width` × `height` CSS pixels; settles when the engine has done so. */
export async function setViewport({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): Promise<void> {
  await executeServerCommand('resize-viewport', { width, height });
  // Scripts learn of the new size before media queries do.
  const fits = matchMedia(`(width: ${width}px) and (height: ${height}px)`);
  await waitUntil(() => fits.matches, `the viewport is ${width} × ${height}`, { timeout: 9000 });
}
