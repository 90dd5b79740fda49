/** Words, colours and place of the chat, as they will look, and what to paste into a page (A12). */
import { adoptStyles } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { Saveable } from '../draft.js';
import { selectField, textField } from '../fields.js';
import { wordsIn, type PageHost, type Say, type SettingsPage } from '../settings-page.js';
import { colourField } from './colour-field.js';
import { colourOf, lookDraft, lookOf, panelDraft, panelOf, PANEL_WORDS } from './look-entry.js';
import { lookStyles } from './look-styles.js';
import { lookWords } from './look-words.js';
import { PreviewFrame } from '../preview-frame.js';

/** See the module. */
export const openPage = (host: PageHost): SettingsPage => new LookPage(host);

/** The chat's own, light and dark. */
const ACCENT = '#2b59d9';
const CORNERS = ['bottom-end', 'bottom-start', 'top-end', 'top-start'] as const;

class LookPage implements SettingsPage {
  readonly #host: PageHost;
  readonly #panel;
  readonly #look;
  readonly #frame: PreviewFrame | undefined;
  #device: 'desktop' | 'phone' = 'desktop';
  #colorScheme: 'light' | 'dark' = 'light';
  #staffed = true;
  #talking = false;

  constructor(host: PageHost) {
    this.#host = host;
    adoptStyles(host.root, lookStyles);
    this.#panel = panelDraft(host);
    this.#look = lookDraft(host, () => this.#say('colour-wrong'));
    const { source, changed, signal } = host;
    if (source.server !== undefined) {
      this.#frame = new PreviewFrame({ server: source.server, onChange: changed, signal });
    }
  }

  drafts(): readonly Saveable[] {
    return [this.#panel, this.#look];
  }

  render(): TemplateResult {
    return html`<div class="look">
      <div class="look-form">${this.#words()} ${this.#colours()} ${this.#snippet()}</div>
      ${this.#preview()}
    </div>`;
  }

  get #say(): Say<keyof typeof lookWords.en> {
    return wordsIn(this.#host.localizer(), lookWords);
  }

  #words(): TemplateResult {
    const say = this.#say;
    return html`<h3>${say('words')}</h3>
      <p class="hint">${say('words-hint')}</p>
      <div class="settings-fields">
        ${PANEL_WORDS.map((name) =>
          textField({
            ...{ id: `panel-${name}`, label: say(name), hint: say(`${name}-hint`) },
            ...{ value: this.#panel.value?.[name] ?? '', problem: this.#panel.problemAt(name) },
            onInput: (value) => this.#panel.change({ [name]: value }),
          }),
        )}
      </div>`;
  }

  #colours(): TemplateResult | typeof nothing {
    const say = this.#say;
    const entry = this.#look.value;
    if (!entry) return nothing;
    const accent = colourOf(entry.accent);
    return html`<h3>${say('look')}</h3>
      <div class="settings-fields">
        ${colourField(
          {
            ...{ id: 'accent', label: say('accent'), hint: say('accent-hint'), otherwise: ACCENT, page: 'light' },
            ...{ value: entry.accent, problem: this.#look.problemAt('accent') },
            onInput: (value) => this.#look.change({ accent: value }),
          },
          say,
        )}
        ${
          accent === undefined
            ? nothing
            : colourField(
                {
                  ...{ id: 'accent-dark', label: say('accent-dark'), hint: say('accent-dark-hint'), page: 'dark' },
                  ...{ otherwise: accent, value: entry.accentInTheDark },
                  problem: this.#look.problemAt('accentInTheDark'),
                  onInput: (value) => this.#look.change({ accentInTheDark: value }),
                },
                say,
              )
        }
        ${selectField({
          ...{ id: 'corner', label: say('corner'), hint: say('corner-hint'), value: entry.corner },
          problem: this.#look.problemAt('corner'),
          options: CORNERS.map((corner) => [corner, say(`corner-${corner}`)] as const),
          onChoose: (corner) => this.#look.change({ corner }),
        })}
      </div>`;
  }

  #snippet(): TemplateResult | typeof nothing {
    const say = this.#say;
    const { server } = this.#host.source;
    if (server === undefined) return nothing;
    const base = new URL(server, document.baseURI).href.replace(/\/$/, '');
    const code = `<script type="module" src="${base}/support-chat.js"></script>\n<support-chat server="${base}"></support-chat>`;
    return html`<h3 id="snippet-title">${say('snippet')}</h3>
      <p class="hint">${say('snippet-hint')}</p>
      <pre class="snippet" tabindex="0" aria-labelledby="snippet-title" dir="ltr"><code>${code}</code></pre>
      <button type="button" class="button small quiet" @click=${() => void this.#copy(code)}>${say('copy')}</button>`;
  }

  #preview(): TemplateResult | typeof nothing {
    const say = this.#say;
    const frame = this.#frame;
    if (!frame) return nothing;
    const { locale } = this.#host.localizer();
    frame.element.title = say('preview');
    frame.show({
      site: {
        panel: (this.#panel.value && panelOf(this.#panel.value)) ?? {},
        look: (this.#look.value && lookOf(this.#look.value)) ?? {},
      },
      ...{ colorScheme: this.#colorScheme, staffed: this.#staffed, locale },
      talk: this.#talking ? [say('said'), say('answered')] : null,
    });
    return html`<section class="look-preview" aria-labelledby="preview-title">
      <h3 id="preview-title">${say('preview')}</h3>
      ${frame.answers === false ? html`<p class="settings-empty">${say('preview-none')}</p>` : nothing}
      <div class="settings-actions" ?hidden=${frame.answers === false}>
        ${this.#choice('phone', this.#device === 'phone', () => (this.#device = this.#device === 'phone' ? 'desktop' : 'phone'))}
        ${this.#choice('dark', this.#colorScheme === 'dark', () => (this.#colorScheme = this.#colorScheme === 'dark' ? 'light' : 'dark'))}
        ${this.#choice('talking', this.#talking, () => (this.#talking = !this.#talking))}
        ${this.#choice('away', !this.#staffed, () => (this.#staffed = !this.#staffed))}
      </div>
      <div class="look-device ${this.#device}" ?hidden=${frame.answers === false}>${frame.element}</div>
    </section>`;
  }

  #choice(name: 'phone' | 'dark' | 'talking' | 'away', on: boolean, toggle: () => void): TemplateResult {
    return html`<button
      type="button"
      class="button small quiet"
      aria-pressed=${on ? 'true' : 'false'}
      @click=${() => {
        toggle();
        this.#host.changed();
      }}
    >
      ${this.#say(name)}
    </button>`;
  }

  async #copy(code: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(code);
      this.#host.tell(this.#say('copied'));
    } catch {
      // Not allowed here: at least it is marked.
      const snippet = this.#host.root.querySelector('.snippet');
      if (snippet) getSelection()?.selectAllChildren(snippet);
      this.#host.tell(this.#say('marked'), true);
    }
  }
}
