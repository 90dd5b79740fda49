/** Buttons for what cannot be taken back: the first press asks, the second does it, and going away is a no. */
import { html, nothing, type TemplateResult } from 'lit';

interface SecondPressView {
  /** Unique on its page. */
  readonly key: string;
  readonly label: string;
  /** For who hears it, where the label does not say of what it is. */
  readonly name?: string;
  /** What stands on it after the first press. */
  readonly question: string;
  readonly onDo: () => void;
}

/** The buttons of one page; one of them asks at a time. */
export class SecondPress {
  readonly #changed: () => void;
  #asked: string | null = null;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  button({ key, label, name, question, onDo }: SecondPressView): TemplateResult {
    const asked = this.#asked === key;
    return html`<button
      type="button"
      class="button small quiet danger"
      aria-label=${name === undefined ? nothing : asked ? question : name}
      @click=${() => {
        this.#ask(asked ? null : key);
        if (asked) onDo();
      }}
      @blur=${() => this.#ask(null)}
    >
      ${asked ? question : label}
    </button>`;
  }

  #ask(key: string | null): void {
    if (this.#asked === key) return;
    this.#asked = key;
    this.#changed();
  }
}
