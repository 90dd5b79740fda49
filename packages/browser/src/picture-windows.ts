/**
 * Document Picture-in-Picture: a window of the page's own making that keeps in front of all others. No engine's types have it yet.
 * @see https://wicg.github.io/document-picture-in-picture/
 */
interface PictureWindows {
  /** The one that is open. */
  readonly window: Window | null;
  /** Needs a press of the person. Rejects when the browser does not allow it. */
  requestWindow(options: { readonly width: number; readonly height: number }): Promise<Window & typeof globalThis>;
}

/** Undefined where the browser has none, or the page is not secure. */
export const pictureWindows = (): PictureWindows | undefined =>
  (globalThis as { documentPictureInPicture?: PictureWindows }).documentPictureInPicture;
