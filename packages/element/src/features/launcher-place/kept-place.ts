/**
 * Where the visitor has put the launcher, on this device. Written after consent only: before it, nothing of this folder is loaded;
 * taking consent back removes it (`features/consent/forget-marks.ts`).
 */
import type { Placement } from '../../element-options.js';
import { placementOf, places } from './places.js';

const keyOf = (storageKey: string): string => `support-chat-place:${storageKey}`;

/** What was chosen here before; undefined when nothing was, when it cannot be read, or is no place. */
export function readPlace(storageKey: string): Placement | undefined {
  try {
    const kept = localStorage.getItem(keyOf(storageKey));
    return places.map((place) => placementOf(place, 'ltr')).find((placement) => placement === kept);
  } catch {
    return undefined;
  }
}

/** Remembers it. */
export function writePlace(storageKey: string, placement: Placement): void {
  try {
    localStorage.setItem(keyOf(storageKey), placement);
  } catch {
    // Storage is blocked or full: the launcher stays there as long as the page, which everybody sees.
  }
}
