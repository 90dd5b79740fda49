/**
 * The files of a message in the log: pictures with their place reserved, players, cards. Owns the links to them, which are
 * good for minutes only and asked for when a file comes near the screen; knows nothing of rows.
 */
import type { ChatFiles, ChatState, UploadState } from '@support-chat/core';
import type { Attachment, SentAttachment } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { closeIcon } from '../../icon-paths.js';
import { icon } from '../../icons.js';
import type { MessageKey } from '../../locales/messages.js';
import { fileWords } from '../../locales/features/files.js';
import type { Localizer } from '../../localizer/localizer.js';
import { adoptStyles } from '../../styles/adopt-styles.js';
import { fileStyles } from './file-styles.js';
import { downloadIcon, kindIcon } from './file-icons.js';
import { ObjectUrls } from './object-urls.js';
import { sizeText } from './rules.js';

/** Longest sides of a picture in the log, pixels. */
const PICTURE = { width: 260, height: 320 };

interface ViewOptions {
  readonly files: ChatFiles;
  /** The log; the viewer opens in it. */
  readonly container: HTMLElement;
  readonly onAlert: (text: string) => void;
  readonly signal: AbortSignal;
}

type FileWord = MessageKey | keyof typeof fileWords;
type Shown = SentAttachment & Partial<Pick<Attachment, 'url'>>;

/** See the module. */
export class AttachmentView {
  readonly #options: ViewOptions;
  readonly #urls: ObjectUrls;
  readonly #known = new Map<string, Shown>();
  readonly #near: IntersectionObserver;

  constructor(options: ViewOptions) {
    this.#options = options;
    adoptStyles(options.container.getRootNode() as ShadowRoot, fileStyles);
    this.#urls = new ObjectUrls(options.files, options.signal);
    this.#near = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) if (isIntersecting) void this.#show(target as HTMLElement);
      },
      { root: options.container, rootMargin: '400px' },
    );
    options.signal.addEventListener('abort', () => this.#near.disconnect(), { once: true });
  }

  /** The files of one message. */
  list(attachments: readonly Shown[], { uploads }: ChatState, language: Localizer): TemplateResult {
    const words = language.extended(fileWords);
    return html`<div class="files" part="attachments">
      ${attachments.map((one) => {
        this.#known.set(one.id, one);
        const upload = uploads.find(({ id }) => id === one.id);
        return html`<div class="file" part="attachment">
          ${this.#face(one, words)}${upload ? progress(upload) : nothing}
        </div>`;
      })}
    </div>`;
  }

  /** Looks after what was rendered into an element. */
  rendered(element: Element): void {
    for (const media of element.querySelectorAll('[data-file]:not([data-near])')) {
      media.setAttribute('data-near', '');
      this.#near.observe(media);
    }
    for (const media of element.querySelectorAll<HTMLElement>('[data-ratio]')) {
      media.style.aspectRatio = media.dataset['ratio'] ?? '';
      media.style.inlineSize = `${media.dataset['width']}px`;
    }
  }

  /** A picture was pressed, or a card. */
  async press(button: HTMLElement, language: Localizer): Promise<void> {
    const file = this.#known.get(button.dataset['id'] ?? '');
    if (!file) return;
    const words = language.extended(fileWords);
    const url = await this.#link(file);
    if (url === undefined) this.#options.onAlert(words.error('upload-unknown'));
    else if (button.dataset['action'] === 'view-file') this.#view(url, file, words);
    else {
      const link = document.createElement('a');
      Object.assign(link, { href: url, download: file.name, rel: 'noopener' });
      link.click();
    }
  }

  #face(file: Shown, words: Localizer<FileWord>): TemplateResult {
    const { id, name, type, size, width, height } = file;
    if (type.startsWith('image/') && width && height) {
      const scale = Math.min(1, PICTURE.width / width, PICTURE.height / height);
      return html`<button
        type="button"
        class="picture"
        data-action="view-file"
        data-id=${id}
        aria-label=${words.text('files-view', { name })}
        data-ratio="${width} / ${height}"
        data-width=${Math.max(48, Math.round(width * scale))}
      >
        <img alt="" data-file=${id} />
      </button>`;
    }
    const card = html`<button
      type="button"
      class="card"
      data-action="open-file"
      data-id=${id}
      aria-label=${`${words.text('files-download', { name })}, ${sizeText(size, words.locale)}`}
    >
      ${icon(kindIcon(type))}
      <span class="facts"
        ><bdi class="file-name">${name}</bdi><span class="detail">${sizeText(size, words.locale)}</span></span
      >${icon(downloadIcon)}
    </button>`;
    if (type.startsWith('video/')) {
      return html`<video class="film" controls preload="metadata" aria-label=${name} data-file=${id}></video>${card}`;
    }
    if (type.startsWith('audio/')) {
      return html`<audio class="sound" controls preload="metadata" aria-label=${name} data-file=${id}></audio>${card}`;
    }
    return card;
  }

  async #show(media: HTMLElement): Promise<void> {
    this.#near.unobserve(media);
    const file = this.#known.get(media.dataset['file'] ?? '');
    const url = file && (await this.#link(file));
    if (url !== undefined) (media as HTMLImageElement).src = url;
    else media.removeAttribute('data-near'); // the next rendering asks again
  }

  /** The bytes that are still here, else where the back end has them; undefined when it will not say. */
  async #link(file: Shown): Promise<string | undefined> {
    const own = this.#urls.of(file.id);
    if (own !== undefined) return own;
    if (file.url === undefined) return undefined;
    try {
      const url = await this.#options.files.link({ ...file, url: file.url });
      return /^https?:\/\//iu.test(url) ? url : undefined;
    } catch {
      return undefined; // whoever asked says so, or asks again
    }
  }

  #view(url: string, { name }: Shown, words: Localizer<FileWord>): void {
    const dialog = document.createElement('dialog');
    dialog.className = 'viewer';
    dialog.part.add('viewer');
    dialog.ariaLabel = name;
    const picture = document.createElement('img');
    Object.assign(picture, { src: url, alt: name });
    const close = document.createElement('button');
    Object.assign(close, { type: 'button', className: 'icon-button', ariaLabel: words.text('close') });
    const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    drawing.setAttribute('viewBox', '0 0 24 24');
    drawing.setAttribute('class', 'icon');
    drawing.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', closeIcon);
    drawing.append(path);
    close.append(drawing);
    dialog.append(picture, close);
    dialog.addEventListener('click', () => dialog.close());
    // Escape closes the picture, not the chat.
    dialog.addEventListener('keydown', (event) => event.stopPropagation());
    dialog.addEventListener('cancel', (event) => event.stopPropagation());
    dialog.addEventListener('close', () => dialog.remove(), { once: true });
    this.#options.container.append(dialog);
    dialog.showModal();
  }
}

function progress({ phase, sent, file }: UploadState): TemplateResult | typeof nothing {
  if (phase === 'ready') return nothing;
  return html`<progress max=${file.size} .value=${sent} aria-label=${file.name}></progress>`;
}
