/** The window of its own that a conversation can move into. */

/** Name of the window of an element; the element of the same id in it fills it. */
export function popOutName(id: string): string {
  return `support-chat:${id}`;
}
