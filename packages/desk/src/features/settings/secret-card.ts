/** A secret, the one time that it is shown: to be copied and put away. Kept nowhere else. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PageHost, Say } from './settings-page.js';

/** What it says; a page brings the words. */
type SecretWord = 'secret' | 'secret-hint' | 'copy' | 'copied' | 'marked' | 'kept';

interface Shown {
  /** Id of what it opens. */
  readonly of: string;
  readonly name: string;
  readonly secret: string;
}

interface SecretCardOptions {
  readonly host: PageHost;
  /** Begins the ids of its parts. */
  readonly prefix: string;
  readonly say: () => Say<SecretWord>;
  /** It was put away. */
  readonly onKept: () => void;
}

/** See the module. */
export class SecretCard {
  readonly #options: SecretCardOptions;
  #shown: Shown | null = null;

  constructor(options: SecretCardOptions) {
    this.#options = options;
  }

  get isShown(): boolean {
    return this.#shown !== null;
  }

  /** Shows it, and says so. */
  show(shown: Shown, told: string): void {
    const { host, prefix } = this.#options;
    this.#shown = shown;
    host.tell(told);
    host.root.getElementById(`${prefix}-copy`)?.focus();
  }

  /** What it opens is no more. */
  forget(of: string): void {
    if (this.#shown?.of === of) this.#shown = null;
  }

  render(): TemplateResult | typeof nothing {
    if (this.#shown === null) return nothing;
    const { prefix } = this.#options;
    const say = this.#options.say();
    const { name, secret } = this.#shown;
    return html`<div class="settings-card settings-form" role="group" aria-label=${name}>
      <div class="settings-field">
        <label for="${prefix}-secret">${say('secret')}</label>
        <input
          id="${prefix}-secret"
          readonly
          dir="ltr"
          spellcheck="false"
          autocomplete="off"
          aria-describedby="${prefix}-secret-hint"
          .value=${secret}
          @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
        />
        <p class="hint" id="${prefix}-secret-hint">${say('secret-hint')}</p>
      </div>
      <div class="settings-actions">
        <button type="button" id="${prefix}-copy" class="button small" @click=${() => void this.#copy(secret)}>
          ${say('copy')}
        </button>
        <button type="button" class="button small quiet" @click=${() => this.#putAway()}>${say('kept')}</button>
      </div>
    </div>`;
  }

  #putAway(): void {
    this.#shown = null;
    this.#options.host.tell('');
    this.#options.host.changed();
    this.#options.onKept();
  }

  async #copy(secret: string): Promise<void> {
    const { host, prefix, say } = this.#options;
    try {
      await navigator.clipboard.writeText(secret);
      host.tell(say()('copied'));
    } catch {
      // Not allowed here: at least it is marked.
      host.root.getElementById(`${prefix}-secret`)?.focus();
      host.tell(say()('marked'), true);
    }
  }
}
