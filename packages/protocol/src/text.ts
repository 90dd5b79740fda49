/** Text as it is stored: any Unicode a person can write, minus what no store and no UTF-8 encoder keeps. */

/**
 * Replaces NUL and lone surrogates by U+FFFD. PostgreSQL refuses the one and UTF-8 has no form for the other, so
 * without this the same message would differ between stores and a repeated send would look like a conflict (L2).
 */
export function storableText(text: string): string {
  return text.replace(/\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}
