/**
 * All shortcuts in a dialog: searched and put into the reply, and for leads and owners written, imported and exported.
 * Owns its element while it is open.
 */
import { parseJson, ProtocolError, type Shortcut, type ShortcutDraft } from '@support-chat/protocol';
import { icon } from '@support-chat/ui';
import { html, nothing, render, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { createDialog, dialogHead } from '../../dialog.js';
import { pencilIcon, trashIcon } from '../../icon-paths.js';
import { tip } from '../../tip.js';
import { exportShortcuts } from './shortcut-file.js';
import type { PaneShortcuts } from './shortcuts.js';

/** Most that are drawn at once; whoever has more searches. */
const MOST = 100;

interface Said {
  readonly text: string;
  readonly wrong: boolean;
}

/** See the module. */
export class ShortcutDialog {
  readonly #shortcuts: PaneShortcuts;
  readonly #dialog = createDialog('shortcut-dialog', 'shortcuts-dialog', 'shortcuts-title');
  /** Where the reply's caret was: engines forget it below a modal dialog. */
  readonly #caret: readonly [start: number, end: number];
  #words = '';
  /** What is being written; its id is new or that of the one that it replaces. Null: the list is shown. */
  #draft: Shortcut | null = null;
  /** Id of the one whose deletion waits for a second press. */
  #doomed: string | null = null;
  /** Said below the head: what was done, or what is wrong. */
  #said: Said | null = null;

  constructor(shortcuts: PaneShortcuts) {
    this.#shortcuts = shortcuts;
    const { selectionStart, selectionEnd } = shortcuts.field;
    this.#caret = [selectionStart, selectionEnd];
    shortcuts.host.signal.addEventListener('abort', () => this.#dialog.remove(), { once: true });
  }

  open(): void {
    this.#draw();
    this.#shortcuts.host.parent.append(this.#dialog);
    this.#dialog.showModal();
    this.#focusSearch();
    // Another agent may have changed them since.
    void this.#shortcuts.load().then(() => this.#draw());
  }

  get #localizer() {
    return this.#shortcuts.host.localizer();
  }

  #draw(): void {
    const localizer = this.#localizer;
    const said = this.#said;
    render(
      html`${dialogHead('shortcuts-title', localizer.text('shortcuts-title'), localizer, () => this.#dialog.close())}
        <p class="shortcut-said" role=${said?.wrong ? 'alert' : 'status'}>${said?.text ?? nothing}</p>
        ${this.#draft ? this.#form(this.#draft) : this.#list()}`,
      this.#dialog,
    );
  }

  #list(): TemplateResult {
    const localizer = this.#localizer;
    const { writer } = this.#shortcuts.host.source;
    const found = this.#shortcuts.find(this.#words, MOST);
    return html`<input
        type="search"
        class="shortcut-search"
        autocomplete="off"
        aria-label=${localizer.text('shortcuts-search')}
        placeholder=${localizer.text('shortcuts-search')}
        .value=${live(this.#words)}
        @input=${({ target }: Event) => {
          this.#words = (target as HTMLInputElement).value;
          this.#draw();
        }}
        @keydown=${(event: KeyboardEvent) => {
          const [first] = found;
          if (event.key !== 'Enter' || event.isComposing || !first) return;
          event.preventDefault();
          this.#insert(first);
        }}
      />
      <ul class="shortcut-list">
        ${found.map(
          (shortcut) =>
            html`<li>
              <button type="button" class="shortcut-use" @click=${() => this.#insert(shortcut)}>
                <bdi class="shortcut-name">/${shortcut.name}</bdi>
                ${shortcut.locale ? html`<span class="shortcut-locale">${shortcut.locale}</span>` : nothing}
                <span class="shortcut-text" dir="auto">${this.#shortcuts.filled(shortcut)}</span>
              </button>
              ${
                writer
                  ? html`<button
                        type="button"
                        class="icon-button"
                        ${tip(localizer.text('shortcut-edit', { name: shortcut.name }))}
                        @click=${() => this.#edit(shortcut)}
                      >
                        ${icon(pencilIcon)}
                      </button>
                      <button
                        type="button"
                        class=${this.#doomed === shortcut.id ? 'icon-button danger' : 'icon-button'}
                        ${tip(
                          localizer.text(this.#doomed === shortcut.id ? 'shortcut-delete-sure' : 'shortcut-delete', {
                            name: shortcut.name,
                          }),
                        )}
                        @click=${() => this.#remove(shortcut)}
                        @blur=${() => this.#doom(null)}
                      >
                        ${icon(trashIcon)}
                      </button>`
                  : nothing
              }
            </li>`,
        )}
      </ul>
      ${found.length === 0 ? html`<p class="shortcut-none">${localizer.text('shortcuts-none')}</p>` : nothing}
      ${
        writer
          ? html`<div class="shortcut-actions">
              <button type="button" class="button small" @click=${() => this.#edit(null)}>
                ${localizer.text('shortcut-new')}
              </button>
              <label class="button small quiet"
                >${localizer.text('shortcuts-import')}<input
                  type="file"
                  class="visually-hidden"
                  accept=".json,application/json"
                  @change=${({ target }: Event) => this.#import(target as HTMLInputElement)}
              /></label>
              <button type="button" class="button small quiet" @click=${() => exportShortcuts(this.#shortcuts.all)}>
                ${localizer.text('shortcuts-export')}
              </button>
            </div>`
          : nothing
      }`;
  }

  #form(draft: Shortcut): TemplateResult {
    const localizer = this.#localizer;
    const row = (label: string, control: TemplateResult) =>
      html`<label class="card-row"><span>${label}</span>${control}</label>`;
    return html`<form
      class="shortcut-form"
      novalidate
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        void this.#save(draft, new FormData(event.currentTarget as HTMLFormElement));
      }}
    >
      ${row(
        localizer.text('shortcut-name'),
        html`<input name="name" maxlength="32" autocomplete="off" dir="auto" .value=${draft.name} />`,
      )}
      ${row(
        localizer.text('shortcut-text'),
        html`<textarea name="text" rows="4" maxlength="10000" dir="auto" .value=${draft.text}></textarea>`,
      )}
      <p class="shortcut-hint">
        ${localizer.text('shortcut-variables', { places: '{visitor.name|friend}, {agent.name}' })}
      </p>
      ${row(
        localizer.text('shortcut-locale'),
        html`<input name="locale" maxlength="35" autocomplete="off" dir="ltr" .value=${draft.locale ?? ''} />`,
      )}
      ${row(
        localizer.text('shortcut-department'),
        html`<input name="department" maxlength="256" autocomplete="off" .value=${draft.department ?? ''} />`,
      )}
      <div class="shortcut-actions">
        <button type="button" class="button small quiet" @click=${() => this.#show(null)}>
          ${localizer.text('shortcut-cancel')}
        </button>
        <button type="submit" class="button small">${localizer.text('shortcut-save')}</button>
      </div>
    </form>`;
  }

  #insert(shortcut: Shortcut): void {
    this.#dialog.close();
    this.#shortcuts.insert(shortcut, ...this.#caret);
  }

  #focusSearch(): void {
    this.#dialog.querySelector<HTMLElement>('.shortcut-search')?.focus();
  }

  #edit(shortcut: Shortcut | null): void {
    this.#show(shortcut ?? { id: crypto.randomUUID(), name: '', text: '' });
    this.#dialog.querySelector<HTMLElement>('[name="name"]')?.focus();
  }

  /** Shows the form of a draft, or the list. */
  #show(draft: Shortcut | null, said: Said | null = null): void {
    const leaves = this.#draft !== null && draft === null;
    this.#draft = draft;
    this.#said = said;
    this.#draw();
    if (leaves) this.#focusSearch();
  }

  async #save({ id }: Shortcut, data: FormData): Promise<void> {
    const given = (name: keyof ShortcutDraft): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const { writer } = this.#shortcuts.host.source;
    const [locale, department] = [given('locale'), given('department')];
    const draft = {
      name: given('name').replace(/^\//, ''),
      text: given('text'),
      ...(locale !== '' && { locale }),
      ...(department !== '' && { department }),
    };
    await this.#try(async (signal) => {
      await writer?.put(id, draft, signal);
      await this.#shortcuts.load();
      this.#show(null, { text: this.#localizer.text('shortcut-saved', { name: draft.name }), wrong: false });
    });
  }

  #remove({ id, name }: Shortcut): void {
    const localizer = this.#localizer;
    if (this.#doomed !== id) {
      this.#said = { text: localizer.text('shortcut-delete-sure', { name }), wrong: false };
      return this.#doom(id);
    }
    void this.#try(async (signal) => {
      await this.#shortcuts.host.source.writer?.remove(id, signal);
      await this.#shortcuts.load();
      this.#show(null, { text: localizer.text('shortcut-deleted', { name }), wrong: false });
      this.#focusSearch();
    });
  }

  #doom(id: string | null): void {
    if (this.#doomed === id) return;
    this.#doomed = id;
    if (id === null) this.#said = null;
    this.#draw();
  }

  #import(input: HTMLInputElement): void {
    const [file] = input.files ?? [];
    input.value = '';
    if (!file) return;
    void this.#try(async (signal) => {
      const done = await this.#shortcuts.host.source.writer?.take(parseJson(await file.text()), signal);
      await this.#shortcuts.load();
      const { added = 0, changed = 0 } = done ?? {};
      this.#show(null, { text: this.#localizer.text('shortcuts-imported', { added, changed }), wrong: false });
    });
  }

  /** Says what fails, in the words of who refused it. */
  async #try(deed: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#shortcuts.host;
    try {
      await deed(signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProtocolError)) throw error;
      const { code, detail } = error.problem;
      this.#said = { text: [this.#localizer.error(code), detail].filter(Boolean).join(' '), wrong: true };
      this.#draw();
    }
  }
}
