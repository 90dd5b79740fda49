/** Little words, which say nothing of what a question is about: those of its language, which is found by them. */
import * as lists from 'stopword';

/** What people begin and end with, and what the lists have not; courtesy is no topic in any language. */
const COURTESY = new Set(
  `hello hi hey dear please thanks thank thx ok okay yes no when who does sorry
  hallo moin servus bitte danke ja nein liebe lieber wann wer guten tag morgen
  bonjour salut merci svp oui non hola buenos buenas días gracias sí ciao salve buongiorno grazie prego
  olá oi obrigado obrigada sim não bom dia hej hei tack tak takk cześć dziękuję proszę tak nie
  привет здравствуйте спасибо пожалуйста да нет добрый день merhaba selam teşekkürler lütfen evet hayır
  مرحبا السلام عليكم شكرا نعم لا שלום תודה בבקשה नमस्ते धन्यवाद สวัสดี ขอบคุณ こんにちは ありがとう 您好 你好 谢谢 请 안녕하세요 감사합니다`.split(
    /\s+/,
  ),
);

/** In which languages a word is a little one. */
let languagesOf: ReadonlyMap<string, readonly string[]> | undefined;

/**
 * Tells of words whether they are little ones in a question.
 *
 * @param words - all of the question, in lower case
 * @param locale - BCP 47 tag of the page it was asked on; empty: not known
 */
export function stopWordsOf(words: readonly string[], locale: string): (word: string) => boolean {
  languagesOf ??= readLists();
  const all = languagesOf;
  const hits = new Map<string, number>();
  for (const word of words)
    for (const language of all.get(word) ?? []) hits.set(language, (hits.get(language) ?? 0) + 1);
  const most = Math.max(2, ...hits.values());
  const page = locale.toLowerCase().split('-', 1)[0] ?? '';
  const found = hits.get(page) === most ? [] : [...hits].filter(([, count]) => count === most).map(([one]) => one);
  const languages = new Set([page, ...found]);
  return (word) => COURTESY.has(word) || (all.get(word)?.some((language) => languages.has(language)) ?? false);
}

function readLists(): ReadonlyMap<string, readonly string[]> {
  const words = new Map<string, string[]>();
  for (const [name, list] of Object.entries<unknown>({ ...lists })) {
    const [code = ''] = /^[a-z]{3}/.exec(name) ?? [];
    if (!Array.isArray(list) || code === '') continue;
    const language = Intl.getCanonicalLocales(code)[0] ?? code;
    for (const word of new Set(list as readonly string[])) {
      const known = words.get(word);
      if (known === undefined) words.set(word, [language]);
      else known.push(language);
    }
  }
  return words;
}
