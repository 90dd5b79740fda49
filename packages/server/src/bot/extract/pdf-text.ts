/** The words of a PDF, with what stands in larger letters as headings. Bounded in time, memory, pages and characters. */
import { ProtocolError } from '@support-chat/protocol';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { PDF_WORKER, type PdfLine, type PdfOutcome, type PdfWork } from './pdf-worker.js';

const require = createRequire(import.meta.url);

/** Bounds of one file. */
export interface PdfLimits {
  readonly pages: number;
  readonly characters: number;
  /** Milliseconds. */
  readonly time: number;
  /** Megabytes of the heap. */
  readonly memory: number;
}

const LIMITS: PdfLimits = { pages: 500, characters: 1_000_000, time: 20_000, memory: 256 };

const WHY = {
  broken: () => new ProtocolError('file-type-refused', { detail: 'The PDF cannot be read: it is damaged.' }),
  locked: () => new ProtocolError('file-type-refused', { detail: 'The PDF is locked with a password.' }),
  'too-many-pages': (pages: number) =>
    new ProtocolError('file-too-large', { detail: `The PDF has more than ${pages} pages.` }),
  'too-much-text': () => new ProtocolError('file-too-large', { detail: 'The PDF holds too much text.' }),
} as const;

/**
 * Reads a PDF as Markdown: headings and paragraphs.
 *
 * @throws ProtocolError `file-type-refused`, `file-too-large`; `file-unsafe` when it takes too much time or memory
 */
export async function pdfText(bytes: Uint8Array, limits: PdfLimits = LIMITS): Promise<string> {
  const outcome = await readApart(bytes, limits);
  if ('refused' in outcome) throw WHY[outcome.refused](limits.pages);
  return markdownOf(outcome.pages);
}

function readApart(bytes: Uint8Array, limits: PdfLimits): Promise<PdfOutcome> {
  const library = require.resolve('unpdf');
  const work: PdfWork = { library, bytes, maxPages: limits.pages, maxCharacters: limits.characters };
  const worker = new Worker(PDF_WORKER, {
    eval: true,
    workerData: work,
    env: {},
    // What pdf.js has to say about the file is nobody's business.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: limits.memory },
  });
  const given = new Promise<PdfOutcome>((resolve, reject) => {
    const unsafe = (detail: string) => reject(new ProtocolError('file-unsafe', { detail }));
    const timer = setTimeout(() => unsafe('The PDF takes too long to read.'), limits.time);
    worker.once('message', (outcome: PdfOutcome) => resolve(outcome));
    worker.once('error', () => unsafe('The PDF takes too much memory to read.'));
    worker.once('exit', () => {
      clearTimeout(timer);
      unsafe('The PDF could not be read.');
    });
  });
  return given.finally(() => worker.terminate());
}

/** Letters so many times as high as those of most of the text are a heading. */
const HEADING = 1.15;
/** A gap so many times the height of the letters begins a paragraph. */
const GAP = 1.7;
const LONGEST_HEADING = 120;

/** Puts the lines of pages together to paragraphs. Pure. */
export function markdownOf(pages: readonly (readonly PdfLine[])[]): string {
  const usual = usualSize(pages.flat());
  const blocks: string[] = [];
  let paragraph = '';
  const finish = (): void => {
    if (paragraph !== '') blocks.push(paragraph);
    paragraph = '';
  };
  for (const lines of pages) {
    let before: PdfLine | null = null;
    for (const line of lines) {
      const text = line.text.replace(/\s+/gu, ' ').trim();
      if (text === '') continue;
      const isHeading = line.size > usual * HEADING && text.length <= LONGEST_HEADING;
      const gap = before === null ? 0 : Math.abs(before.y - line.y);
      if (isHeading || gap > GAP * Math.max(line.size, 1)) finish();
      if (isHeading) blocks.push(`# ${text}`);
      else paragraph = joined(paragraph, text);
      before = line;
    }
  }
  finish();
  return blocks.join('\n\n');
}

/** A word that was parted at the end of a line is whole again; scripts without spaces get none. */
function joined(before: string, text: string): string {
  if (before === '') return text;
  if (/\p{L}-$/u.test(before) && /^\p{Ll}/u.test(text)) return before.slice(0, -1) + text;
  const needsNoSpace = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}。、，！？]$/u.test(before);
  return needsNoSpace ? before + text : `${before} ${text}`;
}

/** The height in which most characters are written. */
function usualSize(lines: readonly PdfLine[]): number {
  const counts = new Map<number, number>();
  for (const { text, size } of lines) {
    const rounded = Math.round(size * 2) / 2;
    counts.set(rounded, (counts.get(rounded) ?? 0) + text.length);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most?.[0] ?? 0;
}
