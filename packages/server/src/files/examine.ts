/**
 * The server's look at a file: what it is by its content, whether that may be here, and the bytes that will be served
 * (X7). Nothing is decoded or run; a picture's dimensions are read from its head before anybody decodes it.
 */
import {
  contentFits,
  endingOf,
  judgeFile,
  MAX_PIXELS,
  ProtocolError,
  stripMetadata,
  typeOf,
  type FileRules,
} from '@support-chat/protocol';
import { fileTypeFromFile } from 'file-type';
import { open, readFile } from 'node:fs/promises';

/** Bytes at the beginning of a text or of a sound that are looked at. */
const HEAD = 64 * 1024;
/** Pictures are read whole to take their metadata out; larger ones are none that a camera makes. */
const MAX_IMAGE_BYTES = 64 * 1024 * 1024;

/** What was found out. */
export interface Examined {
  readonly type: string;
  readonly width: number | null;
  readonly height: number | null;
  /** What is to be served in place of what came; null when that is as it came. */
  readonly bytes: Uint8Array | null;
}

/**
 * Looks at a received file.
 *
 * @param file - `type` as it was declared
 * @throws ProtocolError `file-type-refused`, `file-too-large`, `forbidden`
 */
export async function examine(
  path: string,
  file: { readonly name: string; readonly type: string; readonly size: number },
  rules: FileRules,
): Promise<Examined> {
  const refused = judgeFile(file, rules);
  if (refused !== null) throw new ProtocolError(refused);
  const seen = await contentOf(path);
  if (!contentFits(endingOf(file.name), seen)) {
    throw new ProtocolError('file-type-refused', { detail: 'The content is not what the name says.' });
  }
  const type = typeOf(file.name) ?? 'application/octet-stream';
  if (type.startsWith('text/')) await refuseMarkup(path);
  if (type === 'audio/webm') await refuseFilm(path);
  if (!type.startsWith('image/')) return { type, width: null, height: null, bytes: null };

  if (file.size > MAX_IMAGE_BYTES) throw new ProtocolError('file-too-large');
  const image = stripMetadata(await readFile(path));
  if (!image) throw new ProtocolError('file-type-refused', { detail: 'The picture is damaged.' });
  const { bytes, width, height } = image;
  if (width * height > MAX_PIXELS) {
    throw new ProtocolError('file-too-large', { detail: `The picture has more than ${MAX_PIXELS} pixels.` });
  }
  return { type, width, height, bytes: bytes.length === file.size ? null : bytes };
}

/** Its type by its content; undefined when that is none that is known, or too damaged to be told. */
async function contentOf(path: string): Promise<string | undefined> {
  try {
    return (await fileTypeFromFile(path))?.mime;
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw error; // the disk, not the file
    return undefined;
  }
}

/** A text is told by nothing but what it is not: no page, no drawing, no program. */
async function refuseMarkup(path: string): Promise<void> {
  const head = await headOf(path);
  const markup = /^(?:\xEF\xBB\xBF)?\s*<(?:\?|!|[a-z])|<(?:script|svg|html|body|iframe)\b/iu;
  if (head.includes('\0') || head.startsWith('#!') || markup.test(head)) {
    throw new ProtocolError('file-type-refused', { detail: 'The content is no plain text.' });
  }
}

/** WebM is told by its tracks, which come before all pictures and sounds: element `CodecID` (86), length, `V_…` or `A_…`. */
async function refuseFilm(path: string): Promise<void> {
  const head = await headOf(path);
  if (/\x86[\x80-\xA0]V_/.test(head) || !/\x86[\x80-\xA0]A_/.test(head)) {
    throw new ProtocolError('file-type-refused', { detail: 'The content is no sound alone.' });
  }
}

/** The beginning, a character for each byte. */
async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead).toString('latin1');
  } finally {
    await file.close();
  }
}
