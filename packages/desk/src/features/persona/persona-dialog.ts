/**
 * The dialog in which an agent says how visitors see them (A14), a chunk of its own: picture, name, title. Owns its element while
 * it is open. The picture is another one at once; name and title when they are saved.
 */
import { ProtocolError, type Author } from '@support-chat/protocol';
import { adoptStyles } from '@support-chat/ui';
import { html, nothing, render, type TemplateResult } from 'lit';
import type { PersonaSource } from '../../account/persona-source.js';
import { createDialog, dialogHead } from '../../dialog.js';
import type { DeskLocalizer } from '../../desk-localizer.js';
import { cardDialogStyles } from '../cards/card-dialog-styles.js';
import { FaceField } from './face-field.js';
import { personaStyles } from './persona-styles.js';

interface PersonaDialogOptions {
  readonly source: PersonaSource;
  readonly localizer: DeskLocalizer;
  /** Of the desk. */
  readonly root: ShadowRoot;
  /** The agent is seen so from now on. */
  readonly onChange: (author: Author) => void;
  /** Ends the work. */
  readonly signal: AbortSignal;
}

/** See the module. */
export class PersonaDialog {
  readonly #options: PersonaDialogOptions;
  readonly #dialog = createDialog('card-dialog persona-dialog', 'persona-dialog', 'persona-title');
  readonly #face: FaceField;
  #author: Author | null = null;
  #busy = false;
  #wrong = '';
  #nameWrong = false;

  constructor(options: PersonaDialogOptions) {
    this.#options = options;
    const { source, signal, localizer } = options;
    this.#face = new FaceField({
      localizer: () => localizer,
      store: (picture) => source.setFace(this.#author?.id ?? '', picture, signal),
      onChange: (author) => this.#take(author),
      changed: () => this.#draw(),
      signal,
    });
    signal.addEventListener('abort', () => this.#dialog.remove(), { once: true });
  }

  open(): void {
    const { root } = this.#options;
    adoptStyles(root, cardDialogStyles);
    adoptStyles(root, personaStyles);
    this.#draw();
    (root.querySelector('.desk') ?? root).append(this.#dialog);
    this.#dialog.showModal();
    const { source, signal } = this.#options;
    void this.#try(async () => {
      this.#author = await source.load(signal);
      this.#draw();
      this.#dialog.querySelector<HTMLElement>('[name="name"]')?.focus();
    });
  }

  #take(author: Author): void {
    this.#author = author;
    this.#options.onChange(author);
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    const { source, signal } = this.#options;
    const entered = new FormData(event.currentTarget as HTMLFormElement);
    const [name, title] = ['name', 'title'].map((field) => {
      const value = entered.get(field);
      return typeof value === 'string' ? value.trim() : '';
    });
    this.#nameWrong = !name;
    if (!name) {
      this.#draw();
      return this.#dialog.querySelector<HTMLElement>('[name="name"]')?.focus();
    }
    await this.#try(async () => {
      this.#take(await source.save({ name, title: title ?? '' }, signal));
      this.#dialog.close();
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.#busy = true;
    this.#wrong = '';
    this.#draw();
    try {
      await work();
    } catch (error) {
      if (this.#options.signal.aborted) return;
      if (!(error instanceof ProtocolError)) throw error;
      this.#wrong = this.#options.localizer.error(error.code);
    } finally {
      this.#busy = false;
    }
    this.#draw();
  }

  #draw(): void {
    const { localizer } = this.#options;
    render(
      html`${dialogHead('persona-title', localizer.text('persona-title'), localizer, () => this.#dialog.close())}
        ${this.#author ? this.#form(this.#author) : nothing}
        <p class="problem" role="alert" ?hidden=${this.#wrong === ''}>${this.#wrong}</p>`,
      this.#dialog,
    );
  }

  #form(author: Author): TemplateResult {
    const { localizer } = this.#options;
    const wrong = this.#nameWrong;
    return html`<form novalidate @submit=${(event: SubmitEvent) => void this.#submit(event)}>
      ${this.#face.render(author)}
      <label class="card-row"
        ><span>${localizer.text('persona-name')}</span
        ><input
          name="name"
          maxlength="256"
          autocomplete="name"
          dir="auto"
          value=${author.name ?? ''}
          aria-invalid=${wrong ? 'true' : nothing}
          aria-describedby=${wrong ? 'persona-name-wrong' : nothing}
      /></label>
      <p class="problem" id="persona-name-wrong" ?hidden=${!wrong}>${localizer.text('field-name-missing')}</p>
      <label class="card-row"
        ><span>${localizer.text('persona-job')}</span
        ><input name="title" maxlength="256" autocomplete="organization-title" dir="auto" value=${author.title ?? ''}
      /></label>
      <button type="submit" class="button" aria-disabled=${this.#busy ? 'true' : 'false'}>
        ${localizer.text('persona-save')}
      </button>
    </form>`;
  }
}
