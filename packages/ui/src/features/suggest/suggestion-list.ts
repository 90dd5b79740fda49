/**
 * A list below what is being typed, from which a word is completed: a listbox that the field owns, so that the caret stays
 * where it is. Owns the list, its keys and what is put into the field; what is suggested for which word is the source's.
 */
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { insertText } from './insert-text.js';

/** What may stand in place of the word before the caret. */
export interface Suggested<Item> {
  /** Where the word begins. */
  readonly start: number;
  /** Where it ends. Default: at the caret. */
  readonly end?: number;
  /** None is chosen before somebody chooses: Enter and Tab keep doing what they do. Default: the first one is. */
  readonly unmarked?: boolean;
  readonly items: readonly Item[];
}

export interface SuggestionSource<Item> {
  /** Prefix of the ids of list and options, unique in the root. */
  readonly name: string;
  /** Class and part of the list. */
  readonly className: string;
  readonly part: string;
  label(): string;
  /** Null: the word before the caret is none of these. */
  find(text: string, caret: number): Suggested<Item> | null;
  option(item: Item): unknown;
  /** What comes into the field. */
  textOf(item: Item): string;
  /** Takes an item that is no text for the field. @returns true: it is done; absent: all are text */
  pick?(item: Item): boolean;
}

export interface SuggestionOptions {
  /** Around the field; gets the list. */
  readonly container: HTMLElement;
  readonly field: HTMLTextAreaElement;
  readonly signal: AbortSignal;
}

/** See the module. */
export class SuggestionList<Item> {
  readonly #source: SuggestionSource<Item>;
  readonly #field: HTMLTextAreaElement;
  readonly #host = document.createElement('div');
  #found: Suggested<Item> | null = null;
  #active = 0;
  /** Where the word starts whose list was left by Escape. */
  #left = -1;

  constructor(source: SuggestionSource<Item>, { container, field, signal }: SuggestionOptions) {
    this.#source = source;
    this.#field = field;
    container.prepend(this.#host);
    this.#host.addEventListener('click', ({ target }) => {
      const option = (target as Element).closest('[role="option"]');
      if (option?.parentElement) this.#choose([...option.parentElement.children].indexOf(option));
    });
    field.addEventListener('input', () => this.look(), { signal });
    field.addEventListener('click', () => this.look(), { signal });
    field.addEventListener('blur', () => this.#show(null), { signal });
    // Before the composer, whose Enter sends.
    container.addEventListener('keydown', (event) => this.#keydown(event), { signal, capture: true });
    signal.addEventListener('abort', () => this.#host.remove(), { once: true });
  }

  /** Shows what the word before the caret may become. */
  look(): void {
    const { value, selectionStart, selectionEnd } = this.#field;
    const found = selectionStart === selectionEnd ? this.#source.find(value, selectionStart) : null;
    if (found?.start !== this.#left) this.#left = -1;
    this.#active = found?.unmarked ? -1 : 0;
    this.#show(found && this.#left < 0 && found.items.length > 0 ? found : null);
  }

  /** Puts something in place of the field's text. @param end - default: the caret */
  take(item: Item, start: number, end = this.#field.selectionStart): void {
    insertText(this.#field, this.#source.textOf(item), start, end);
    this.#show(null);
  }

  #choose(index: number): void {
    const item = this.#found?.items[index];
    if (!this.#found || item === undefined) return;
    if (this.#source.pick?.(item)) this.#show(null);
    else this.take(item, this.#found.start, this.#found.end);
  }

  #keydown(event: KeyboardEvent): void {
    const { key, isComposing, keyCode, shiftKey } = event;
    if (!this.#found || event.target !== this.#field || isComposing || keyCode === 229 || shiftKey) return;
    const { length } = this.#found.items;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      const from = this.#active < 0 && key === 'ArrowUp' ? 0 : this.#active;
      this.#active = (from + (key === 'ArrowDown' ? 1 : length - 1)) % length;
      this.#show(this.#found);
    } else if ((key === 'Enter' || key === 'Tab') && this.#active >= 0) this.#choose(this.#active);
    else if (key === 'Escape') {
      this.#left = this.#found.start;
      this.#show(null);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #show(found: Suggested<Item> | null): void {
    this.#found = found;
    const { name } = this.#source;
    const set = (attribute: string, value: string | null): void => {
      if (found && value !== null) this.#field.setAttribute(attribute, value);
      // Another list may be open at the same field.
      else if (this.#field.getAttribute('aria-controls') === name) this.#field.removeAttribute(attribute);
    };
    render(found ? this.#list(found.items) : nothing, this.#host);
    set('aria-autocomplete', 'list');
    set('aria-activedescendant', this.#active < 0 ? null : `${name}-${this.#active}`);
    set('aria-controls', name);
    this.#host.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  #list(items: readonly Item[]): TemplateResult {
    const { name, className, part } = this.#source;
    return html`<ul
      class=${className}
      part=${part}
      id=${name}
      role="listbox"
      aria-label=${this.#source.label()}
      @pointerdown=${(event: Event) => event.preventDefault()}
    >
      ${items.map(
        (item, index) =>
          html`<li id="${name}-${index}" role="option" aria-selected=${index === this.#active ? 'true' : 'false'}>
            ${this.#source.option(item)}
          </li>`,
      )}
    </ul>`;
  }
}
