/**
 * The files of messages in the log, a chunk of its own: pictures with their place reserved, films, cards. Fills the slots
 * that rows hold. Sounds have a player, loaded with the first of them. Owns the links to them, which are good for minutes only and asked for when a file comes near the screen.
 */
import type { Chat, ChatFiles, ChatState, UploadState } from '@support-chat/core';
import type { Attachment, SentAttachment } from '@support-chat/protocol';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { icon } from '../../icons.js';
import type { MessageKey } from '../../locales/messages.js';
import { fileWords } from '../../locales/features/files.js';
import type { Localizer } from '../../localizer/localizer.js';
import type { Announcer } from '../../log/announcer.js';
import type { FileSlot, SlotFiller } from '../../log/row-slots.js';
import { adoptStyles } from '../../styles/adopt-styles.js';
import { fileStyles } from './file-styles.js';
import { downloadIcon, kindIcon } from './file-icons.js';
import { ObjectUrls } from './object-urls.js';
import { sizeText } from './rules.js';
import { openViewer } from './viewer.js';
import type * as voiceModule from '../voice/player.js';

/** Longest sides of a picture in the log, pixels. */
const PICTURE = { width: 260, height: 320 };
/** Shortest width, so that it can be seen and pressed. */
const SMALLEST = 48;

interface AttachmentsOptions {
  /** Of the chat; absent: messages name their files and show none. */
  readonly files?: Chat['files'];
  /** The log; the viewer opens in it. */
  readonly container: HTMLElement;
  readonly announcer: Announcer;
  readonly signal: AbortSignal;
}

type PresentOptions = Omit<AttachmentsOptions, 'files'> & { readonly files: ChatFiles };
type FileLocalizer = Localizer<MessageKey | keyof typeof fileWords>;
type Shown = SentAttachment & Partial<Pick<Attachment, 'url'>>;

/** Makes what fills the slots for files. Rejects when the chat's own part does not come. */
export async function createAttachments({ files, ...options }: AttachmentsOptions): Promise<SlotFiller> {
  return files ? new Attachments({ ...options, files: await files() }) : { fill: () => undefined };
}

class Attachments implements SlotFiller {
  readonly #options: PresentOptions;
  readonly #urls: ObjectUrls;
  readonly #near: IntersectionObserver;
  readonly #file = new WeakMap<Element, Shown>();
  #voice: typeof voiceModule | undefined;
  #voiceLoading: Promise<typeof voiceModule> | undefined;
  /** The players of a slot, by the id of their file: one that plays is the same when its message is rendered again. */
  readonly #players = new WeakMap<FileSlot, Map<string, voiceModule.Player>>();
  readonly #playerOf = new WeakMap<Element, voiceModule.Player>();
  /** What a slot shows was made of this. */
  readonly #shown = new WeakMap<FileSlot, readonly unknown[]>();
  #state: ChatState | undefined;
  #base: Localizer | undefined;
  #words: FileLocalizer | undefined;

