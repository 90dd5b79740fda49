/** Names and faces on the desk. Whoever gave no name gets a short code, so that two of them can be told apart. */
import type { Author } from '@support-chat/protocol';
import { avatar, displayName } from '@support-chat/ui';
import type { TemplateResult } from 'lit';
import type { DeskLocalizer } from './desk-localizer.js';

/** What to call somebody. */
export function personName(person: Author, localizer: DeskLocalizer): string {
  if (person.kind !== 'visitor' || person.name?.trim()) return displayName(person, localizer);
  return localizer.text('visitor-unnamed', { code: person.id.slice(-4).toUpperCase() });
}

/** Their face. Says nothing: the name stands beside it. */
export function face(person: Author, localizer: DeskLocalizer): TemplateResult {
  return avatar({ ...person, name: personName(person, localizer) }, localizer);
}
