/** The part of a passage that answers a question, in whole sentences. Pure. */
import { languageOfText } from './languages.js';
import { sentencesOf } from './passages.js';
import { likeness, termsOf } from './terms.js';

/** UTF-16 code units: what is shorter is shown whole. */
const LONGEST = 500;

/** The sentences around the one that holds most of the question, as many as fit. */
export function excerptOf(passage: string, question: string): string {
  if (passage.length <= LONGEST) return passage;
  const sentences = sentencesOf(passage);
  const language = languageOfText(passage);
  const asked = termsOf(question, language).filter(({ isFiller }) => !isFiller);
  const held = sentences.map((sentence) => {
    const terms = termsOf(sentence, language);
    return asked.filter((one) => terms.some((other) => likeness(one.text, other.text) > 0)).length;
  });
  let first = held.indexOf(Math.max(...held));
  let last = first;
  let length = sentences[first]?.length ?? 0;
  // What follows explains more than what comes before.
  for (let grown = true; grown;) {
    grown = false;
    for (const next of [last + 1, first - 1]) {
      const sentence = sentences[next];
      if (sentence === undefined || length + sentence.length > LONGEST) continue;
      length += sentence.length;
      last = Math.max(last, next);
      first = Math.min(first, next);
      grown = true;
      break;
    }
  }
  return sentences
    .slice(first, last + 1)
    .join('')
    .trim()
    .slice(0, 2 * LONGEST);
}
