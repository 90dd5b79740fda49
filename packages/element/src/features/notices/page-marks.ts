/**
 * What a page that nobody is looking at shows of unread messages: their number before its title, a dot on its icon (V23). All
 * of it goes again when somebody looks, when there is nothing unread, and with the element.
 */

const SIZE = 32;
const DOT = '#d3302f';

/** See the module. */
export class PageMarks {
  #unread = 0;
  /** What stands before the title now. */
  #prefix = '';
  /** Icons whose address was replaced, and the address they had; null for one that was added. */
  readonly #icons = new Map<HTMLLinkElement, string | null>();

  /** @param signal - takes everything back */
  constructor(signal: AbortSignal) {
    document.addEventListener('visibilitychange', () => this.#update(), { signal });
    signal.addEventListener('abort', () => this.show(0), { once: true });
  }

  /** There are that many unread messages. */
  show(unread: number): void {
    if (unread === this.#unread) return;
    this.#unread = unread;
    this.#update();
  }

  #update(): void {
    const count = document.hidden ? this.#unread : 0;
    this.#markTitle(count ? `(${count}) ` : '');
    if (count) void this.#markIcon();
    else this.#restoreIcon();
  }

  /** The page may have given itself another title meanwhile: only what stands before it is ours. */
  #markTitle(prefix: string): void {
    const { title } = document;
    const own = this.#prefix && title.startsWith(this.#prefix) ? title.slice(this.#prefix.length) : title;
    this.#prefix = prefix;
    if (title !== prefix + own) document.title = prefix + own;
  }

  async #markIcon(): Promise<void> {
    if (this.#icons.size > 0) return;
    const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')];
    if (links.length === 0) {
      const link = document.createElement('link');
      link.rel = 'icon';
      document.head.append(link);
      this.#icons.set(link, null);
    } else for (const link of links) this.#icons.set(link, link.href);
    const marked = await dotted(links[0]?.href);
    if (marked) for (const link of this.#icons.keys()) link.href = marked;
  }

  #restoreIcon(): void {
    for (const [link, href] of this.#icons) {
      if (href === null) link.remove();
      else link.href = href;
    }
    this.#icons.clear();
  }
}

/** The icon with a dot, or the dot alone where the icon is another site's or does not come; null without a canvas. */
async function dotted(href: string | undefined): Promise<string | null> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext('2d');
  if (!context) return null;
  if (href?.startsWith(location.origin) || href?.startsWith('data:')) {
    const image = new Image();
    image.src = href;
    await image.decode().then(
      () => context.drawImage(image, 0, 0, SIZE, SIZE),
      () => undefined, // the dot alone says it too
    );
  }
  context.fillStyle = DOT;
  context.beginPath();
  context.arc(SIZE * 0.7, SIZE * 0.3, SIZE * 0.28, 0, 2 * Math.PI);
  context.fill();
  return canvas.toDataURL();
}
