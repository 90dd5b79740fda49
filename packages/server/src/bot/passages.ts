/** Cuts a text into passages: what stands under one heading, and no more of it than fits into one answer. Pure. */
import { storableText } from '@support-chat/protocol';

/** Most UTF-16 code units of a passage. */
export const MAX_PASSAGE = 900;
/** A passage shorter than this goes together with the next one under the same heading. */
const SHORTEST = 200;
/** Most UTF-16 code units of a heading. */
const MAX_HEADING = 120;

/** A part of a text that can be an answer. */
export interface Passage {
  /** Empty: there is none over it. */
  readonly heading: string;
  readonly text: string;
}

/** A text in Markdown, or in paragraphs, as passages in its order. */
export function passagesOf(text: string): readonly Passage[] {
  const passages: Passage[] = [];
  let heading = '';
  let collected = '';
  const finish = (): void => {
    if (collected !== '') passages.push({ heading, text: collected });
    collected = '';
  };
  for (const block of blocksOf(text)) {
    if (block.isHeading) {
      finish();
      heading = block.text.slice(0, MAX_HEADING);
      continue;
    }
    for (const piece of piecesOf(block.text)) {
      if (collected !== '' && (collected.length >= SHORTEST || collected.length + piece.length > MAX_PASSAGE)) finish();
      collected = collected === '' ? piece : `${collected}\n\n${piece}`;
    }
  }
  finish();
  return passages;
}

interface Block {
  readonly isHeading: boolean;
  readonly text: string;
}

function* blocksOf(text: string): Generator<Block> {
  let lines: string[] = [];
  for (const line of [...text.split('\n'), '']) {
    const title = /^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$/u.exec(line)?.[1];
    const underlined = lines.length === 1 && /^ {0,3}(?:=+|-{2,})\s*$/u.test(line);
    if (title === undefined && !underlined && line.trim() !== '') {
      lines.push(line.trim());
      continue;
    }
    const paragraph = lines.join(' ').trim();
    lines = [];
    if (underlined) yield { isHeading: true, text: plain(paragraph) };
    else if (paragraph !== '') yield { isHeading: false, text: plain(paragraph) };
    if (title) yield { isHeading: true, text: plain(title) };
  }
}

/** The words of Markdown without its marks and addresses; pictures go. */
function plain(markdown: string): string {
  return markdown
    .replace(/!\[[^\]]{0,500}\]\([^)\s]{0,2000}\)/gu, '')
    .replace(/\[([^\]]{0,500})\]\([^)\s]{0,2000}\)/gu, '$1')
    .replace(/(\*\*|__|`)/gu, '')
    .replace(/^\s*(?:[-*+>]|\d+[.)])\s+/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** A paragraph, or its sentences together as far as they fit; a sentence that is too long is cut. */
function piecesOf(paragraph: string): readonly string[] {
  if (paragraph.length <= MAX_PASSAGE) return paragraph === '' ? [] : [paragraph];
  const pieces: string[] = [];
  let collected = '';
  for (const sentence of sentencesOf(paragraph)) {
    for (let rest = sentence; rest !== '';) {
      const part = rest.slice(0, MAX_PASSAGE);
      rest = rest.slice(MAX_PASSAGE);
      if (collected.length + part.length > MAX_PASSAGE) {
        pieces.push(collected.trim());
        collected = '';
      }
      collected += part;
    }
  }
  if (collected.trim() !== '') pieces.push(collected.trim());
  // A cut may have gone through a character of two units.
  return pieces.filter((piece) => piece !== '').map(storableText);
}

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' });

/** The sentences of a text, with the space behind each. */
export function sentencesOf(text: string): readonly string[] {
  return Array.from(sentences.segment(text), ({ segment }) => segment);
}
