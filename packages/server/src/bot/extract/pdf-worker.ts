/**
 * The program of the thread in which a PDF is read: pdf.js (as `unpdf` ships it) in a heap of its own, so that a hostile
 * file can be given up at any moment. It is text and no module, because a thread is started from a file of JavaScript, and
 * the sources run as TypeScript in the tests. It posts the lines of each page; `pdf-text.ts` makes sense of them.
 */

/** A line as it stands on a page. */
export interface PdfLine {
  readonly text: string;
  /** Height of its letters. */
  readonly size: number;
  /** From the bottom of the page. */
  readonly y: number;
}

/** What the thread posts, once. */
export type PdfOutcome =
  | { readonly pages: readonly (readonly PdfLine[])[] }
  | { readonly refused: 'broken' | 'locked' | 'too-many-pages' | 'too-much-text' };

/** What the thread is given. */
export interface PdfWork {
  /** Path of the library. */
  readonly library: string;
  readonly bytes: Uint8Array;
  readonly maxPages: number;
  readonly maxCharacters: number;
}

export const PDF_WORKER = `
const { parentPort, workerData } = require('node:worker_threads');
const { getDocumentProxy } = require(workerData.library);
const { bytes, maxPages, maxCharacters } = workerData;
async function read() {
  const file = await getDocumentProxy(new Uint8Array(bytes), { isEvalSupported: false, verbosity: 0 });
  if (file.numPages > maxPages) return { refused: 'too-many-pages' };
  const pages = [];
  let characters = 0;
  for (let number = 1; number <= file.numPages; number++) {
    const page = await file.getPage(number);
    const { items } = await page.getTextContent();
    const lines = [];
    let line = null;
    for (const { str, hasEOL, height, transform } of items) {
      if (str === undefined) continue;
      characters += str.length;
      if (characters > maxCharacters) return { refused: 'too-much-text' };
      line ??= { text: '', size: 0, y: transform[5] };
      line.text += str;
      if (str.trim() !== '') line.size = Math.max(line.size, height);
      if (hasEOL) {
        lines.push(line);
        line = null;
      }
    }
    if (line !== null) lines.push(line);
    pages.push(lines);
    page.cleanup();
  }
  return { pages };
}
read().catch(({ name }) => ({ refused: name === 'PasswordException' ? 'locked' : 'broken' }))
  .then((outcome) => parentPort.postMessage(outcome));
`;
