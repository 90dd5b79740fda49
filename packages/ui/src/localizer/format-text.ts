/** Filling of words with values. Small and alone, because the shell needs it before anything else is loaded. */

/** One text for every plural category the language has; `other` is always there. Keys as in `Intl.PluralRules`. */
export type PluralText = { readonly [Category in Intl.LDMLPluralRule]?: string } & { readonly other: string };

/** A text with `{name}` placeholders, in one form or in plural forms chosen by the value of `count`. */
export type Text = string | PluralText;

/** Values for the placeholders. Numbers are written the way the language writes them. */
export type TextValues = Readonly<Record<string, string | number>>;

/**
 * Fills a text. A placeholder without a value stays as it is, so that a wrong override is seen and not swallowed.
 *
 * @param locale - BCP 47 language of `text`, for plural rules and figures
 */
export function formatText(text: Text, values: TextValues = {}, locale = 'en'): string {
  const form =
    typeof text === 'string'
      ? text
      : (text[new Intl.PluralRules(locale).select(Number(values.count ?? 0))] ?? text.other);
  return form.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : (value ?? placeholder);
  });
}
