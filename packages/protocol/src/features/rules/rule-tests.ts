/** How the tests of the rule languages are judged (docs/proactive.md, docs/offers.md). Pure; without the schemas, because pages need it and not those. */
import type { NumberTest, TextTest } from '../../triggers.js';

/** Whether a number lies within the bounds, both included. */
export function isWithin(value: number, { atLeast = -Infinity, atMost = Infinity }: NumberTest): boolean {
  return value >= atLeast && value <= atMost;
}

/** Whether a text is the one, contains it or matches it, without case. */
export function passes(text: string, test: TextTest): boolean {
  const subject = text.toLowerCase();
  if ('is' in test) return subject === test.is.toLowerCase();
  if ('contains' in test) return subject.includes(test.contains.toLowerCase());
  return matches(subject, test.matches.toLowerCase());
}

/** `*` stands for any run of characters. In one pass without going back, so that no pattern can be slow. */
function matches(subject: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return subject === first;
  if (!subject.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = subject.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return subject.length - last.length >= at && subject.endsWith(last);
}

/** Whether a language is one of these BCP 47 tags; `de` includes `de-AT`. */
export function speaksOneOf(language: string, tags: readonly string[]): boolean {
  return tags.some((tag) => isSame(language, tag) || language.toLowerCase().startsWith(`${tag.toLowerCase()}-`));
}

/** Whether a country is one of these, without case. */
export function isOneOf(country: string, codes: readonly string[]): boolean {
  return codes.some((code) => isSame(code, country));
}

/** The region of a BCP 47 tag: `AT` of `de-AT`; empty without one. */
export function regionOf(language: string): string {
  return /-([a-z]{2}|\d{3})(?:-|$)/i.exec(language)?.[1] ?? '';
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
