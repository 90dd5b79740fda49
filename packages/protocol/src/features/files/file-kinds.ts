/**
 * Which kinds of files a chat takes: endings, types and what the content has to look like. One table for the picker, for
 * the word before sending and for the server's last word. Knows no bytes; those are judged by the server.
 */
import type { ErrorCode } from '../../errors.js';

/** What the owner allows. */
export interface FileRules {
  /** False: nobody sends files. */
  readonly enabled: boolean;
  /** Bytes of one file. */
  readonly maxSize: number;
  /** Endings without the dot, of {@link FILE_KINDS}. */
  readonly endings: readonly string[];
}

interface FileKind {
  readonly type: string;
  /** What a look at the content may say, where it says something else than `type`; `text` has nothing to be told by. */
  readonly content?: readonly string[] | 'text';
}

const office = 'application/vnd.openxmlformats-officedocument';
const jpeg: FileKind = { type: 'image/jpeg' };
const text = (type: string): FileKind => ({ type, content: 'text' });

/** Ending → kind. What is not here is taken by nobody: SVG, HTML, XML and programs among them (X7). */
export const FILE_KINDS: Readonly<Record<string, FileKind>> = {
  jpg: jpeg,
  jpeg,
  png: { type: 'image/png', content: ['image/png', 'image/apng'] },
  gif: { type: 'image/gif' },
  webp: { type: 'image/webp' },
  mp4: { type: 'video/mp4', content: ['video/mp4', 'video/x-m4v', 'audio/mp4', 'audio/x-m4a', 'video/quicktime'] },
  mov: { type: 'video/quicktime', content: ['video/quicktime', 'video/mp4'] },
  webm: { type: 'video/webm', content: ['video/webm', 'video/matroska'] },
  // What browsers record. The container is that of films; that there is none in it is looked at as well.
  weba: { type: 'audio/webm', content: ['audio/webm', 'video/webm'] },
  mp3: { type: 'audio/mpeg' },
  m4a: { type: 'audio/mp4', content: ['audio/mp4', 'audio/x-m4a', 'video/mp4'] },
  ogg: { type: 'audio/ogg', content: ['audio/ogg', 'audio/ogg; codecs=opus', 'audio/opus', 'application/ogg'] },
  wav: { type: 'audio/wav', content: ['audio/wav', 'audio/vnd.wave'] },
  pdf: { type: 'application/pdf' },
  txt: text('text/plain'),
  log: text('text/plain'),
  csv: text('text/csv'),
  zip: { type: 'application/zip' },
  docx: { type: `${office}.wordprocessingml.document`, content: [`${office}.wordprocessingml.document`] },
  xlsx: { type: `${office}.spreadsheetml.sheet`, content: [`${office}.spreadsheetml.sheet`] },
  pptx: { type: `${office}.presentationml.presentation`, content: [`${office}.presentationml.presentation`] },
};

/** What holds where the owner has said nothing: everything that is known, up to 50 MiB. */
export const DEFAULT_FILE_RULES: FileRules = {
  enabled: true,
  maxSize: 50 * 1024 * 1024,
  endings: Object.keys(FILE_KINDS),
};

/** Pictures with more pixels are taken by nobody: a small file can decode to gigabytes (X7). */
export const MAX_PIXELS = 50_000_000;

/** The ending of a name in lower case, '' when it has none. */
export function endingOf(name: string): string {
  return /\.([^.]+)$/u.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** The type that files of this name have; undefined when it is none of {@link FILE_KINDS}. */
export function typeOf(name: string): string | undefined {
  const ending = endingOf(name);
  return Object.hasOwn(FILE_KINDS, ending) ? FILE_KINDS[ending]?.type : undefined;
}

/**
 * Whether a file may be sent, as far as its name and size tell: known before a byte of it travels.
 *
 * @param type - as the sender's system declares it; '' and `application/octet-stream` say nothing
 * @returns the refusal, or null
 */
export function judgeFile(
  { name, size, type }: { readonly name: string; readonly size: number; readonly type: string },
  rules: FileRules,
): ErrorCode | null {
  const ending = endingOf(name);
  if (!rules.enabled) return 'forbidden';
  if (!rules.endings.includes(ending) || !Object.hasOwn(FILE_KINDS, ending) || size === 0) return 'file-type-refused';
  if (!mayDeclare(ending, type)) return 'file-type-refused';
  return size > rules.maxSize ? 'file-too-large' : null;
}

const ALIASES: Readonly<Record<string, string>> = { 'image/jpeg': 'image/jpg', 'image/png': 'image/x-png' };

/** Systems name the same type in many ways; what matters is that no picture is declared to be a page. */
function mayDeclare(ending: string, declared: string): boolean {
  const type = declared.toLowerCase().split(';')[0]?.trim() ?? '';
  if (type === '' || type === 'application/octet-stream') return true;
  const kind = FILE_KINDS[ending]?.type ?? '';
  if (/html|svg|xml(?!formats)|script/u.test(type)) return false;
  const [family] = kind.split('/');
  if (family === 'image') return type === kind || type === ALIASES[kind];
  return family !== 'text' || !type.startsWith('image/');
}

/** Whether what a look at the content said fits the ending. @param seen - the type, undefined when there is no telling */
export function contentFits(ending: string, seen: string | undefined): boolean {
  const kind = Object.hasOwn(FILE_KINDS, ending) ? FILE_KINDS[ending] : undefined;
  if (!kind) return false;
  if (kind.content === 'text') return seen === undefined;
  return seen !== undefined && (kind.content ?? [kind.type]).includes(seen);
}
