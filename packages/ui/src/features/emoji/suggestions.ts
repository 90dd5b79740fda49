/**
 * Shortcodes while somebody types: a complete one becomes its emoji, an open one shows what it may become. Nothing is
 * changed behind an input method, and what is undone or pasted stays as it is.
 */
import { html, nothing } from 'lit/html.js';
import { insertText } from '../suggest/insert-text.js';
import { SuggestionList } from '../suggest/suggestion-list.js';
import { ofCode, search, type Emoji } from './catalogue.js';
import type { EmojiPart } from './emoji.js';
import { codeBefore, completeCodes } from './shortcodes.js';

const MOST = 6;

/** See the module. */
export class Suggestions {
  readonly #part: EmojiPart;
  readonly #list: SuggestionList<Emoji>;

  /** @param before - the text when this was asked for: what was complete then was not typed */
  constructor(part: EmojiPart, before: string) {
    this.#part = part;
    const { field } = part;
    const { container, signal } = part.host;
    // Before the list looks at what is left.
    field.addEventListener('input', (event) => this.#input(event), { signal });
    field.addEventListener('compositionend', () => this.#complete(), { signal });
    this.#list = new SuggestionList<Emoji>(
      {
        name: 'emoji-suggestions',
        className: 'emoji-card emoji-suggestions',
        part: 'emoji-suggestions',
        label: () => part.words.text('emoji-suggestions'),
        find(text, caret) {
          const code = codeBefore(text, caret);
          return code && !code.closed
            ? { start: code.start, items: search(part.catalogue, code.word).slice(0, MOST) }
            : null;
        },
        option: (emoji) =>
          html`<span class="emoji-char">${part.written(emoji)}</span>
            <bdi>${emoji.name}</bdi>
            ${emoji.codes[0] ? html`<bdi class="emoji-code" dir="ltr">:${emoji.codes[0]}:</bdi>` : nothing}`,
        textOf(emoji) {
          part.memory.use(emoji.char);
          return part.written(emoji);
        },
      },
      { container, field, signal },
    );
    this.#catchUp(before);
    this.#list.look();
  }

  /** Takes the codes that were completed while this was loaded. */
  #catchUp(before: string): void {
    const { field } = this.#part;
    if (!field.matches(':focus')) return;
    const given = new Set(completeCodes(before).map(({ word }) => word));
    for (const { start, word } of completeCodes(field.value).toReversed()) {
      const emoji = given.has(word) ? undefined : ofCode(this.#part.catalogue, word);
      if (!emoji) continue;
      const length = word.length + 2;
      const rest = field.value.length - field.selectionEnd;
      insertText(field, this.#part.written(emoji), start, start + length);
      field.setSelectionRange(field.value.length - rest, field.value.length - rest);
    }
  }

  #input({ inputType, isComposing }: InputEvent): void {
    if (!isComposing && inputType === 'insertText') this.#complete();
  }

  #complete(): void {
    const { field, catalogue } = this.#part;
    const code = codeBefore(field.value, field.selectionStart);
    const emoji = code?.closed ? ofCode(catalogue, code.word) : undefined;
    if (code && emoji) this.#list.take(emoji, code.start);
  }
}
