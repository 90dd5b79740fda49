/** Whether this device wants notifications of the operating system: only after the visitor said so here (V23). */

const keyOf = (storageKey: string): string => `support-chat-notify:${storageKey}`;

/** The choice made here before; none when there is none, or when storage is blocked. */
export function readNoticeChoice(storageKey: string): boolean {
  try {
    return localStorage.getItem(keyOf(storageKey)) !== null;
  } catch {
    return false;
  }
}

/** Remembers it. */
export function writeNoticeChoice(storageKey: string, wanted: boolean): void {
  try {
    if (wanted) localStorage.setItem(keyOf(storageKey), '1');
    else localStorage.removeItem(keyOf(storageKey));
  } catch {
    // Storage is blocked or full: the choice then lasts as long as the page, which the menu shows.
  }
}
