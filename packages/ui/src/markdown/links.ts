/** Which links there may be (X6), and when the words of a link need its real host beside them. */

const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);
const WEB_ADDRESS = /^(?:https?:\/\/|www\.)?[^\s/@]+\.[^\s/@]{2,}(?:[/?#]\S*)?$/i;

/**
 * The address to link to, or null when it must stay text: another scheme, relative, malformed.
 *
 * @param destination - as typed; `www.` counts as https
 */
export function safeHref(destination: string): string | null {
  const url = parseUrl(/^www\./i.test(destination) ? `https://${destination}` : destination);
  return url && SCHEMES.has(url.protocol) ? url.href : null;
}

/**
 * The host to show beside a link: when it is an international name that may look like another one, when a user name
 * stands before it, or when the words are themselves the address of another host.
 */
export function deceptiveHost(href: string, words: string): string | undefined {
  const url = parseUrl(href);
  if (!url?.hostname) return undefined;
  const named = WEB_ADDRESS.test(words.trim())
    ? parseUrl(words.trim().replace(/^(?!https?:\/\/)/i, 'https://'))?.hostname
    : url.hostname;
  const same = named?.replace(/^www\./, '') === url.hostname.replace(/^www\./, '');
  return same && !url.username && !/(^|\.)xn--/.test(url.hostname) ? undefined : url.hostname;
}

/** `URL.canParse` is younger than some of our engines. */
function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null; // Not an address: the caller leaves it as text.
  }
}
