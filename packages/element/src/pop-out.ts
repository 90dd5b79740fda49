/** The window of its own that a conversation can move into. */

/** Name of the window of an element; the element of the same id in it fills it. */
export function popOutName(id: string): string {
  return `support-chat:${id}`;
}

/**
 * Opens it, or brings it to the front.
 *
 * @param url - of a page with the element; default: this page
 * @returns false when the browser blocked it
 */
export function openPopOut(id: string, url: string | undefined): boolean {
  return Boolean(window.open(url ?? location.href, popOutName(id), 'popup,width=420,height=720'));
}
