/**
 * What is seen and heard of new messages while the panel is closed: the teaser beside the launcher, and a polite
 * status for those who listen (Y3), which has to be there before its first words. The number on the launcher is the
 * shell's.
 */
import { wordsOf, type WrittenEvent } from '@support-chat/protocol';
import { adoptStyles, avatar, closeIcon, displayName, type Localizer } from '@support-chat/ui';
import { render } from 'lit/html.js';
import { closedNoticeStyles } from './closed-notice-styles.js';
import { create, drawIcon } from './create.js';
import type { ShellHost } from './shell-host.js';

/** Longest text shown beside the launcher, in UTF-16 code units; the style sheet cuts it to three lines. */
const TEASER_LENGTH = 300;

/** See the module. */
export class ClosedNotice {
  readonly #name = create('b', { dir: 'auto' });
  readonly #text = create('span', { class: 'teaser-text', dir: 'auto' });
  readonly #face = create('span', { class: 'teaser-face' });
  readonly #words = create('span', { class: 'teaser-words' }, this.#name, this.#text);
  readonly #open = create('button', { class: 'teaser-open', type: 'button' }, this.#face, this.#words);
  readonly #dismiss = create('button', { class: 'teaser-close', type: 'button' }, drawIcon(closeIcon));
  readonly #teaser = create('div', { part: 'teaser', class: 'teaser', hidden: '' }, this.#open, this.#dismiss);
  readonly #said = create('div', { class: 'said', role: 'status' });
  #onDismiss: (() => void) | undefined;

  /** @param signal - takes teaser and status out of the shell again */
  constructor(host: ShellHost, signal: AbortSignal) {
    adoptStyles(host.root, closedNoticeStyles);
    host.view.append(this.#teaser);
    host.view.append(this.#said);
    this.#open.addEventListener('click', () => void host.element.show(), { signal });
    this.#dismiss.addEventListener(
      'click',
      () => {
        this.hide();
        this.#onDismiss?.();
        host.view.launcher.focus();
      },
      { signal },
    );
    signal.addEventListener(
      'abort',
      () => {
        this.#teaser.remove();
        this.#said.remove();
      },
      { once: true },
    );
  }

  /**
   * Shows and says a message; the one before makes room.
   *
   * @param onDismiss - the visitor waves this one away
   */
  show(message: Pick<WrittenEvent, 'author' | 'text'>, localizer: Localizer, onDismiss?: () => void): void {
    this.#onDismiss = onDismiss;
    render(avatar(message.author, localizer), this.#face);
    const name = displayName(message.author, localizer);
    const dismiss = localizer.text('teaser-dismiss');
    this.#dismiss.ariaLabel = dismiss;
    this.#dismiss.title = dismiss;
    this.#name.textContent = name;
    const text = wordsOf(message);
    this.#text.textContent = text.slice(0, TEASER_LENGTH);
    this.#said.textContent = localizer.text('row-text', { name, text });
    this.#teaser.hidden = false;
  }

  hide(): void {
    this.#teaser.hidden = true;
    this.#said.textContent = '';
  }
}
