/**
 * The face of an agent, and how it becomes another one: chosen from the device or taken back, at once. Owns what was said of
 * the last attempt; the face itself is its host's.
 */
import { ProtocolError, type Author } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../../desk-localizer.js';
import { face } from '../../face.js';
import { squarePicture } from './square-picture.js';

interface FaceFieldOptions {
  readonly localizer: () => DeskLocalizer;
  /** Stores another picture, or none. @throws a coded `ProtocolError` */
  readonly store: (picture: Blob | null) => Promise<Author>;
  readonly onChange: (author: Author) => void;
  /** Draws it again. */
  readonly changed: () => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** See the module. */
export class FaceField {
  readonly #options: FaceFieldOptions;
  #busy = false;
  #done = false;
  #wrong = '';

  constructor(options: FaceFieldOptions) {
    this.#options = options;
  }

  render(author: Author): TemplateResult {
    const localizer = this.#options.localizer();
    const choose = (event: Event): void => {
      const input = event.currentTarget as HTMLInputElement;
      const [picture] = input.files ?? [];
      input.value = ''; // the same picture again is a choice again
      if (picture) void this.#set(() => squarePicture(picture));
    };
    return html`<div class="face-field" role="group" aria-label=${localizer.text('persona-face')}>
      ${face(author, localizer)}
      <div class="face-choices">
        <label class="button small quiet" aria-disabled=${this.#busy ? 'true' : 'false'}
          >${localizer.text(author.avatarUrl ? 'persona-face-other' : 'persona-face-choose')}<input
            class="visually-hidden"
            type="file"
            accept="image/png,image/jpeg,image/webp"
            @change=${choose}
        /></label>
        ${
          author.avatarUrl
            ? html`<button
                type="button"
                class="button small quiet"
                aria-disabled=${this.#busy ? 'true' : 'false'}
                @click=${() => void this.#set(() => Promise.resolve(null))}
              >
                ${localizer.text('persona-face-remove')}
              </button>`
            : nothing
        }
        <p class="visually-hidden" role="status">${this.#done ? localizer.text('persona-face-changed') : nothing}</p>
        <p class="problem" role="alert" ?hidden=${this.#wrong === ''}>${this.#wrong}</p>
      </div>
    </div>`;
  }

  async #set(make: () => Promise<Blob | null>): Promise<void> {
    if (this.#busy) return;
    const { store, onChange, changed, signal, localizer } = this.#options;
    [this.#busy, this.#done, this.#wrong] = [true, false, ''];
    changed();
    try {
      const picture = await make().catch((cause: unknown) => {
        throw new ProtocolError('file-type-refused', { cause });
      });
      onChange(await store(picture));
      this.#done = true;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProtocolError)) throw error;
      this.#wrong =
        error.code === 'file-type-refused' ? localizer().text('persona-face-refused') : localizer().error(error.code);
    } finally {
      this.#busy = false;
    }
    changed();
  }
}
