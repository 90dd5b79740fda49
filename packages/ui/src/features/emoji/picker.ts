/**
 * The picker: a search, a tab for each category, a grid that is walked by arrow keys, skin tones. It closes with a choice,
 * unless Shift is held, and gives the focus back to the text.
 */
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { icon } from '../../icons.js';
import { searchIcon } from '../../menu-icon-paths.js';
import { oncePerFrame } from '../../once-per-frame.js';
import { search, TONES, type Emoji } from './catalogue.js';
import type { EmojiPart } from './emoji.js';
import { insertText } from '../suggest/insert-text.js';

/** A category as its tab shows it; -1 are those used lately. */
const TABS = ['🕘', '😀', '👋', '🐻', '🍔', '🚗', '⚽', '💡', '🔣', '🏳️'];
const RECENT = -1;
/** Rows that PageUp and PageDown pass. */
const PAGE = 5;

/** See the module. */
export class Picker {
  readonly #part: EmojiPart;
  readonly #host = document.createElement('div');
  #open = false;
  /** Ends with the picker's being open. */
  #opening: AbortController | undefined;
  #query = '';
  #category = 0;
  #at = 0;
  #columns = 8;
  #preview = '';
  /** Of the text, when the picker was opened. */
  #caret: readonly [number, number] = [0, 0];

