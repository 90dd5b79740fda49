/** Which links there may be (X6). */

const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/**
 * The address to link to, or null when it must stay text: another scheme, relative, malformed.
 *
 * @param destination - as typed; `www.` counts as https
 */
export function safeHref(destination: string): string | null {
  const url = parseUrl(/^www\./i.test(destination) ? `https://${destination}` : destination);
  return url && SCHEMES.has(url.protocol) ? url.href : null;
}

/** Null for what is no address. `URL.canParse` is younger than some of our engines. */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null; // Not an address: the caller leaves it as text.
  }
}
