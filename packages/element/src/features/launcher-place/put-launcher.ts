/** Puts the launcher into a place: the one way for pointer, keys and menu. */
import type { SupportChatElement } from '../../support-chat-element.js';
import { writePlace } from './kept-place.js';
import { placementOf, placeOf, type Direction, type Place } from './places.js';

/** The direction of the page around an element. */
export function directionOf(element: HTMLElement): Direction {
  return getComputedStyle(element).direction === 'rtl' ? 'rtl' : 'ltr';
}

/** Where its launcher stands. */
export function presentPlace(element: SupportChatElement): Place {
  return placeOf(element.placement, directionOf(element));
}

/** Moves it, and has this device remember. @param key - where the conversation is kept */
export function putLauncher(element: SupportChatElement, key: string, place: Place): void {
  element.placement = placementOf(place, directionOf(element));
  writePlace(key, element.placement);
}
