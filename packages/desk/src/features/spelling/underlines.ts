/**
 * Lines under words of a text field. No API draws inside one: highlights need ranges, and ranges do not reach a field's
 * text. So the same text lies over it, in the same type and the same place, of which only the lines can be seen.
 */
import type { Word } from './words.js';

/** What decides where a word stands. */
const COPIED = [
  'direction',
  'font',
  'letter-spacing',
  'line-height',
  'padding',
  'tab-size',
  'text-align',
  'text-indent',
  'word-spacing',
] as const;

/** See the module. */
export class Underlines {
  readonly #field: HTMLTextAreaElement;
  readonly #sheet = document.createElement('div');
  readonly #text = document.createElement('div');
  /** What is drawn, so that what does not change is not drawn again: whoever points at a line meets the same one. */
  #drawn = '';

  /** @param container - around the field, positioned */
  constructor(field: HTMLTextAreaElement, container: HTMLElement, signal: AbortSignal) {
    this.#field = field;
    this.#sheet.className = 'spelling-sheet';
    this.#sheet.ariaHidden = 'true';
    this.#sheet.append(this.#text);
    container.append(this.#sheet);
    field.addEventListener('scroll', () => this.#scroll(), { signal });
    const observer = new ResizeObserver(() => this.#place());
    observer.observe(field);
    signal.addEventListener(
      'abort',
      () => {
        observer.disconnect();
        this.#sheet.remove();
      },
      { once: true },
    );
  }

  /** Underlines these words of the field's text, and no others. */
  show(words: readonly Word[]): void {
    this.#sheet.hidden = words.length === 0;
    const { value } = this.#field;
    const wanted = words.length === 0 ? '' : `${words.map(({ start, end }) => `${start}-${end}`).join()} ${value}`;
    if (wanted !== this.#drawn) this.#draw(value, words);
    this.#drawn = wanted;
    this.#place();
  }

  #draw(value: string, words: readonly Word[]): void {
    if (words.length === 0) return this.#text.replaceChildren();
    const nodes: (string | Node)[] = [];
    let end = 0;
    for (const word of words) {
      const mark = document.createElement('span');
      mark.className = 'misspelt';
      mark.textContent = word.text;
      nodes.push(value.slice(end, word.start), mark);
      end = word.end;
    }
    this.#text.replaceChildren(...nodes, value.slice(end));
  }

  #place(): void {
    if (this.#sheet.hidden) return;
    const field = this.#field;
    const style = getComputedStyle(field);
    for (const name of COPIED) this.#text.style.setProperty(name, style.getPropertyValue(name));
    const { style: sheet } = this.#sheet;
    sheet.left = `${field.offsetLeft + field.clientLeft}px`;
    sheet.top = `${field.offsetTop + field.clientTop}px`;
    sheet.width = `${field.clientWidth}px`;
    sheet.height = `${field.clientHeight}px`;
    this.#scroll();
  }

  #scroll(): void {
    this.#text.style.transform = `translateY(${-this.#field.scrollTop}px)`;
  }
}
