/**
 * What the plus button leads to. Where there is nothing but files it opens their picker; else a menu of the ways in which a
 * file comes about: chosen, photographed, and what the composer's owner has beside.
 */
import { nothing, render } from 'lit/html.js';
import type { FileIntake } from '../../composer/file-intake.js';
import { fileWords } from '../../locales/features/files.js';
import { adoptStyles } from '../../styles/adopt-styles.js';
import { commandMenu, focusMenu, type MenuCommand } from '../menu/command-menu.js';
import { menuStyles } from '../menu/menu-styles.js';
import { cameraIcon, clipIcon } from './file-icons.js';
import type { FileTray } from './file-tray.js';

/** Ways to make a file that come with a composer's owner; a module, loaded with the tray. */
export interface FileSource {
  /** Those of now. */
  commands(tray: FileTray): readonly MenuCommand[];
}

/** See the module. */
export class PlusMenu {
  readonly #tray: FileTray;
  readonly #intake: FileIntake;
  readonly #host = document.createElement('div');
  readonly #source: Promise<FileSource | undefined>;

  constructor(tray: FileTray, intake: FileIntake) {
    this.#tray = tray;
    this.#intake = intake;
    const { container, zone, source, signal } = intake.options;
    this.#host.className = 'plus-menu';
    container.prepend(this.#host);
    adoptStyles(zone.getRootNode() as ShadowRoot, menuStyles);
    // What has not come is not offered; files can be chosen all the same.
    this.#source = Promise.resolve(source?.()).catch(() => undefined);
    void this.#source.then((found) => {
      if (this.#commands(found).length > 0) this.#button?.setAttribute('aria-haspopup', 'menu');
    });
    this.#host.addEventListener('focusout', ({ relatedTarget }) => {
      const to = relatedTarget as Node | null;
      if (to && !this.#host.contains(to) && to !== this.#button) this.#close();
    });
    signal.addEventListener('abort', () => this.#host.remove(), { once: true });
  }

  /** The button was pressed. */
  async press(): Promise<void> {
    if (this.#host.firstElementChild) return this.#close();
    const commands = this.#commands(await this.#source);
    if (commands.length === 0) return this.#tray.choose();
    const words = this.#intake.options.localizer().extended(fileWords);
    const label = words.text('composer-attach');
    const choose = { label, path: clipIcon, run: () => this.#tray.choose() };
    render(
      commandMenu({
        label,
        commands: [choose, ...commands],
        onClose: () => {
          this.#close();
          this.#button?.focus();
        },
      }),
      this.#host,
    );
    this.#button?.setAttribute('aria-expanded', 'true');
    focusMenu(this.#host);
  }

  /** All but choosing a file. */
  #commands(source?: FileSource): readonly MenuCommand[] {
    const words = this.#intake.options.localizer().extended(fileWords);
    const photo = { label: words.text('files-photo'), path: cameraIcon, run: () => this.#tray.photograph() };
    // A camera at hand is what a finger is a sign of.
    return [...(matchMedia('(pointer: coarse)').matches ? [photo] : []), ...(source?.commands(this.#tray) ?? [])];
  }

  get #button(): HTMLElement | null {
    return this.#intake.options.container.querySelector('.attach');
  }

  #close(): void {
    render(nothing, this.#host);
    this.#button?.setAttribute('aria-expanded', 'false');
  }
}
