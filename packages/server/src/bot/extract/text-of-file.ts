/** What the owner drops in, as Markdown that passages are cut from. The content decides, not the name alone. */
import { BOT_TEXT_TYPES, MAX_BOT_TEXT, ProtocolError, storableText, type BotTextType } from '@support-chat/protocol';
import { htmlText } from './html-text.js';
import { pdfText } from './pdf-text.js';

/** A file that was dropped in. */
export interface DroppedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file as it was read. */
export interface ReadFile {
  readonly type: BotTextType;
  /** What it calls itself; empty: nothing. */
  readonly title: string;
  readonly text: string;
}

/**
 * Reads a file.
 *
 * @throws ProtocolError `file-type-refused` when it is none of the kinds that are taken, is not what its name says or holds no
 *   words, `file-too-large`, `file-unsafe`
 */
export async function textOfFile({ name, bytes }: DroppedFile): Promise<ReadFile> {
  const type = typeOf(name);
  const read = type === 'pdf' ? { title: '', text: await readPdf(bytes) } : readWritten(type, bytes);
  const text = storableText(read.text).trim();
  if (!/[\p{L}\p{N}]/u.test(text)) {
    const detail = type === 'pdf' ? 'The PDF holds pictures of text only.' : 'There are no words in the file.';
    throw new ProtocolError('file-type-refused', { detail });
  }
  if (text.length > MAX_BOT_TEXT) {
    throw new ProtocolError('file-too-large', { detail: `A text may hold ${MAX_BOT_TEXT} characters.` });
  }
  return { type, title: storableText(read.title), text };
}

const ENDINGS: Readonly<Record<string, BotTextType>> = { markdown: 'md', htm: 'html', text: 'txt' };

function typeOf(name: string): BotTextType {
  const ending = /\.([a-z]{1,10})$/iu.exec(name)?.[1]?.toLowerCase() ?? '';
  const type = BOT_TEXT_TYPES.find((known) => known === (ENDINGS[ending] ?? ending));
  if (type === undefined) {
    throw new ProtocolError('file-type-refused', { detail: 'Texts are txt, md, html or pdf.' });
  }
  return type;
}

function readPdf(bytes: Uint8Array): Promise<string> {
  const begin = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  if (!begin.includes('%PDF-')) throw new ProtocolError('file-type-refused', { detail: 'This is not a PDF.' });
  return pdfText(bytes);
}

function readWritten(type: 'txt' | 'md' | 'html', bytes: Uint8Array): { title: string; text: string } {
  const text = decoded(bytes);
  if (type === 'html') return htmlText(text);
  if (type === 'txt') return { title: '', text };
  return { title: /^#\s+(.{1,200})$/mu.exec(text)?.[1]?.trim() ?? '', text };
}

/** UTF-8, or UTF-16 where the file says so. Anything else is guessing, and guessed words are wrong words. */
function decoded(bytes: Uint8Array): string {
  const marks = `${bytes[0]},${bytes[1]}`;
  const encoding = marks === '255,254' ? 'utf-16le' : marks === '254,255' ? 'utf-16be' : 'utf-8';
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ProtocolError('file-type-refused', { detail: 'The text is not written in UTF-8.', cause });
  }
  if (text.includes('\0')) throw new ProtocolError('file-type-refused', { detail: 'This is not a text.' });
  return text.replace(/\r\n?/gu, '\n');
}
