/**
 * Where files come into a composer: the button, and an ear for what is dragged, dropped and pasted. Nothing more: picker,
 * tray and all else are the part's in `features/files/`, loaded when somebody reaches for it or a file is there already.
 */
import { hasDraftFiles, type Chat, type ChatState } from '@support-chat/core';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { FileTray } from '../features/files/file-tray.js';
import type { FileSource } from '../features/files/plus-menu.js';
import type { VoiceEntry } from '../features/voice/voice-entry.js';
import { plusIcon } from '../icon-paths.js';
import { icon } from '../icons.js';
import type { Localizer } from '../localizer/localizer.js';

/** Whose files. */
export interface FileIntakeTarget {
  readonly chat: Chat;
  /** Files may be dropped anywhere on it. */
  readonly zone: HTMLElement;
  /** Brings further ways to make a file; default: there are none. */
  readonly source?: () => Promise<FileSource>;
  /** Brings the part that records, once files can be sent; absent: there is none. */
  readonly voice?: () => Promise<{ readonly open: (intake: FileIntake) => VoiceEntry }>;
}

export interface FileIntakeOptions extends FileIntakeTarget {
  /** Of the composer; the part puts what it shows before the field. */
  readonly container: HTMLElement;
  readonly localizer: () => Localizer;
  /** What went wrong with a file: to be said at once. */
  readonly onAlert: (text: string) => void;
  readonly signal: AbortSignal;
}

/** See the module. */
export class FileIntake {
  readonly options: FileIntakeOptions;
  #tray: Promise<FileTray> | undefined;
  #voice: Promise<VoiceEntry> | undefined;

  constructor(options: FileIntakeOptions) {
    this.options = options;
    const { zone, signal } = options;
    // A page that hears nothing of a drop is left for the file: nothing of this waits for the part.
    for (const type of ['dragenter', 'dragover', 'drop', 'paste'] as const) {
      zone.addEventListener(type, (event) => this.#hear(event), { signal });
    }
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
          class="icon-button attach"
          type="button"
          aria-label=${label}
          data-tip=${label}
          @pointerenter=${reach}
          @focus=${reach}
          @click=${() => this.#reach((tray) => tray.press())}
        >
          ${icon(plusIcon)}
        </button>`
      : nothing;
  }

  /** Shows the files of now, those that an earlier page has left among them. */
  update({ uploads }: ChatState): void {
    if (uploads.length > 0) this.#reach();
    // One that has not come is asked for again with the next change.
    this.#tray?.then((tray) => tray.update()).catch(() => undefined);
    if (this.takes) this.#voice ??= this.options.voice?.().then(({ open }) => open(this));
    this.#voice?.then((voice) => voice.update()).catch(() => (this.#voice = undefined));
  }

  #hear(event: DragEvent | ClipboardEvent): void {
    const data = 'dataTransfer' in event ? event.dataTransfer : event.clipboardData;
    if (!this.takes || !data) return;
    const { types } = data;
    if (event.type === 'paste' && !types.length) return this.#reach((tray) => tray.pastedNothing());
    // Words that were copied with their looks come with a picture of themselves.
    if (!types.includes('Files') || (event.type === 'paste' && types.includes('text/plain'))) return;
    event.preventDefault();
    const files = [...data.files];
    this.#reach(files.length > 0 ? (tray) => tray.take(files) : undefined);
  }

  /** Has the part at hand. One that has not come is asked for again. */
  tray(): Promise<FileTray> {
    return (this.#tray ??= Promise.all([import('../features/files/file-tray.js'), this.options.chat.files()]).then(
      ([{ FileTray }, files]) => new FileTray(this, files),
      (error: unknown) => {
        this.#tray = undefined;
        throw error;
      },
    ));
  }

  /** `next` is what it is wanted for. */
  #reach(next?: (tray: FileTray) => unknown): void {
    const { localizer, onAlert } = this.options;
    this.tray().then(next, () => next && onAlert(localizer().text('error-retry')));
  }
}
