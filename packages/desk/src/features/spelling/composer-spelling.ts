/**
 * The spell check of one composer (V30), a chunk of its own: unknown words are underlined, by key or pointer a list shows
 * what may have been meant. Owns which language is checked and what is known to be wrong; looking up is the checker's.
 */
import { ProtocolError, type DictionaryInfo } from '@support-chat/protocol';
import { adoptStyles, oncePerFrame, SuggestionList, type Suggested } from '@support-chat/ui';
import { html } from 'lit';
import type { SpellingHost } from '../../spelling/spelling-entry.js';
import { languageName } from '../../spelling/language-name.js';
import { writtenKey } from '../../tip.js';
import { dictionaryFor } from './dictionary-for.js';
import type { SpellChecker } from './spell-checker.js';
import { spellingStyles } from './spelling-styles.js';
import { Underlines } from './underlines.js';
import { canFindWords, dictionaryForm, findWords, type Word } from './words.js';

/** Milliseconds without a key after which the word at the caret counts as written. */
const PAUSE = 700;

/** Shows what may have been meant by the word at the caret, or by the next unknown one. */
const KEY = 'Mod+.';

type Choice = { readonly type: 'word'; readonly text: string } | { readonly type: 'add' | 'remove' };

/** See the module. */
export class ComposerSpelling {
  readonly #host: SpellingHost;
  readonly #checker: SpellChecker;
  readonly #field: HTMLTextAreaElement;
  readonly #list: SuggestionList<Choice>;
  readonly #underlines: Underlines;
  #dictionaries: readonly DictionaryInfo[] = [];
  /** What the agent wants; undefined: what the conversation is in; null: the browser's own check. */
  #chosen: DictionaryInfo | null | undefined;
  /** The one that is loaded or loading. */
  #wanted: DictionaryInfo | null = null;
  #isReady = false;
  #hasWritten = false;
  #isAsking = false;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #words: readonly Word[] = [];
  #unknown: readonly Word[] = [];
  /** How the list was asked for. */
  #asked: 'key' | 'pointer' | null = null;

