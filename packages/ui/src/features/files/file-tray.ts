/**
 * The files beside the draft, above the composer's field: what each is, how far it got, and what can be done about it.
 * Also the place where a file that cannot be sent is refused with its reason, before a byte of it travels.
 */
import type { ChatFiles, UploadState } from '@support-chat/core';
import type { ErrorCode } from '@support-chat/protocol';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import type { FileIntake } from '../../composer/file-intake.js';
import { closeIcon } from '../../icon-paths.js';
import { icon } from '../../icons.js';
import { laterText } from '../../localizer/later-words.js';
import { fileWords } from '../../locales/features/files.js';
import { pasteWords } from '../../locales/features/paste.js';
import { voiceWords } from '../../locales/features/voice.js';
import { adoptStyles } from '../../styles/adopt-styles.js';
import { kindIcon, pauseIcon, playIcon } from './file-icons.js';
import { fileStyles } from './file-styles.js';
import { ObjectUrls } from './object-urls.js';
import { PlusMenu } from './plus-menu.js';
import { rulesOf, sizeText } from './rules.js';
import { takeFile } from './take-file.js';
import { isVoiceNote } from '../voice/voice-note.js';
import type * as voiceModule from '../voice/player.js';

/** A tray in a composer. */
export class FileTray {
  /** Where it stands. */
  readonly intake: FileIntake;
  readonly #files: ChatFiles;
  readonly #urls: ObjectUrls;
  readonly #input = document.createElement('input');
  readonly #host = document.createElement('div');
  #refusals: readonly string[] = [];
  readonly #menu: PlusMenu;
  /** The missing file that the picker was opened for. */
  #wanted: UploadState | undefined;
  #voice: typeof voiceModule | undefined;
  #voiceLoading: Promise<void> | undefined;
  readonly #players = new Map<string, voiceModule.Player>();

