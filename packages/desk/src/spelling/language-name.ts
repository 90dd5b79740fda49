/** A language as agents call it. @param tag - BCP 47; one without a name stays as it is */
export function languageName(tag: string, locale: string): string {
  return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag;
}
