/** Why there is no picture of the page. */
export type ScreenshotFailure =
  /** The person, or a policy of the page, did not allow it. */
  | 'refused'
  /** They chose another tab, a window or the screen, where nothing could be hidden. */
  | 'elsewhere'
  /** The browser could not. */
  | 'failed';

/** Thrown when there is no picture of the page. */
export class ScreenshotError extends Error {
  override readonly name = 'ScreenshotError';
  readonly code: ScreenshotFailure;

  constructor(code: ScreenshotFailure, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}