  constructor(options: PresentOptions) {
    this.#options = options;
    const { container, files, signal } = options;
    const root = container.getRootNode();
    if ('host' in root) adoptStyles(root as ShadowRoot, fileStyles);
    this.#urls = new ObjectUrls(files, signal);
    this.#near = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (isIntersecting) void this.#load(target as HTMLImageElement | HTMLVideoElement);
        }
      },
      { root: container, rootMargin: '400px' },
    );
    signal.addEventListener('abort', () => this.#near.disconnect(), { once: true });
  }

  fill(slots: readonly FileSlot[], state: ChatState, localizer: Localizer): void {
    this.#state = state;
    const { uploads } = state;
    if (localizer !== this.#base) this.#words = (this.#base = localizer).extended(fileWords);
    const words = this.#words;
    for (const slot of slots) {
      const { files = [] } = slot;
      const under = uploads.length === 0 ? [] : files.map(({ id }) => uploads.find((one) => one.id === id));
      const made = [localizer, files, ...under];
      const before = this.#shown.get(slot);
      if (!words || (before?.length === made.length && made.every((one, index) => one === before[index]))) continue;
      this.#shown.set(slot, made);
      // A row that shows another message now: nothing of the files before may stay in it.
      if (before && before[1] !== files) render(nothing, slot);
      render(
        html`<div class="files" part="attachments">
          ${files.map((file, index) => this.#attachment(file, under[index], words, slot))}
        </div>`,
        slot,
      );
      slot.classList.add('filled');
      this.#rendered(slot, files);
    }
  }

  #attachment(file: Shown, upload: UploadState | undefined, words: FileLocalizer, slot: FileSlot): TemplateResult {
    const player = file.type.startsWith('audio/') ? this.#player(file, slot) : undefined;
    return html`<div class="file" part="attachment">
      ${player?.element ?? this.#face(file, words)}${upload ? progress(upload) : nothing}
    </div>`;
  }
  #face(file: Shown, words: FileLocalizer): TemplateResult {
    const { name, type, size, width, height } = file;
    if (type.startsWith('image/') && width && height) {
      return html`<button
        type="button"
        class="picture"
        aria-label=${words.text('files-view', { name })}
        @click=${() => this.#press(file, (url) => openViewer(this.#options.container, url, name, words.text('close')))}
      >
        <img alt="" />
      </button>`;
    }
    const card = html`<button
      type="button"
      class="file-card"
      aria-label=${`${words.text('files-download', { name })}, ${sizeText(size, words.locale)}`}
      @click=${() => this.#download(file)}
    >
      ${icon(kindIcon(type))}
      <span class="facts"
        ><bdi class="file-name">${name}</bdi><span class="detail">${sizeText(size, words.locale)}</span></span
      >${icon(downloadIcon)}
    </button>`;
    if (type.startsWith('video/')) {
      return html`<video class="film" controls preload="metadata" aria-label=${name}></video>${card}`;
    }
    return card;
  }

  /** What plays a file; undefined as long as the part is not here: its card stands for it. */
  #player({ id, name, size }: Shown, slot: FileSlot): voiceModule.Player | undefined {
    const localizer = this.#base;
    if (!this.#voice || !localizer) {
      void this.#loadVoice(slot);
      return undefined;
    }
    const players = this.#players.get(slot) ?? new Map<string, voiceModule.Player>();
    this.#players.set(slot, players);
    const known = players.get(id);
    known?.setLocalizer(localizer);
    if (known) return known;
    const fileNow = (): Shown => this.#file.get(player.element) ?? { id, name, type: '', size };
    const player = new this.#voice.Player({
      name,
      size,
      localizer,
      source: () => this.#sound(fileNow()),
      onDownload: () => void this.#download(fileNow()),
    });
    players.set(id, player);
    this.#playerOf.set(player.element, player);
    return player;
  }

  async #loadVoice(slot: FileSlot): Promise<void> {
    try {
      this.#voice = await (this.#voiceLoading ??= import('../voice/player.js'));
    } catch {
      return (this.#voiceLoading = undefined); // the card downloads it; the next rendering asks again
    }
    const { container, signal } = this.#options;
    if (signal.aborted || !this.#state || !this.#base) return;
    const root = container.getRootNode();
    if ('host' in root) adoptStyles(root as ShadowRoot, this.#voice.voiceStyles);
    this.#shown.delete(slot);
    this.fill([slot], this.#state, this.#base);
  }

  /** Looks after what was rendered: sizes that no markup may set, and addresses. */
  #rendered(slot: FileSlot, files: readonly Shown[]): void {
    for (const [index, element] of [...slot.querySelectorAll('.file')].entries()) {
      const file = files[index];
      const media = element.querySelector<HTMLElement>('img, video, .voice');
      if (!file || !media) continue;
      const known = this.#file.has(media);
      this.#file.set(media, file);
      if (known) continue;
      // A link that is too old by now, as a film's that is played late.
      media.addEventListener('error', () => this.#askAgain(media), { once: true });
      const { width, height } = file;
      if (media.parentElement?.matches('.picture') && width && height) {
        const scale = Math.min(1, PICTURE.width / width, PICTURE.height / height);
        media.style.aspectRatio = `${width} / ${height}`;
        media.style.inlineSize = `${Math.max(SMALLEST, Math.round(width * scale))}px`;
      }
      this.#near.observe(media);
    }
  }

  async #load(media: HTMLImageElement | HTMLVideoElement): Promise<void> {
    this.#near.unobserve(media);
    const player = this.#playerOf.get(media);
    if (player) return player.load();
    const file = this.#file.get(media);
    const url = file && (await this.#link(file));
    if (url !== undefined) media.src = url;
    else this.#askAgain(media);
  }

  /** With the next rendering. */
  #askAgain(media: Element): void {
    const slot = media.closest<FileSlot>('.file-slot');
    this.#file.delete(media);
    if (slot) this.#shown.delete(slot);
  }

  async #sound(file: Shown): Promise<voiceModule.SoundSource | undefined> {
    const url = await this.#link(file);
    if (url === undefined) return undefined;
    const own = this.#urls.bytesOf(file.id);
    const bytes = async (): Promise<ArrayBuffer> => (own ?? (await fetch(url))).arrayBuffer();
    return { url, bytes };
  }

  async #press(file: Shown, use: (url: string) => void): Promise<void> {
    const url = await this.#link(file);
    if (url === undefined) this.#options.announcer.alert(this.#words?.error('upload-unknown') ?? '');
    else use(url);
  }

  /** Saves it; what its back end lets be seen in place, PDF for one, gets a tab of its own: the page stays. */
  #download(file: Shown): Promise<void> {
    return this.#press(file, (href) => {
      const link = document.createElement('a');
      const target = href === file.url ? '_blank' : '';
      Object.assign(link, { href, download: file.name, rel: 'noopener', target });
      link.click();
    });
  }

  /** The bytes that are still here, else where the back end has them; undefined when it will not say. */
  async #link(file: Shown): Promise<string | undefined> {
    const own = this.#urls.of(file.id);
    if (own !== undefined) return own;
    if (file.url === undefined) return undefined;
    try {
      const url = await this.#options.files.link({ ...file, url: file.url });
      // What is shown to nobody without a token, its adapter has loaded: such an address is never a message's own.
      return /^https?:\/\//iu.test(url) || (url !== file.url && url.startsWith('blob:')) ? url : undefined;
    } catch {
      return undefined; // whoever asked says so, or asks again
    }
  }
}

function progress({ phase, sent, file }: UploadState): TemplateResult | typeof nothing {
  if (phase === 'ready') return nothing;
  return html`<progress max=${file.size} .value=${sent} aria-label=${file.name}></progress>`;
}
