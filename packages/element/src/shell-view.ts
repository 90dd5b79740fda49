/**
 * The shell's part of the shadow tree: the launcher. Plain DOM, no Lit. It shows what it is told and reports
 * presses; it knows neither the conversation nor the panel.
 */
import { adoptStyles, messageCircleIcon, shellTokens } from '@support-chat/ui';
import { create, drawIcon } from './create.js';
import { shellStyles } from './shell-styles.js';

/** What a person can do to the shell. */
export interface ShellPresses {
  toggle(): void;
  /** The person is about to press: hover, focus or touch. */
  intend(): void;
}

/** Builds and updates the shell inside a shadow root. */
export class ShellView {
  readonly launcher: HTMLButtonElement;
  readonly #layer: HTMLElement;
  readonly #slot: HTMLSlotElement;
  readonly #failure = create('div', { role: 'alert' });

  constructor(root: ShadowRoot, presses: ShellPresses) {
    const up = create('slot', { name: 'launcher-icon' }, drawIcon(messageCircleIcon));
    this.launcher = create(
      'button',
      { part: 'launcher', class: 'launcher', type: 'button', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' },
      create('span', { class: 'glyph up' }, up),
    );
    this.#slot = create('slot', { name: 'launcher' }, this.launcher);
    this.#layer = create('div', { class: 'layer', popover: 'manual' }, this.#slot, this.#failure);
    // These listeners live and die with the shadow tree they are in.
    this.#slot.addEventListener('click', () => presses.toggle());
    for (const type of ['pointerenter', 'focusin']) {
      this.#slot.addEventListener(type, () => presses.intend());
    }
    this.#slot.addEventListener('slotchange', () => this.setOpen(this.launcher.ariaExpanded === 'true'));
    adoptStyles(root, shellTokens, shellStyles);
    root.append(this.#layer);
  }

  /** Puts the shell into the top layer, above every z-index of the page, or back into the page. */
  setFloating(floating: boolean): void {
    const layer: HTMLElement & Partial<Pick<HTMLElement, 'togglePopover'>> = this.#layer;
    if (layer.isConnected) layer.togglePopover?.(floating);
  }

  setOpen(open: boolean): void {
    const expanded = String(open);
    this.launcher.ariaExpanded = expanded;
    for (const own of this.#slot.assignedElements()) own.ariaExpanded = expanded;
  }

  /** Names the launcher. */
  setName(name: string): void {
    this.launcher.ariaLabel = name;
  }

  /** Marks the launcher while what it opens is loading; shown only when that takes long enough to notice. */
  setBusy(busy: boolean): void {
    this.launcher.ariaBusy = String(busy);
  }

  /** Takes something that stands beside the launcher. */
  append(element: HTMLElement): void {
    this.#layer.append(element);
  }

  /** Says that the chat could not be loaded, as a button that tries again; without words it takes that back. */
  setFailure(text?: string, onAgain: () => void = () => undefined): void {
    this.#failure.replaceChildren();
    if (!text) return;
    const again = create('button', { type: 'button', class: 'load-failure' });
    again.textContent = text;
    again.addEventListener('click', onAgain);
    this.#failure.append(again);
  }
}
