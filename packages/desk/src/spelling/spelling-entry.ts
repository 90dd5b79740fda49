/**
 * The way from a composer to its spell check: shows the language that is checked and has the rest loaded by whoever
 * begins to write. Small, as every pane has one; what it loads is `features/spelling/`.
 */
import { html, render } from 'lit';
import type { ComposerSpelling } from '../features/spelling/composer-spelling.js';
import type { DeskLocalizer } from '../desk-localizer.js';
import type { DeskSpelling } from './desk-spelling.js';
import { languageName, plainTag } from './language-name.js';

/** What the spell check knows of its composer. */
export interface SpellingHost {
  /** Of the composer; the field is in it. */
  readonly container: HTMLElement;
  readonly localizer: () => DeskLocalizer;
  /** BCP 47 tag of the conversation. */
  readonly language: () => string;
  /** To be said when nothing else is. */
  readonly say: (text: string) => void;
  /** Something failed: to be said at once. */
  readonly alert: (text: string) => void;
  /** What is checked, or by whom, has changed. */
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

type EntryHost = Omit<SpellingHost, 'onChange' | 'language'> & { readonly language: () => string | undefined };

/** See the module. */
export class SpellingEntry {
  /** Put it beside the other tools of the composer. */
  readonly element = document.createElement('label');
  readonly #host: SpellingHost;
  readonly #desk: DeskSpelling;
  #part: ComposerSpelling | undefined;
  #reaching: Promise<void> | undefined;

  /** @param host - its `language` is what the visitor's page says, which may be nothing and need not be a language */
  constructor(desk: DeskSpelling, host: EntryHost) {
    this.#desk = desk;
    this.#host = {
      ...host,
      language: () => plainTag(host.language() ?? '') ?? host.localizer().locale,
      onChange: () => this.render(),
    };
    this.element.className = 'icon-button spelling-choice';
    this.element.part.add('spelling-choice');
    for (const from of [host.container, this.element])
      from.addEventListener('focusin', () => void this.#reach(), { signal: host.signal });
    this.render();
  }

  /** A program may have changed the text, or the language of the conversation. */
  look(): void {
    this.#part?.look();
    void this.#part?.follow();
    this.render();
  }

  /** Draws the choice of languages. */
  render(): void {
    const localizer = this.#host.localizer();
    const name = (tag: string): string => languageName(tag, localizer.locale);
    const ours = this.#host.language();
    const { dictionaries = [], dictionary = null } = this.#part ?? {};
    const byBrowser = localizer.text('spelling-by-browser', { language: name(ours) });
    const label = localizer.text('spelling-label');
    const checked = dictionary?.language;
    this.element.classList.toggle('checked', dictionary !== null);
    this.element.title = `${label}: ${checked === undefined ? byBrowser : name(checked)}`;
    render(
      html`<span aria-hidden="true">${(checked ?? ours).slice(0, 2).toUpperCase()}</span>
        <select aria-label=${label} @change=${this.#choose}>
          ${dictionaries.map(
            ({ language }) =>
              html`<option value=${language} ?selected=${language === checked}>${name(language)}</option>`,
          )}
          <option value="" ?selected=${checked === undefined}>${byBrowser}</option>
        </select>`,
      this.element,
    );
    const select = this.element.querySelector('select');
    if (select && select.value !== (checked ?? '')) select.value = checked ?? '';
  }

  readonly #choose = (event: Event): void => {
    void this.#part?.choose((event.target as HTMLSelectElement).value || null);
  };

  #reach(): Promise<void> {
    this.#reaching ??= this.#load().catch(() => {
      const { signal, alert, localizer } = this.#host;
      this.#reaching = undefined; // whoever comes back tries again; until then the browser checks
      if (!signal.aborted) alert(localizer().text('spelling-failed'));
    });
    return this.#reaching;
  }

  async #load(): Promise<void> {
    const { signal, container } = this.#host;
    const { ComposerSpelling, checker } = await this.#desk.reach();
    const field = container.querySelector('textarea');
    if (signal.aborted || !field) return;
    this.#part = new ComposerSpelling(this.#host, checker, field);
    await this.#part.start();
    this.render();
  }
}