  constructor(part: EmojiPart) {
    this.#part = part;
    const { container, signal } = part.host;
    container.prepend(this.#host);
    // In the frame that reports a size, a change of sizes would be reported to the page as an error.
    const sizes = new ResizeObserver(oncePerFrame(container, () => this.#measure()));
    sizes.observe(container);
    signal.addEventListener(
      'abort',
      () => {
        sizes.disconnect();
        this.#opening?.abort();
        this.#host.remove();
      },
      { once: true },
    );
  }

  toggle(): void {
    if (this.#open) return this.#close(true);
    const { field, memory, button } = this.#part;
    this.#open = true;
    this.#leaveBySide();
    this.#query = '';
    this.#category = memory.recent.length > 0 ? RECENT : 0;
    this.#at = 0;
    this.#caret = [field.selectionStart, field.selectionEnd];
    button?.setAttribute('aria-expanded', 'true');
    this.#render();
    this.#measure();
    // A keyboard on the screen would take the room.
    if (matchMedia('(pointer: coarse)').matches) this.#focusCell();
    else this.#host.querySelector('input')?.focus();
  }

  /** Wherever the chat stands now: it may have been moved into another window since it was last open. */
  #leaveBySide(): void {
    this.#opening = new AbortController();
    const { signal } = this.#opening;
    const away = (event: Event): void => {
      const target = event.composedPath()[0] as Node;
      const inside = this.#host.contains(target) || this.#part.button?.contains(target);
      if (this.#open && !inside) this.#close(false);
    };
    this.#host.getRootNode().addEventListener('focusin', away, { signal });
    this.#host.ownerDocument.addEventListener('pointerdown', away, { signal, capture: true });
  }

  #close(back: boolean): void {
    this.#open = false;
    this.#opening?.abort();
    this.#part.button?.setAttribute('aria-expanded', 'false');
    if (back) this.#part.field.focus({ preventScroll: true });
    this.#render();
  }

  get #shown(): readonly Emoji[] {
    const { catalogue, memory } = this.#part;
    if (this.#query.trim()) return search(catalogue, this.#query);
    if (this.#category !== RECENT) return catalogue.emojis.filter(({ category }) => category === this.#category);
    return memory.recent.flatMap((char) => catalogue.emojis.find((emoji) => emoji.char === char) ?? []);
  }

  /** Fits the room above the composer, and the columns into its width. */
  #measure(): void {
    const card = this.#host.firstElementChild as HTMLElement | null;
    const grid = card?.querySelector<HTMLElement>('.emoji-grid');
    if (!this.#open || !card || !grid) return;
    const { container } = this.#part.host;
    const top = container.closest('.panel, .pane')?.getBoundingClientRect().top ?? 0;
    card.style.maxBlockSize = `${Math.max(96, container.getBoundingClientRect().top - top - 4)}px`;
    const cell = matchMedia('(pointer: coarse)').matches ? 44 : 40;
    const columns = Math.max(1, Math.floor(grid.clientWidth / cell));
    grid.style.setProperty('--_columns', String(columns));
    if (columns === this.#columns) return;
    this.#columns = columns;
    this.#render();
  }

  #focusCell(): void {
    this.#host.querySelector<HTMLElement>('[role="gridcell"][tabindex="0"]')?.focus();
  }

  #choose(emoji: Emoji, more: boolean): void {
    const { field, memory } = this.#part;
    memory.use(emoji.char);
    const [start, end] = this.#caret;
    if (!more) this.#close(true);
    const cell = this.#host.contains((this.#host.getRootNode() as ShadowRoot).activeElement);
    const keep = more && cell;
    this.#open = false; // the focus in the text is no reason to close
    insertText(field, this.#part.written(emoji), start, end);
    this.#open = more;
    this.#caret = [field.selectionStart, field.selectionEnd];
    if (keep) this.#focusCell();
  }

  /** Keys of the picker stay in it: the panel's Escape and the desk's letters have others to serve. */
  #keydown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.isComposing || event.key !== 'Escape') return;
    event.preventDefault();
    this.#close(true);
  }

  #searchKey(event: KeyboardEvent): void {
    const [first] = this.#shown;
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && first) this.#choose(first, event.shiftKey);
    else if (event.key === 'ArrowDown') this.#focusCell();
    else return;
    event.preventDefault();
  }

  #gridKey(event: KeyboardEvent): void {
    const shown = this.#shown;
    const columns = this.#columns;
    const right = this.#part.words.direction === 'rtl' ? -1 : 1;
    const row = this.#at - (this.#at % columns);
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    const emoji = shown[this.#at];
    if ((key === 'Enter' || key === ' ') && emoji) {
      event.preventDefault();
      return this.#choose(emoji, shiftKey);
    }
    const to = {
      ArrowRight: this.#at + right,
      ArrowLeft: this.#at - right,
      ArrowDown: this.#at + columns,
      ArrowUp: this.#at - columns,
      Home: ctrlKey ? 0 : row,
      End: ctrlKey ? shown.length - 1 : Math.min(row + columns, shown.length) - 1,
      PageDown: Math.min(this.#at + PAGE * columns, shown.length - 1),
      PageUp: Math.max(this.#at - PAGE * columns, 0),
    }[key];
    if (to === undefined) {
      // Letters go on with the search.
      if ([...key].length === 1 && !ctrlKey && !metaKey && !altKey) this.#host.querySelector('input')?.focus();
      return;
    }
    event.preventDefault();
    if (key === 'ArrowUp' && to < 0) return this.#host.querySelector('input')?.focus();
    if (to < 0 || to >= shown.length) return;
    this.#at = to;
    this.#render();
    this.#focusCell();
  }

  #tabKey(event: KeyboardEvent, tabs: readonly number[]): void {
    const at = tabs.indexOf(this.#category);
    const right = this.#part.words.direction === 'rtl' ? -1 : 1;
    const to = { ArrowRight: at + right, ArrowLeft: at - right, Home: 0, End: -1 }[event.key];
    const category = to === undefined ? undefined : tabs.at(to % tabs.length);
    if (category === undefined) return;
    event.preventDefault();
    this.#enter(category);
    this.#host.querySelector<HTMLElement>('[role="tab"][tabindex="0"]')?.focus();
  }

  #enter(category: number): void {
    this.#category = category;
    this.#query = '';
    this.#at = 0;
    this.#render();
    this.#host.querySelector('.emoji-grid')?.scrollTo(0, 0);
  }

  #render(): void {
    render(this.#open ? this.#card() : nothing, this.#host);
  }

  #card(): TemplateResult {
    const { words } = this.#part;
    const shown = this.#shown;
    const searching = this.#query.trim() !== '';
    const label = words.text('emoji-search');
    return html`<div
      class="emoji-card emoji-picker"
      part="emoji-picker"
      role="dialog"
      aria-label=${words.text('composer-emoji')}
      @keydown=${(event: KeyboardEvent) => this.#keydown(event)}
    >
      <label class="emoji-search"
        >${icon(searchIcon)}<input
          type="search"
          enterkeyhint="done"
          autocomplete="off"
          aria-label=${label}
          placeholder=${label}
          .value=${this.#query}
          @keydown=${(event: KeyboardEvent) => this.#searchKey(event)}
          @input=${({ currentTarget }: Event) => {
            this.#query = (currentTarget as HTMLInputElement).value;
            this.#at = 0;
            this.#render();
          }}
      /></label>
      ${this.#tabs(searching)}
      <p class=${shown.length > 0 ? 'visually-hidden' : 'emoji-note'} role="status">
        ${searching ? words.text('emoji-found', { count: shown.length }) : nothing}
      </p>
      ${this.#grid(shown, searching ? label : this.#categoryName(this.#category))} ${this.#foot()}
    </div>`;
  }

  #categoryName(category: number): string {
    const { words } = this.#part;
    return category === RECENT ? words.text('emoji-recent') : words.text(`emoji-${category}` as 'emoji-0');
  }

