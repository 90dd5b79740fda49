/** Writing of the mark that `visit-mark.ts` tells of; apart, because the shell only reads it. */
import { visitMarkPrefix } from './visit-mark.js';

/** Sets the mark, or with null removes it. */
export function writeVisitMark(storageKey: string, visitorId: string | null): void {
  try {
    if (visitorId === null) localStorage.removeItem(visitMarkPrefix + storageKey);
    else localStorage.setItem(visitMarkPrefix + storageKey, visitorId);
  } catch {
    // Storage is blocked or full. The visitor is told so by the panel (O4); the mark alone saves a press of a button.
  }
}
