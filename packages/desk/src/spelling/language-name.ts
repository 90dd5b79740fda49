/** Names of languages as pages give them, who may give anything. */
import { isLanguageTag } from '@support-chat/protocol';

/** A language as agents call it. What names none stays as it is. */
export function languageName(tag: string, locale: string): string {
  const known = plainTag(tag);
  return (known && new Intl.DisplayNames(locale, { type: 'language' }).of(known)) ?? tag;
}

/** Language, script and region of a tag, without wishes for calendars and the like; null: it names no language. */
export function plainTag(tag: string): string | null {
  return isLanguageTag(tag) ? new Intl.Locale(tag).baseName : null;
}
