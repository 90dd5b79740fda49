/** Whether this device wants notifications of the operating system: only after the visitor said so here (V23). */

const keyOf = (storageKey: string): string => `support-chat-notify:${storageKey}`;

/** What was chosen on this page, also where it cannot be stored. */
const chosen = new Map<string, boolean>();

/** The choice made here or on an earlier page; none when there is none, or when storage is blocked. */
export function readNoticeChoice(storageKey: string): boolean {
  const choice = chosen.get(storageKey);
  if (choice !== undefined) return choice;
  try {
    return localStorage.getItem(keyOf(storageKey)) !== null;
  } catch {
    return false;
  }
}

/** Remembers it. */
export function writeNoticeChoice(storageKey: string, wanted: boolean): void {
  chosen.set(storageKey, wanted);
  try {
    if (wanted) localStorage.setItem(keyOf(storageKey), '1');
    else localStorage.removeItem(keyOf(storageKey));
  } catch {
    // Storage is blocked or full: the choice lasts as long as the page, which the menu shows.
  }
}
