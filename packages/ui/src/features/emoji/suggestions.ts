/**
 * Shortcodes while somebody types: a complete one becomes its emoji, an open one shows what it may become. Nothing is
 * changed behind an input method, and what is undone or pasted stays as it is.
 */
import { html, nothing, render } from 'lit/html.js';
import { ofCode, search, type Emoji } from './catalogue.js';
import type { EmojiPart } from './emoji.js';
import { insertText } from './insert.js';
import { codeBefore, completeCodes } from './shortcodes.js';

const MOST = 6;
const LIST = 'emoji-suggestions';

/** See the module. */
export class Suggestions {
  readonly #part: EmojiPart;
  readonly #host = document.createElement('div');
  #found: readonly Emoji[] = [];
  #active = 0;
  /** Where the shortcode starts whose list was left by Escape. */
  #left = -1;

  /** @param before - the text when this was asked for: what was complete then was not typed */
  constructor(part: EmojiPart, before: string) {
    this.#part = part;
    const { container, signal } = part.host;
    container.prepend(this.#host);
    this.#host.addEventListener('click', ({ target }) => {
      const option = (target as Element).closest('[role="option"]');
      if (option?.parentElement) this.#choose([...option.parentElement.children].indexOf(option));
    });
    const { field } = part;
    field.addEventListener('input', (event) => this.#input(event), { signal });
    field.addEventListener('click', () => this.#look(), { signal });
    field.addEventListener('blur', () => this.#show([]), { signal });
    field.addEventListener('compositionend', () => this.#complete(), { signal });
    // Before the composer, whose Enter sends.
    container.addEventListener('keydown', (event) => this.#keydown(event), { signal, capture: true });
    signal.addEventListener('abort', () => this.#host.remove(), { once: true });
    this.#catchUp(before);
    this.#look();
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
    this.#look();
  }

  #complete(): void {
    const { field, catalogue } = this.#part;
    const code = codeBefore(field.value, field.selectionStart);
    const emoji = code?.closed ? ofCode(catalogue, code.word) : undefined;
    if (code && emoji) this.#take(emoji, code.start);
  }

  #look(): void {
    const { field, catalogue } = this.#part;
    const code = field.selectionStart === field.selectionEnd ? codeBefore(field.value, field.selectionStart) : null;
    if (code?.start !== this.#left) this.#left = -1;
    const open = code && !code.closed && this.#left < 0;
    this.#active = 0;
    this.#show(open ? search(catalogue, code.word).slice(0, MOST) : []);
  }

  #take(emoji: Emoji, start: number): void {
    const { field, memory } = this.#part;
    memory.use(emoji.char);
    insertText(field, this.#part.written(emoji), start, field.selectionStart);
    this.#show([]);
  }

  #choose(index: number): void {
    const { field } = this.#part;
    const code = codeBefore(field.value, field.selectionStart);
    const emoji = this.#found[index];
    if (code && emoji) this.#take(emoji, code.start);
  }

  #keydown(event: KeyboardEvent): void {
    const { field } = this.#part;
    const { key, isComposing, keyCode, shiftKey } = event;
    if (this.#found.length === 0 || event.target !== field || isComposing || keyCode === 229 || shiftKey) return;
    const { length } = this.#found;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      this.#active = (this.#active + (key === 'ArrowDown' ? 1 : length - 1)) % length;
      this.#show(this.#found);
    } else if (key === 'Enter' || key === 'Tab') this.#choose(this.#active);
    else if (key === 'Escape') {
      this.#left = codeBefore(field.value, field.selectionStart)?.start ?? -1;
      this.#show([]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #show(found: readonly Emoji[]): void {
    this.#found = found;
    const open = found.length > 0;
    const { field, words } = this.#part;
    const set = (name: string, value: string): void =>
      open ? field.setAttribute(name, value) : field.removeAttribute(name);
    set('aria-autocomplete', 'list');
    set('aria-controls', LIST);
    render(
      open
        ? html`<ul
            class="emoji-card emoji-suggestions"
            part="emoji-suggestions"
            id=${LIST}
            role="listbox"
            aria-label=${words.text('emoji-suggestions')}
            @pointerdown=${(event: Event) => event.preventDefault()}
          >
            ${found.map(
              (emoji, index) =>
                html`<li
                  id="emoji-option-${index}"
                  role="option"
                  aria-selected=${index === this.#active ? 'true' : 'false'}
                >
                  <span class="emoji-char">${this.#part.written(emoji)}</span> <bdi>${emoji.name}</bdi>
                  ${emoji.codes[0] ? html`<bdi class="emoji-code" dir="ltr">:${emoji.codes[0]}:</bdi>` : nothing}
                </li>`,
            )}
          </ul>`
        : nothing,
      this.#host,
    );
    set('aria-activedescendant', `emoji-option-${this.#active}`);
  }
}
