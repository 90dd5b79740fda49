/** Files of agents: their addresses in messages (XEP-0066). */
import { foreignId } from '@support-chat/adapter-kit';
import type { Attachment } from '@support-chat/protocol';
import { childrenOf, textOf, type XmlElement } from './xml.js';

/** The addresses of a message's files: those that a page may load. */
export function fileUrls(message: XmlElement): readonly string[] {
  return childrenOf(message)
    .filter(({ ns }) => ns === 'jabber:x:oob')
    .map((file) => textOf(childrenOf(file)[0]))
    .filter((url) => /^https?:\/\/./.test(url));
}

/** What is known of a file by its address. Characters that turn the reading direction are left out of its name. */
export function attachmentAt(url: string): Attachment {
  let name = url.replace(/^[^?#]*\/|[?#].*/gs, '');
  try {
    name = decodeURIComponent(name).replace(/[\p{Cc}\p{Cf}]/gu, '');
  } catch {
    // then as it is
  }
  const type = /\.(png|jpe?g|gif|webp)$/i.test(name) ? 'image/*' : '';
  return { id: foreignId(url), name, type, size: 0, url };
}
