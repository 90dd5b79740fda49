/**
 * The composer: a field that grows to six lines and a button that sends. It owns what is being typed until it is
 * sent; the draft it is told of wins only when it did not come from here. It never drops a character: text that is too
 * long, refused or prevented stays where it is.
 */
import type { ChatState } from '@support-chat/core';
import { MAX_TEXT_LENGTH } from '@support-chat/protocol';
import { html, nothing, render } from 'lit/html.js';
import { arrowUpIcon, smileIcon } from '../icon-paths.js';
import { icon } from '../icons.js';
import type { EmojiKeeping } from '../features/emoji/memory.js';
import { FileIntake, type FileIntakeTarget } from './file-intake.js';
import type { Localizer } from '../localizer/localizer.js';

/** From this many characters on the room that is left is shown. */
export const COUNT_FROM = 9_500;

export interface ComposerOptions {
  /** Empty element; the composer fills it. */
  readonly container: HTMLElement;
  readonly localizer: Localizer;
  /** Where files go; absent: none do. */
  readonly files?: FileIntakeTarget;
  /** Where the skin tone and the emoji used lately are kept; absent: as long as the page. */
  readonly keepEmoji?: EmojiKeeping;
  /** The person wants to send; without words there are files. False keeps the text in the field. */
  readonly onSend: (text: string) => boolean;
  /** The text changed; also after sending, with ''. */
  readonly onDraft: (text: string) => void;
  /** A key was pressed that changed the text. */
  readonly onType: () => void;
  /** Something is wrong with the text: to be said aloud at once. It stands at the field as well. */
  readonly onAlert: (text: string) => void;
  /** Releases every listener and empties the container. */
  readonly signal: AbortSignal;
}

/** What the lazy part for emoji knows of its composer. */
export interface EmojiHost extends Pick<ComposerOptions, 'container' | 'keepEmoji' | 'signal'> {
  readonly localizer: () => Localizer;
}

/** The composer of a chat or of the desk. */
export class Composer {
  readonly #options: ComposerOptions;
  #localizer: Localizer;
  #text = '';
  /** The draft as both sides know it. */
  #knownDraft = '';
  #composing = false;
  #placeholder: string | undefined;
  readonly #files: FileIntake | undefined;

  constructor(options: ComposerOptions) {
    this.#options = options;
    this.#localizer = options.localizer;
    if (options.files) {
      this.#files = new FileIntake({ ...options, ...options.files, localizer: () => this.#localizer });
    }
    this.#render();
    options.signal.addEventListener('abort', () => render(nothing, options.container), { once: true });
  }

  get #field(): HTMLTextAreaElement | null {
    return this.#options.container.querySelector('textarea');
  }

  /** What is in the field. */
  get text(): string {
    return this.#text;
  }

  focus(): void {
    this.#field?.focus({ preventScroll: true });
  }

  /** Takes the draft of the state: another tab's, or the one found on this device. */
  setDraft(draft: string): void {
    if (draft === this.#knownDraft) return;
    this.#knownDraft = draft;
    if (this.#composing || draft === this.#text) return;
    this.#setText(draft);
  }

  /** Takes what the state says of draft and files. */
  update(state: ChatState): void {
    this.setDraft(state.widget.draft);
    this.#files?.update(state);
    this.#render();
  }

  get #empty(): boolean {
    return this.#text.trim() === '' && !this.#files?.some;
  }

  /** Other words in the empty field than the locale's 'Write a message'. */
  setPlaceholder(placeholder: string | undefined): void {
    if (placeholder === this.#placeholder) return;
    this.#placeholder = placeholder;
    this.#render();
  }

  setLocalizer(localizer: Localizer): void {
    this.#localizer = localizer;
    this.#render();
  }

  #take(text: string): void {
    const wasTooLong = this.#text.length > MAX_TEXT_LENGTH;
    this.#text = text;
    if (text.length > MAX_TEXT_LENGTH && !wasTooLong) this.#options.onAlert(this.#localizer.error('message-too-long'));
  }

  #setText(text: string): void {
    this.#take(text);
    const field = this.#field;
    if (field && field.value !== text) field.value = text;
    this.#render();
    this.#grow();
  }

  /** For engines without `field-sizing`: the height follows the text, up to what the style sheet allows. */
  #grow(): void {
    const field = this.#field;
    if (!field || CSS.supports('field-sizing', 'content')) return;
    field.style.blockSize = 'auto';
    field.style.blockSize = `${field.scrollHeight}px`;
  }

  readonly #input = (event: Event): void => {
    this.#take(this.#field?.value ?? '');
    this.#render();
    this.#grow();
    this.#knownDraft = this.#text;
    this.#options.onDraft(this.#text);
    this.#options.onType();
    if (/:\p{L}{2}/u.test(this.#text)) this.#reachForEmoji(event);
  };

  /** Has the part for emoji at hand; only who has pressed the button waits for it. */
  readonly #reachForEmoji = (event: Event): void => {
    import('../features/emoji/emoji.js')
      .then(({ reach }) => reach({ ...this.#options, localizer: () => this.#localizer }, event))
      .catch(() => event.type === 'click' && this.#options.onAlert(this.#localizer.text('error-retry')));
  };

  readonly #keydown = (event: KeyboardEvent): void => {
    // Safari ends a composition before the Enter that ends it and marks that key with 229 only.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#send();
  };

  readonly #send = (): void => {
    const text = this.#text;
    if (this.#empty || text.length > MAX_TEXT_LENGTH || !this.#options.onSend(text)) return this.focus();
    this.#knownDraft = '';
    this.#setText('');
    this.#options.onDraft('');
    this.focus();
  };

  #render(): void {
    const localizer = this.#localizer;
    const length = this.#text.length;
    const excess = length - MAX_TEXT_LENGTH;
    const counter =
      length < COUNT_FROM
        ? nothing
        : excess > 0
          ? localizer.text('composer-too-long', { count: excess })
          : localizer.text('composer-remaining', { count: -excess });
    const send = localizer.text('composer-send');
    const emoji = localizer.text('composer-emoji');
    render(
      html`<div class=${excess > 0 ? 'field invalid' : 'field'}>
          ${this.#files?.button()}
          <textarea
            part="input"
            class="input"
            rows="1"
            dir="auto"
            enterkeyhint="send"
            autocomplete="off"
            aria-label=${localizer.text('composer-label')}
            placeholder=${this.#placeholder ?? localizer.text('composer-placeholder')}
            aria-invalid=${excess > 0 ? 'true' : nothing}
            aria-describedby=${length < COUNT_FROM ? nothing : 'composer-counter'}
            @input=${this.#input}
            @keydown=${this.#keydown}
            @compositionstart=${() => (this.#composing = true)}
            @compositionend=${() => (this.#composing = false)}
          ></textarea>
          <button
            part="emoji"
            class="icon-button emoji"
            type="button"
            aria-label=${emoji}
            data-tip=${emoji}
            aria-haspopup="dialog"
            @pointerenter=${this.#reachForEmoji}
            @focus=${this.#reachForEmoji}
            @click=${this.#reachForEmoji}
          >
            ${icon(smileIcon)}
          </button>
          <button
            part="send"
            class="send"
            type="button"
            aria-label=${send}
            data-tip=${send}
            ?hidden=${this.#empty}
            ?disabled=${excess > 0}
            @click=${this.#send}
          >
            ${icon(arrowUpIcon)}
          </button>
        </div>
        <p class="counter" id="composer-counter" ?hidden=${length < COUNT_FROM}>${counter}</p>`,
      this.#options.container,
    );
  }
}
