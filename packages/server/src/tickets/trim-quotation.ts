/** The new words of an answer by mail, without what it quotes. For show only: the whole is kept. Pure. */

/** Lines above a quotation that say whose words it holds. */
const MOST_ATTRIBUTION = 3;
/** Lines like `From: …` in a row that make a header of a mail that was quoted whole. */
const LEAST_HEADER = 3;

const QUOTED = /^\s*>/;
const BLANK = /^\s*$/;
const RULE = /^\s*(?:_{5,}|-{2,} ?[^-]{3,60} ?-{2,})\s*$/;
const HEADER = /^\s*\*?[\p{L}][\p{L} -]{0,24}:\*?\s+\S/u;
const SIGNATURE = /^-- ?$/;

/**
 * Cuts the quotation at the end, the line that introduces it in whichever language, a mail that is quoted whole, and the
 * signature. Words between quotations stay where they are. What is nothing but quotation stays as it is.
 */
export function withoutQuotation(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const trimmed = lines
    .slice(0, endOfWords(lines.slice(0, startOfWholeMail(lines))))
    .join('\n')
    .trim();
  return trimmed === '' ? text.trim() : trimmed;
}

/** The line at which a signature, a rule above a quoted mail, or its header begins. */
function startOfWholeMail(lines: readonly string[]): number {
  for (const [index, line] of lines.entries()) {
    if (SIGNATURE.test(line)) return index;
    const isRule = RULE.test(line);
    if (!isRule && !HEADER.test(line)) continue;
    const from = isRule ? index + 1 : index;
    const header = lines.slice(from, from + LEAST_HEADER);
    if (header.length === LEAST_HEADER && header.every((one) => HEADER.test(one)) && header.some(hasAddress)) {
      return index;
    }
  }
  return lines.length;
}

function hasAddress(line: string): boolean {
  return line.includes('@');
}

/** The line behind the last one that is no quotation at the end. */
function endOfWords(lines: readonly string[]): number {
  let end = lines.length;
  while (end > 0 && (BLANK.test(lines[end - 1] ?? '') || QUOTED.test(lines[end - 1] ?? ''))) end--;
  if (!lines.slice(end).some((line) => QUOTED.test(line))) return end;
  if (!/[:：]\s*$/.test(lines[end - 1] ?? '')) return end;
  let start = end - 1;
  while (start > 0 && end - start < MOST_ATTRIBUTION && !BLANK.test(lines[start - 1] ?? '')) start--;
  // A paragraph that is longer is the answer's own, but for its last line.
  return start > 0 && !BLANK.test(lines[start - 1] ?? '') ? end - 1 : start;
}
