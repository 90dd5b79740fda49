/**
 * The spell check of one desk: its worker, which dictionaries it has, and what it said of which word. A word that was
 * looked up once is known from then on, so that what is typed costs one question for each new word.
 */
import { ProtocolError, readDictionaries, type DictionaryInfo } from '@support-chat/protocol';
import type { SpellingSource } from '../../spelling/spelling-source.js';
import { MyWords } from './my-words.js';
import type { SpellingWorker, WorkerAnswer, WorkerRequest } from './worker-messages.js';

/** Of one language; more than anybody types in a day. */
const MOST_VERDICTS = 20_000;

type Ask = WorkerRequest extends infer Request ? (Request extends WorkerRequest ? Omit<Request, 'id'> : never) : never;

interface Waiting {
  resolve(words: readonly string[]): void;
  reject(error: unknown): void;
}

/** See the module. */
export class SpellChecker {
  readonly words: MyWords;
  readonly #source: SpellingSource;
  readonly #signal: AbortSignal;
  readonly #waiting = new Map<number, Waiting>();
  readonly #verdicts = new Map<string, Map<string, boolean>>();
  readonly #suggestions = new Map<string, readonly string[]>();
  readonly #watchers = new Set<() => void>();
  readonly #loaded = new Map<string, Promise<void>>();
  #list: Promise<readonly DictionaryInfo[]> | undefined;
  #worker: SpellingWorker | undefined;
  #id = 0;

  /** @param signal - ends the worker */
  constructor(source: SpellingSource, signal: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
    this.words = new MyWords(localStorage, source.agent);
    signal.addEventListener('abort', () => this.#end(), { once: true });
    addEventListener('storage', ({ key }) => this.words.heard(key) && this.#tell(), { signal });
  }

  /** The dictionaries there are. @throws ProtocolError */
  list(): Promise<readonly DictionaryInfo[]> {
    this.#list ??= this.#source.list(this.#signal).then((answer) => readDictionaries(answer, 'answer').dictionaries);
    this.#list.catch(() => (this.#list = undefined));
    return this.#list;
  }

  /** Has the worker read a dictionary, once. @throws ProtocolError */
  load(dictionary: DictionaryInfo): Promise<void> {
    const { language } = dictionary;
    const before = this.#loaded.get(language);
    if (before) return before;
    const loaded = this.#source.load(dictionary, this.#signal).then(async ({ aff, dic }) => {
      await this.#ask({ type: 'load', language, aff, dic }, [aff, dic]);
    });
    this.#loaded.set(language, loaded);
    loaded.catch(() => this.#loaded.delete(language));
    return loaded;
  }

  /** Runs `listener` whenever an agent's own words change, in whichever tab. */
  watch(listener: () => void, signal: AbortSignal): void {
    this.#watchers.add(listener);
    signal.addEventListener('abort', () => this.#watchers.delete(listener), { once: true });
  }

  /** A word is the agent's from now on. */
  add(word: string): void {
    this.words.add(word);
    this.#tell();
  }

  remove(word: string): void {
    this.words.remove(word);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#watchers) listener();
  }

  /** What was said of a word; undefined: nothing yet. */
  isKnown(language: string, word: string): boolean | undefined {
    return this.words.has(word) || this.#verdicts.get(language)?.get(word);
  }

  /** Looks words up; afterwards `isKnown` answers for them. @throws ProtocolError */
  async check(language: string, words: readonly string[]): Promise<void> {
    const unknown = new Set(await this.#ask({ type: 'check', language, words }));
    const verdicts = this.#verdicts.get(language) ?? new Map<string, boolean>();
    if (verdicts.size > MOST_VERDICTS) verdicts.clear();
    for (const word of words) verdicts.set(word, !unknown.has(word));
    this.#verdicts.set(language, verdicts);
  }

  /** What might have been meant, best first; null: not asked yet. */
  suggested(language: string, word: string): readonly string[] | null {
    return this.#suggestions.get(`${language} ${word}`) ?? null;
  }

  /** Asks what might have been meant; afterwards `suggested` answers. @throws ProtocolError */
  async suggest(language: string, word: string): Promise<void> {
    this.#suggestions.set(`${language} ${word}`, await this.#ask({ type: 'suggest', language, word }));
  }

  #ask(request: Ask, transfer: Transferable[] = []): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      this.#signal.throwIfAborted();
      const id = ++this.#id;
      this.#waiting.set(id, { resolve, reject });
      (this.#worker ??= this.#start()).postMessage({ id, ...request }, transfer);
    });
  }

  #start(): SpellingWorker {
    const worker = this.#source.startWorker();
    worker.addEventListener('message', ({ data }) => this.#answered(data));
    worker.addEventListener('error', () => this.#end());
    return worker;
  }

  #answered({ id, words }: WorkerAnswer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (words) waiting?.resolve(words);
    else waiting?.reject(new ProtocolError('internal'));
  }

  /** Nothing more comes; the next question starts another worker, which has to read its dictionaries again. */
  #end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#loaded.clear();
    for (const { reject } of this.#waiting.values()) reject(new ProtocolError('unavailable'));
    this.#waiting.clear();
  }
}
