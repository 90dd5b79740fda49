/** What somebody is called. Names come from strangers: shown on one line, without power over the text around them. */
import type { Author } from '@support-chat/protocol';
import type { Localizer } from '../localizer/localizer.js';

/** Control and directional characters, and any white space between words. */
const BREAKING = /[\p{Cc}\s\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * The name to show, or the word for what they are. Control and directional characters are gone; a name whose script
 * runs against the language is wrapped in isolates, so that it can stand in a sentence.
 */
export function displayName(author: Author, localizer: Localizer): string {
  const name = author.name?.replace(BREAKING, ' ').trim();
  if (!name) return localizer.text(`author-${author.kind}`);
  return RIGHT_TO_LEFT.test(name) === (localizer.direction === 'rtl') ? name : `\u2068${name}\u2069`;
}
