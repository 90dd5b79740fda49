/**
 * Where files come into a composer: the button, and a word that something is dragged or pasted. Nothing more: picker,
 * tray and all else are the part's in `features/files/`, loaded when somebody reaches for it or a file is there already.
 */
import { hasDraftFiles, type Chat, type ChatState } from '@support-chat/core';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { FilePart } from '../features/files/file-part.js';
import type { FileTray } from '../features/files/file-tray.js';
import { clipIcon } from '../icon-paths.js';
import { icon } from '../icons.js';
import type { Localizer } from '../localizer/localizer.js';

export interface FileIntakeOptions {
  readonly chat: Chat;
  /** Files may be dropped anywhere on it. */
  readonly zone: HTMLElement;
  readonly localizer: () => Localizer;
  /** What went wrong with a file: to be said at once. */
  readonly onAlert: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Loads the part for files. */
export async function loadFilePart(): Promise<FilePart> {
  return (await import('../features/files/file-part.js')).filePart;
}

/** See the module. */
export class FileIntake {
  /** Stands above the field; the part fills it. */
  readonly host = document.createElement('div');
  readonly options: FileIntakeOptions;
  #tray: FileTray | undefined;

  constructor(options: FileIntakeOptions) {
    this.options = options;
    const { zone, signal } = options;
    zone.addEventListener('dragenter', () => this.#reach(), { signal });
    zone.addEventListener(
      'paste',
      (event) => {
        const files = [...(event.clipboardData?.files ?? [])];
        if (files.length === 0 || !this.takes) return;
        event.preventDefault();
        this.#reach((tray) => tray.take(files));
      },
      { signal },
    );
  }

  /** Files can be sent here. */
  get takes(): boolean {
    const { capabilities, site } = this.options.chat.getState();
    return capabilities?.upload === true && site?.files?.enabled !== false;
  }

  /** Some are beside the draft. */
  get some(): boolean {
    return hasDraftFiles(this.options.chat.getState());
  }

  /** The button for the composer's field. */
  button(): TemplateResult | typeof nothing {
    const label = this.options.localizer().text('composer-attach');
    const reach = (): void => this.#reach();
    return this.takes
      ? html`<button
          part="attach"
          class="attach"
          type="button"
          aria-label=${label}
          data-tip=${label}
          @pointerenter=${reach}
          @focus=${reach}
          @click=${() => this.#reach((tray) => tray.choose())}
        >
          ${icon(clipIcon)}
        </button>`
      : nothing;
  }

  update(state: ChatState): void {
    if (this.#tray) this.#tray.update(state);
    else if (state.uploads.length > 0) this.#reach();
  }

  /** Has the part at hand; `next` is what it is wanted for. */
  #reach(next?: (tray: FileTray) => unknown): void {
    const { localizer, onAlert, signal } = this.options;
    if (!this.takes && !this.some) return;
    if (this.#tray) return void next?.(this.#tray);
    void loadFilePart().then(
      ({ FileTray }) => {
        if (signal.aborted) return;
        // Also when nobody waits for it: it hears drops, and shows what an earlier page has left.
        const tray = (this.#tray ??= new FileTray(this));
        next?.(tray);
      },
      () => next && onAlert(localizer().text('error-retry')),
    );
  }
}
