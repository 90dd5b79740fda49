/**
 * What the bot knows of each language of the chat: its words without a meaning of their own and how its words are brought
 * to their stem. Languages that it does not know are searched by their words as they stand.
 */
import { stemmer as arabic } from '@orama/stemmers/arabic';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { ara, deu, eng, fra, heb, jpn, nld, pol, por, rus, spa, zho } from 'stopword';
import { plainLetters } from './plain-letters.js';

interface Language {
  readonly stopWords: ReadonlySet<string>;
  readonly stem: (word: string) => string;
}

/** Words of questions that say nothing of what is asked, and that the lists of stop words leave out. */
const ASKING: Readonly<Record<string, string>> = {
  ar: 'متى كم كيف هل ما ماذا أين من لماذا يمكن يمكنني أريد بنفسي لديكم يوجد هناك يكون لي',
  de: 'bitte gern gerne gibt haben möchte würde wissen sagen kann können selbst lange viel kommt geht wann wie was wo wer warum',
  en: 'please tell know want need will would could can may when why who whose which myself does there any have do does long much many work works happen happens i my me am am we us is isn want',
  es: 'quiero puedo puede pueden hay tienen tengo cuánto cuánta cuántos cuándo cómo dónde qué quién cuál por favor saber necesito gustaría mi mis he a hora',
  fr: 'puis peut peux voudrais veux avoir avez quand combien comment où quel quelle quels quelles qui quoi est-ce faire faut besoin plaît savoir y a-t-il j ai mon ma mes',
  he: 'מתי כמה איך האם מה איפה מי למה אפשר אני רוצה שלי יש זמן לקבל את אתם',
  ja: 'いつ いくら どこ 誰 何 どう なぜ 教え 教えて ください 欲しい したい たい もらえ もらえます できる した って まし ました ません ますか です ですか でき 使え 自分 いい 年 方法 どの くらい',
  nl: 'wanneer hoe hoeveel wat waar wie waarom kan kunnen wil graag mijn jullie heb hebben zit zelf alstublieft er weten moet gaat',
  pl: 'kiedy ile jak czy gdzie kto dlaczego mogę można chcę chciałbym chciałabym proszę sam sama moje mój moja wiedzieć jakie jaka jakich',
  pt: 'quando quanto quanta como onde qual quais quem quero posso pode podem há tem têm por favor saber preciso gostaria minha meu minhas meus',
  ru: 'когда сколько как где кто почему какая какой какие можно ли хочу могу есть у вас мой моя моё моего пожалуйста нужно узнать самому сам вы я',
  zh: '什么 时候 怎么 怎么办 哪里 多少 多少钱 谁 为什么 可以 吗 想 我 我的 能 能否 请问 自己 几 几年 几点 你们 如何',
};

const STOP_WORDS: Readonly<Record<string, readonly string[]>> = {
  ar: ara,
  de: deu,
  en: eng,
  es: spa,
  fr: fra,
  he: heb,
  ja: jpn,
  nl: nld,
  pl: pol,
  pt: por,
  ru: rus,
  zh: zho,
};

const STEMMERS: Readonly<Record<string, (word: string) => string>> = {
  ar: arabic,
  de: german,
  en: english,
  es: spanish,
  fr: french,
  he: hebrew,
  nl: dutch,
  pt: portuguese,
  ru: russian,
};

/** Without the letters that are written onto a word: "the", "and", "in", "to", "from", "that", "as", and its ending. */
function hebrew(word: string): string {
  let stem = word;
  while (stem.length > 4 && /^[הובלמשכ]/u.test(stem)) stem = stem.slice(1);
  return stem.length > 3 ? stem.replace(/(?:ות|ים|[הת])$/u, '') : stem;
}

const LANGUAGES: ReadonlyMap<string, Language> = new Map(
  Object.entries(STOP_WORDS).map(([tag, words]) => {
    const all = [...words, ...(ASKING[tag] ?? '').split(' ')].map(plainLetters);
    return [tag, { stopWords: new Set(all), stem: STEMMERS[tag] ?? ((word: string) => word) }];
  }),
);
const UNKNOWN: Language = { stopWords: new Set(), stem: (word) => word };

/** @param tag - primary language subtag */
export function languageNamed(tag: string): Language {
  return LANGUAGES.get(tag) ?? UNKNOWN;
}

const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Han}/u, 'zh'],
  [/\p{Script=Cyrillic}/u, 'ru'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/\p{Script=Arabic}/u, 'ar'],
];

/**
 * The language of a text: by its script, else by whose small words are in it.
 *
 * @param guess - primary language subtag that is taken where the text does not say
 */
export function languageOfText(text: string, guess = ''): string {
  const script = SCRIPTS.find(([pattern]) => pattern.test(text));
  if (script) {
    // Chinese characters alone are Japanese as well.
    return script[1] === 'zh' && guess === 'ja' ? 'ja' : script[1];
  }
  const words = plainLetters(text).match(/[\p{L}]+/gu) ?? [];
  let best = { tag: guess, count: countOf(words, guess) };
  for (const tag of LANGUAGES.keys()) {
    const count = countOf(words, tag);
    if (count > best.count) best = { tag, count };
  }
  return best.tag;
}

function countOf(words: readonly string[], tag: string): number {
  const { stopWords } = languageNamed(tag);
  return words.filter((word) => stopWords.has(word)).length;
}
