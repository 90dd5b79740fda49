/** What the bot does about a message: answers, asks back once, gets a person, or just talks. Pure. */
import { languageOf, MAX_TEXT_LENGTH } from '@support-chat/protocol';
import { botWords, speaks, type BotWords } from '../locales/bot.js';
import { excerptOf } from './excerpt.js';
import { languageOfText } from './languages.js';
import type { FoundPassage, PassageIndex } from './passage-index.js';
import { smallTalkOf, wantsPerson } from './small-talk.js';

/** From this confidence on an answer is given. Measured by `bench/bot`, half of whose questions it was never tried on. */
export const THRESHOLD = 0.5;
/** From this one on it is given without a doubt. */
const SURE = 0.75;
/** Passages that are not asked about when the visitor is asked what they mean. */
const TOO_FAR = 0.15;
/** Passages that an answer is written from. */
const PASSAGES = 5;
/** Headings to choose from. */
const CHOICES = 3;

/** The choice that is always there. */
export const PERSON_CHOICE = 'person';

/** A visitor's message, and what came before it. */
export interface Asked {
  readonly text: string;
  /** BCP 47, in which the chat speaks to them; empty: not known. */
  readonly locale: string;
  /** Id of the choice that it is the answer to, of a card of the bot. */
  readonly choice?: string | undefined;
  /** The bot has asked back, and has not answered anything since. */
  readonly askedBack: boolean;
}

/** A quick reply. */
export interface Choice {
  readonly id: string;
  readonly label: string;
}

/** What is to be done. `text` is what is said; of an answer it is the one made of the passages themselves. */
export interface Decision {
  readonly outcome: 'answer' | 'ask-back' | 'person' | 'small-talk';
  /** From 0 to 1. */
  readonly confidence: number;
  readonly text: string;
  /** The best first; those that an answer rests on. */
  readonly passages: readonly FoundPassage[];
  readonly choices: readonly Choice[];
  readonly words: BotWords;
  /** In which it is said. */
  readonly language: string;
}

/**
 * Decides.
 *
 * @param linkOf - where visitors can read a text; null: nowhere
 */
export function decide(asked: Asked, index: PassageIndex, linkOf: (source: string) => string | null): Decision {
  const { text, locale, choice, askedBack } = asked;
  const language = spokenIn(text, locale);
  const words = botWords(language);
  const base = { confidence: 0, passages: [], choices: [person(words)], words, language };
  const getPerson = (found: readonly FoundPassage[]): Decision => {
    const confidence = found[0]?.confidence ?? 0;
    return { ...base, outcome: 'person', text: words.handOver, confidence, passages: found, choices: [] };
  };
  if (choice === PERSON_CHOICE || wantsPerson(text)) return getPerson([]);
  const chosen = choice === undefined ? undefined : index.passage(choice);
  if (chosen) {
    const found = { ...chosen, confidence: 1 };
    return { ...base, outcome: 'answer', confidence: 1, text: answerOf(text, [found], linkOf), passages: [found] };
  }
  const kind = smallTalkOf(text);
  // None of what was offered is meant.
  if (kind === 'no' && askedBack) return getPerson([]);
  if (kind !== null) return { ...base, outcome: 'small-talk', confidence: 1, text: words[kind] };

  const found = index.find(text, locale, PASSAGES);
  const confidence = found[0]?.confidence ?? 0;
  if (confidence >= THRESHOLD) {
    const passages = found.filter((one) => one.confidence >= THRESHOLD);
    const answer = answerOf(text, passages, linkOf);
    const said = confidence >= SURE ? answer : `${words.unsure}\n\n${answer}`;
    return { ...base, outcome: 'answer', confidence, passages, text: said };
  }
  if (askedBack) return getPerson(found);
  const near = headingsOf(found.filter((one) => one.confidence > TOO_FAR));
  return {
    ...base,
    outcome: 'ask-back',
    confidence,
    passages: found,
    text: near.length > 0 ? words.which : words.rephrase,
    choices: [...near, person(words)],
  };
}

function person({ person: label }: BotWords): Choice {
  return { id: PERSON_CHOICE, label };
}

/** Each heading once, as something to choose. */
function headingsOf(found: readonly FoundPassage[]): readonly Choice[] {
  const named = new Map<string, Choice>();
  for (const { id, heading } of found)
    if (heading !== '' && !named.has(heading)) named.set(heading, { id, label: heading });
  return [...named.values()].slice(0, CHOICES);
}

/** The chat's own language where that is one of the bot's, unless the question is in a script of another one. */
function spokenIn(text: string, locale: string): string {
  const own = languageOf(locale);
  const language = languageOfText(text, own);
  return speaks(language) ? language : speaks(own) ? own : 'en';
}

/** The words of the best passage, and where they and those that also fit can be read. */
function answerOf(
  question: string,
  passages: readonly FoundPassage[],
  linkOf: (source: string) => string | null,
): string {
  const [best] = passages;
  if (best === undefined) return '';
  return `${excerptOf(best.text, question)}\n\n${sourceLines(passages, linkOf)}`.slice(0, MAX_TEXT_LENGTH);
}

/** The sources of an answer, each once, as links of Markdown: in the words, so that every client shows them (P-K1). */
export function sourceLines(
  passages: readonly Pick<FoundPassage, 'source' | 'title' | 'heading'>[],
  linkOf: (source: string) => string | null,
): string {
  const lines = new Map<string, string>();
  for (const { source, title, heading } of passages) {
    if (lines.has(source)) continue;
    const name = [title, heading]
      .filter(Boolean)
      .join(' – ')
      .replace(/[[\]\s]+/gu, ' ')
      .trim();
    const link = linkOf(source)?.replace(/\(/gu, '%28').replace(/\)/gu, '%29');
    lines.set(source, link === undefined ? `- ${name}` : `- [${name}](${link})`);
  }
  return [...lines.values()].join('\n');
}
