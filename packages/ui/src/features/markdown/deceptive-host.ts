/** When the words of a link need its real host beside them (X6). */
import { parseUrl } from '../../safe-href.js';

const WEB_ADDRESS = /^(?:https?:\/\/|www\.)?[^\s/@]+\.[^\s/@]{2,}(?:[/?#]\S*)?$/i;

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
