/** Whether this device wants to hear messages. */

const keyOf = (storageKey: string): string => `support-chat-muted:${storageKey}`;

/** The choice made here before; hearing when there is none, or when storage is blocked. */
export function readMuteChoice(storageKey: string): boolean {
  try {
    return localStorage.getItem(keyOf(storageKey)) !== null;
  } catch {
    return false; // The choice then lasts as long as the page, which the menu shows.
  }
}

/** Remembers it. */
export function writeMuteChoice(storageKey: string, muted: boolean): void {
  try {
    if (muted) localStorage.setItem(keyOf(storageKey), '1');
    else localStorage.removeItem(keyOf(storageKey));
  } catch {
    // Storage is blocked or full: as above.
  }
}