  constructor(intake: FileIntake, files: ChatFiles) {
    this.intake = intake;
    this.#files = files;
    const { container, zone, signal } = intake.options;
    this.#urls = new ObjectUrls(files, signal);
    adoptStyles(zone.getRootNode() as ShadowRoot, fileStyles);
    this.#input.type = 'file';
    this.#input.multiple = true;
    this.#input.hidden = true;
    this.#input.addEventListener('change', () => {
      // The list empties itself with the value.
      void this.take([...(this.#input.files ?? [])]);
      this.#input.value = '';
    });
    this.#menu = new PlusMenu(this, intake);
    this.#input.addEventListener('cancel', () => (this.#wanted = undefined));
    container.prepend(this.#input, this.#host);
    this.#showDrops(zone, signal);
    signal.addEventListener(
      'abort',
      () => {
        this.#input.remove();
        this.#host.remove();
      },
      { once: true },
    );
    this.update();
  }

  /** The button for files was pressed. */
  press(): Promise<void> {
    return this.#menu.press();
  }

  /** Opens the camera of a device that has one, else the picker. */
  photograph(): void {
    this.#wanted = undefined;
    this.#input.accept = 'image/*';
    this.#input.setAttribute('capture', 'environment');
    this.#input.click();
    this.#input.removeAttribute('capture');
  }

  /** Says why there is no file, where refusals stand and aloud. */
  tell(text: string): void {
    this.#refusals = [text];
    this.intake.options.onAlert(text);
    this.update();
  }

  /** Somebody pasted, and there was neither a file nor words. */
  async pastedNothing(): Promise<void> {
    this.tell(await laterText(this.intake.options.localizer(), pasteWords, 'paste-nothing'));
  }

  /** Opens the picker; what may be sent is what can be chosen. @param wanted - the missing file that it is opened for */
  choose(wanted?: UploadState): void {
    this.#wanted = wanted;
    const { endings } = rulesOf(this.intake.options.chat.getState());
    this.#input.accept = endings.map((ending) => `.${ending}`).join();
    this.#input.click();
  }

  /** Takes files in the order they were given. */
  async take(files: readonly File[]): Promise<void> {
    const { chat, onAlert } = this.intake.options;
    const wanted = this.#wanted;
    this.#wanted = undefined;
    this.#refusals = [];
    for (const file of files) {
      const taken = await takeFile(file, rulesOf(chat.getState()));
      if (typeof taken === 'string') this.#refuse(file.name, taken);
      else if (!wanted) this.#files.add(taken.bytes, taken.facts);
      else if (taken.facts.name === wanted.file.name && taken.bytes.size === wanted.file.size) {
        this.#files.add(taken.bytes, { ...taken.facts, id: wanted.id });
      } else this.#refusals = [this.#words.text('files-other', { name: wanted.file.name })];
    }
    if (this.#refusals.length > 0) onAlert(this.#refusals.join(' '));
    this.update();
  }

  /** Brings the person to the file that came last: to what plays it, where something does. */
  async focusNewest(): Promise<void> {
    await this.#voiceLoading;
    [...this.#host.querySelectorAll('.upload')].at(-1)?.querySelector('button')?.focus();
  }

  /** Shows the files of now. */
  update(): void {
    const all = this.intake.options.chat.getState().uploads;
    this.#urls.keepOnly(all);
    for (const id of this.#players.keys()) if (!all.some((one) => one.id === id)) this.#players.delete(id);
    const uploads = all.filter(({ message, phase }) => message === null || phase === 'missing');
    const words = this.#words;
    render(
      html`${this.#refusals.map(
        (text, index) =>
          html`<p class="refusal" part="refusal">
            <span><bdi>${text}</bdi></span>
            ${this.#button(closeIcon, words.text('teaser-dismiss'), () => {
              this.#refusals = this.#refusals.filter((_, at) => at !== index);
              this.update();
            })}
          </p>`,
      )}${
        uploads.length > 0
          ? html`<ul class="tray" part="tray" aria-label=${words.text('files-tray')}>
              ${uploads.map((upload) => this.#row(upload))}
            </ul>`
          : nothing
      }`,
      this.#host,
    );
  }

  /** Where it is dropped is heard by the intake, which is there before this. */
  #showDrops(zone: HTMLElement, signal: AbortSignal): void {
    const show = (type: 'dragover' | 'dragleave' | 'drop', over: (event: DragEvent) => boolean): void =>
      zone.addEventListener(type, (event) => zone.classList.toggle('dropping', over(event)), { signal });
    show('dragover', ({ defaultPrevented }) => defaultPrevented);
    show('dragleave', ({ relatedTarget }) => zone.contains(relatedTarget as Node | null));
    show('drop', () => false);
  }

  get #words() {
    return this.intake.options.localizer().extended(fileWords);
  }

  #row(upload: UploadState): TemplateResult {
    const { chat } = this.intake.options;
    const { id, file, phase, sent, message } = upload;
    const words = this.#words;
    const name = isVoiceNote(file.name) ? words.extended(voiceWords).text('voice-note') : file.name;
    const player = this.#player(upload);
    const detail = `${sizeText(file.size, words.locale)} · ${this.#state(upload)}`;
    player?.setNote(detail);
    const again = (): void => chat.dispatch({ type: 'resume-upload', id });
    const running = phase === 'uploading' || phase === 'waiting';
    return html`<li class="upload ${phase}" part="upload">
      ${
        player?.element ??
        html`${this.#thumb(upload)}
          <div class="facts">
            <bdi class="file-name">${name}</bdi>
            <span class="detail">${detail}</span>
            ${
              running || phase === 'paused'
                ? html`<progress max=${file.size} .value=${sent} aria-label=${name}></progress>`
                : nothing
            }
          </div>`
      }
      ${
        phase === 'missing'
          ? html`<button type="button" class="text-button" @click=${() => this.choose(upload)}>
              ${words.text('composer-attach')}
            </button>`
          : nothing
      }
      ${running ? this.#button(pauseIcon, words.text('files-pause', { name }), () => chat.dispatch({ type: 'pause-upload', id })) : nothing}
      ${phase === 'paused' || phase === 'failed' ? this.#button(playIcon, words.text('files-resume', { name }), again) : nothing}
      ${this.#button(closeIcon, words.text('files-remove', { name }), () =>
        chat.dispatch(message === null ? { type: 'detach', id } : { type: 'discard', id: message }),
      )}
    </li>`;
  }

  /** What plays a sound; undefined for all else, and as long as the part is not here. */
  #player({ id, file, phase }: UploadState): voiceModule.Player | undefined {
    if (!file.type.startsWith('audio/') || phase === 'failed') return undefined;
    const bytes = this.#files.get(id);
    const url = this.#urls.of(id);
    if (!(bytes instanceof Blob) || url === undefined) return undefined;
    if (!this.#voice) {
      this.#voiceLoading ??= this.#loadVoice();
      return undefined;
    }
    const localizer = this.intake.options.localizer();
    const known = this.#players.get(id);
    known?.setLocalizer(localizer);
    if (known) return known;
    const source = { url, bytes: () => bytes.arrayBuffer() };
    const { name, size } = file;
    const player = new this.#voice.Player({ name, size, localizer, source: () => Promise.resolve(source) });
    this.#players.set(id, player);
    void player.load();
    return player;
  }

  /** What does not come leaves the sound as any other file, until the tray changes. */
  async #loadVoice(): Promise<void> {
    try {
      this.#voice = await import('../voice/player.js');
      adoptStyles(this.intake.options.zone.getRootNode() as ShadowRoot, this.#voice.voiceStyles);
      this.update();
    } catch {
      this.#voiceLoading = undefined;
    }
  }

  #state({ phase, problem, sent, file }: UploadState): string {
    const words = this.#words;
    if (phase === 'failed' || (phase === 'waiting' && problem)) {
      return problem ? words.error(problem.code) : words.text('error-never');
    }
    if (phase === 'waiting') return words.text('state-queued');
    if (phase === 'ready' || phase === 'missing') return words.text(`files-${phase}`);
    return new Intl.NumberFormat(words.locale, { style: 'percent' }).format(sent / Math.max(1, file.size));
  }

  #thumb({ id, file }: UploadState): TemplateResult {
    const url = /^(?:image|video)\//u.test(file.type) ? this.#urls.of(id) : undefined;
    return html`<span class="thumb"
      >${
        url === undefined
          ? icon(kindIcon(file.type))
          : file.type.startsWith('image/')
            ? html`<img src=${url} alt="" />`
            : html`<video src=${url} muted preload="metadata"></video>`
      }</span
    >`;
  }

  #button(path: string, label: string, press: () => void): TemplateResult {
    return html`<button type="button" class="icon-button" aria-label=${label} data-tip=${label} @click=${press}>
      ${icon(path)}
    </button>`;
  }

  #refuse(name: string, code: ErrorCode): void {
    const { chat } = this.intake.options;
    const words = this.#words;
    const { endings, maxSize } = rulesOf(chat.getState());
    const rule =
      code === 'file-type-refused'
        ? words.text('files-rule-types', { list: endings.join(', ') })
        : code === 'file-too-large'
          ? `(≤ ${sizeText(maxSize, words.locale)})`
          : '';
    this.#refusals = [...this.#refusals, `${name}: ${words.error(code)} ${rule}`.trim()];
  }
}