  #tabs(searching: boolean): TemplateResult {
    const { memory, words } = this.#part;
    const tabs = TABS.map((_, index) => index - 1).filter((tab) => tab !== RECENT || memory.recent.length > 0);
    return html`<div
      class="emoji-tabs"
      role="tablist"
      aria-label=${words.text('emoji-categories')}
      @keydown=${(event: KeyboardEvent) => this.#tabKey(event, tabs)}
    >
      ${tabs.map((tab) => {
        const name = this.#categoryName(tab);
        const current = tab === this.#category;
        return html`<button
          type="button"
          role="tab"
          aria-label=${name}
          title=${name}
          aria-selected=${current && !searching ? 'true' : 'false'}
          tabindex=${current ? '0' : '-1'}
          @click=${() => this.#enter(tab)}
        >
          ${TABS[tab + 1]}
        </button>`;
      })}
    </div>`;
  }

  #grid(shown: readonly Emoji[], label: string): TemplateResult {
    const columns = this.#columns;
    const rows = Array.from({ length: Math.ceil(shown.length / columns) }, (_, row) =>
      shown.slice(row * columns, (row + 1) * columns),
    );
    const cell = (emoji: Emoji, index: number): TemplateResult =>
      html`<button
        type="button"
        role="gridcell"
        tabindex=${index === this.#at ? '0' : '-1'}
        aria-label=${emoji.name}
        @focus=${() => this.#point(emoji, index)}
        @pointerenter=${() => this.#point(emoji)}
        @click=${({ shiftKey }: MouseEvent) => this.#choose(emoji, shiftKey)}
      >
        ${this.#part.written(emoji)}
      </button>`;
    return html`<div
      class="emoji-grid"
      role="grid"
      aria-label=${label}
      ?hidden=${rows.length === 0}
      @keydown=${(event: KeyboardEvent) => this.#gridKey(event)}
    >
      ${rows.map(
        (row, index) =>
          html`<div role="row" class="emoji-row">${row.map((emoji, at) => cell(emoji, index * columns + at))}</div>`,
      )}
    </div>`;
  }

  /** Shows the name; with the focus comes the place. */
  #point({ name }: Emoji, at = this.#at): void {
    if (this.#preview === name && this.#at === at) return;
    this.#preview = name;
    this.#at = at;
    this.#render();
  }

  #foot(): TemplateResult {
    const { words, catalogue, memory } = this.#part;
    return html`<div class="emoji-foot">
      <bdi class="emoji-name" aria-hidden="true">${this.#preview}</bdi>
      <div class="emoji-tones" role="radiogroup" aria-label=${words.text('emoji-tone')}>
        ${TONES.map((tone, index) => {
          const name = index === 0 ? words.text('emoji-no-tone') : catalogue.tones[index - 1];
          return html`<label class="emoji-tone" title=${name}
            ><input
              type="radio"
              name="emoji-tone"
              aria-label=${name}
              .checked=${index === memory.tone}
              @change=${() => {
                memory.setTone(index);
                this.#render();
              }}
            />✋${tone}</label
          >`;
        })}
      </div>
    </div>`;
  }
}