  constructor(host: SpellingHost, checker: SpellChecker, field: HTMLTextAreaElement) {
    this.#host = host;
    this.#checker = checker;
    this.#field = field;
    const { container, signal } = host;
    adoptStyles(container.getRootNode() as ShadowRoot, spellingStyles);
    this.#underlines = new Underlines(field, container, signal);
    this.look = oncePerFrame(field, () => signal.aborted || this.#look());
    // Before the list looks at what is left.
    field.addEventListener('input', () => this.#input(), { signal });
    field.addEventListener('click', () => (this.#asked = 'pointer'), { signal });
    field.addEventListener('blur', () => this.#paused(), { signal });
    container.addEventListener('keydown', (event) => this.#keydown(event), { signal, capture: true });
    this.#list = new SuggestionList<Choice>(
      {
        name: 'spelling-suggestions',
        className: 'spelling-suggestions',
        part: 'spelling',
        label: () => this.#text('spelling-suggestions', this.#wordAt(field.selectionStart)?.text),
        find: (_text, caret) => this.#suggest(caret),
        option: (choice) =>
          choice.type === 'word'
            ? html`<bdi>${choice.text}</bdi>`
            : html`<span class="own">${this.#text(`spelling-${choice.type}`)}</span>`,
        textOf: (choice) => (choice.type === 'word' ? choice.text : ''),
        pick: (choice) => choice.type !== 'word' && this.#keep(choice.type),
      },
      { container, field, signal },
    );
    checker.watch(() => this.look(), signal);
    signal.addEventListener('abort', () => clearTimeout(this.#typingTimer), { once: true });
  }

  /** Looks at the field's text with the next frame: a program has changed it. */
  readonly look: () => void;

  /** The dictionaries there are, as far as they are known. */
  get dictionaries(): readonly DictionaryInfo[] {
    return this.#dictionaries;
  }

  /** What checks now; null: the browser. */
  get dictionary(): DictionaryInfo | null {
    return this.#isReady ? this.#wanted : null;
  }

  /** Learns which dictionaries there are. A failure is the browser's to bridge: it checks. */
  async start(): Promise<void> {
    if (!canFindWords()) return;
    // While this was on its way, or in another stay at the desk.
    this.#hasWritten ||= this.#field.value !== '';
    try {
      this.#dictionaries = await this.#checker.list();
    } catch (error) {
      return this.#failed(error);
    }
    await this.follow();
  }

  /** Checks in another language, or has the browser do it. @param language - null: the browser */
  async choose(language: string | null): Promise<void> {
    this.#chosen = this.#dictionaries.find((one) => one.language === language) ?? null;
    this.#hasWritten = true;
    await this.follow();
  }

  /** The conversation may be in another language now. */
  async follow(): Promise<void> {
    const { signal, language, onChange } = this.#host;
    const fitting = dictionaryFor(this.#dictionaries, language());
    const wanted = this.#chosen === undefined ? fitting : this.#chosen;
    this.#field.lang = wanted?.language ?? language();
    if (!this.#hasWritten || wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#ready(false);
    if (wanted) {
      try {
        await this.#checker.load(wanted);
      } catch (error) {
        return this.#failed(error);
      }
    }
    if (signal.aborted || wanted !== this.#wanted) return;
    this.#ready(wanted !== null);
    onChange();
  }

  #ready(isReady: boolean): void {
    this.#isReady = isReady;
    // Never two kinds of lines under one word.
    this.#field.spellcheck = !isReady;
    this.look();
  }

  #failed(error: unknown): void {
    const { signal, alert, localizer, onChange } = this.#host;
    if (signal.aborted) return;
    if (!(error instanceof ProtocolError)) throw error;
    this.#wanted = null;
    this.#chosen = null;
    this.#ready(false);
    alert(localizer().text('spelling-failed'));
    onChange();
  }

  #input(): void {
    this.#asked = null;
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.#paused(), PAUSE);
    this.look();
    if (this.#hasWritten) return;
    this.#hasWritten = true;
    void this.follow();
  }

  /** What stands at the caret is no longer being typed. */
  #paused(): void {
    clearTimeout(this.#typingTimer);
    this.#typingTimer = undefined;
    this.look();
  }

  #look(): void {
    const dictionary = this.dictionary;
    const field = this.#field;
    this.#words = dictionary ? findWords(field.value, dictionary.language) : [];
    this.#unknown = this.#words.filter((word) => this.#isKnown(word) === false);
    const typedAt = this.#typingTimer !== undefined && field.matches(':focus') ? field.selectionStart : -1;
    this.#underlines.show(this.#unknown.filter(({ end }) => end !== typedAt));
    this.#describe();
    if (dictionary && !this.#isAsking) void this.#lookUp(dictionary);
  }

  #isKnown({ text }: Word): boolean | undefined {
    return this.#wanted ? this.#checker.isKnown(this.#wanted.language, dictionaryForm(text)) : undefined;
  }

  /** One question at a time; what was typed meanwhile is the next. */
  async #lookUp(dictionary: DictionaryInfo): Promise<void> {
    const missing = this.#words.filter((word) => this.#isKnown(word) === undefined);
    if (missing.length === 0) return;
    this.#isAsking = true;
    try {
      await this.#checker.check(dictionary.language, [...new Set(missing.map(({ text }) => dictionaryForm(text)))]);
      this.look();
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isAsking = false;
    }
  }

  /** For ears: which words are underlined, and what shows suggestions; read with the field, never in between. */
  #describe(): void {
    const { localizer } = this.#host;
    const words = [...new Set(this.#unknown.map(({ text }) => text))].join(', ');
    const text = localizer().text('spelling-unknown', { words, key: writtenKey(KEY, localizer()) });
    if (words) this.#field.setAttribute('aria-description', text);
    else this.#field.removeAttribute('aria-description');
  }

  #text(key: 'spelling-suggestions' | 'spelling-add' | 'spelling-remove', word = this.#current()): string {
    return this.#host.localizer().text(key, { word });
  }

  #current(): string {
    return this.#wordAt(this.#field.selectionStart)?.text ?? '';
  }

  #wordAt(caret: number): Word | undefined {
    return this.#words.find(({ start, end }) => start <= caret && caret <= end);
  }

  #suggest(caret: number): Suggested<Choice> | null {
    const word = this.#asked && this.dictionary ? this.#wordAt(caret) : undefined;
    if (!word || !this.#wanted) return null;
    const { start, end } = word;
    const unmarked = this.#asked === 'pointer';
    const form = dictionaryForm(word.text);
    if (this.#checker.words.has(form)) {
      return unmarked ? null : { start, end, items: [{ type: 'remove' }] };
    }
    if (this.#isKnown(word) !== false) return null;
    const suggested = this.#checker.suggested(this.#wanted.language, form);
    if (!suggested) {
      void this.#askFor(this.#wanted.language, form);
      return null;
    }
    const items = suggested.map((text): Choice => ({ type: 'word', text: likeWritten(text, word.text) }));
    return { start, end, unmarked, items: [...items, { type: 'add' }] };
  }

  async #askFor(language: string, word: string): Promise<void> {
    try {
      await this.#checker.suggest(language, word);
    } catch (error) {
      return this.#failed(error);
    }
    if (!this.#host.signal.aborted && this.#asked) this.#list.look();
  }

  #keydown(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, altKey, shiftKey, isComposing } = event;
    if (key !== '.' || ctrlKey === metaKey || altKey || shiftKey || isComposing || event.target !== this.#field) return;
    event.preventDefault();
    void this.#showByKey();
  }

  /** The list for the word at the caret; where that is known, the next one that is not. */
  async #showByKey(): Promise<void> {
    const { dictionary } = this;
    const { say, localizer, language } = this.#host;
    if (!dictionary) {
      const name = languageName(language(), localizer().locale);
      return say(localizer().text('spelling-by-browser', { language: name }));
    }
    this.#paused();
    this.#words = findWords(this.#field.value, dictionary.language);
    await this.#lookUp(dictionary);
    this.#look();
    const caret = this.#field.selectionStart;
    const here = this.#wordAt(caret);
    const isMine = here && this.#checker.words.has(dictionaryForm(here.text));
    const word =
      here && (isMine || this.#unknown.includes(here))
        ? here
        : (this.#unknown.find(({ start }) => start >= caret) ?? this.#unknown[0]);
    if (!word) return say(localizer().text('spelling-none'));
    this.#field.setSelectionRange(word.end, word.end);
    this.#asked = 'key';
    this.#list.look();
  }

  /** @returns true: it is done */
  #keep(type: 'add' | 'remove'): boolean {
    const word = this.#current();
    if (type === 'add') this.#checker.add(dictionaryForm(word));
    else this.#checker.remove(dictionaryForm(word));
    this.#host.say(this.#host.localizer().text(type === 'add' ? 'spelling-added' : 'spelling-removed', { word }));
    return true;
  }
}

/** With the apostrophe that was written. */
function likeWritten(suggestion: string, written: string): string {
  return written.includes('’') ? suggestion.replaceAll("'", '’') : suggestion;
}
