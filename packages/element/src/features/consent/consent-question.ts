/**
 * The question before anything is stored (V27): what would be, why, and two ways out that weigh the same. Stands where the
 * panel will stand, and is worked like it by the shell. Plain DOM: it knows no conversation, there is none yet.
 */
import {
  adoptStyles,
  baseStyles,
  panelTokens,
  safeHref,
  type consentWords,
  type LauncherWords,
  type Localizer,
} from '@support-chat/ui';
import { create } from '../../create.js';
import { deepestActive } from '../../panel/deepest-active.js';
import type { ShellHost } from '../../shell-host.js';
import { consentKey } from '../../visit-mark.js';
import { writeVisitMark } from '../../write-visit-mark.js';
import { consentStyles } from './consent-styles.js';

/** The words of the question, and of the launcher beside it. */
export type ConsentLocalizer = Localizer<keyof typeof consentWords | keyof LauncherWords>;

/** See the module. */
export class ConsentQuestion {
  readonly #host: ShellHost;
  readonly #words: ConsentLocalizer;
  readonly #dialog = create('dialog', {
    ...{ part: 'consent', class: 'consent', tabindex: '-1' },
    ...{ 'aria-labelledby': 'consent-title', 'aria-describedby': 'consent-text' },
  });
  #returnTo: HTMLElement | null = null;

  constructor(host: ShellHost, words: ConsentLocalizer) {
    this.#host = host;
    this.#words = words;
    adoptStyles(host.root, panelTokens, baseStyles, consentStyles);
    const dialog = this.#dialog;
    dialog.lang = words.locale;
    dialog.dir = words.direction;
    const title = said('h2', words.text('consent-title'), 'consent-title');
    const text = said('p', `${words.text('consent-text')} ${words.text('consent-nothing-yet')}`, 'consent-text');
    const agree = said('button', words.text('consent-agree'));
    const decline = said('button', words.text('consent-decline'));
    agree.classList.add('agree');
    agree.addEventListener('click', () => this.#agree());
    decline.addEventListener('click', () => host.element.hide());
    dialog.append(title, text, ...this.#privacyLink(), create('div', { class: 'consent-ways' }, agree, decline));
    dialog.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      host.element.hide();
    });
    host.view.append(dialog);
  }

  /** `focus`: the person asked for it, so it is read to them. */
  show(focus: boolean): void {
    this.#host.view.setName(this.#words.text('launcher-close'));
    this.#returnTo = focus ? deepestActive() : null;
    this.#dialog.open = true;
    if (focus) this.#dialog.focus({ preventScroll: true });
  }

  hide(): void {
    this.#host.view.setName(this.#words.text('launcher-open'));
    const focused = this.#hasFocus();
    this.#dialog.open = false;
    if (focused) this.#giveFocusBack();
  }

  /** Nothing of it depends on where it stands. */
  layout(): void {}

  /** Nothing of it changes. */
  update(): void {}

  destroy(): void {
    if (this.#hasFocus()) this.#giveFocusBack();
    this.#dialog.remove();
  }

  #agree(): void {
    const { element } = this.#host;
    // The next page does not ask again. Where that cannot be kept it does, which is the safe side.
    writeVisitMark(consentKey(this.#host.storageKey()), '');
    element.giveConsent();
    this.#host.emit('sc-consent', { given: true });
  }

  /** The owner's notice, `privacy-url`; relative to the page. */
  #privacyLink(): readonly HTMLElement[] {
    const address = this.#host.element.getAttribute('privacy-url');
    const href =
      address && URL.canParse(address, document.baseURI) && safeHref(new URL(address, document.baseURI).href);
    if (!href) return [];
    const link = create('a', { href, target: '_blank', rel: 'noopener' });
    link.textContent = this.#words.text('consent-privacy');
    return [link];
  }

  #hasFocus(): boolean {
    const { activeElement } = this.#host.root;
    return this.#dialog === activeElement || this.#dialog.contains(activeElement);
  }

  #giveFocusBack(): void {
    const target = this.#returnTo;
    const away = target?.isConnected && target !== document.body && !this.#dialog.contains(target);
    (away ? target : this.#host.view.launcher).focus({ preventScroll: true });
  }
}

function said<Name extends 'h2' | 'p' | 'button'>(name: Name, text: string, id = ''): HTMLElementTagNameMap[Name] {
  const element = create(name, { ...(id && { id }), ...(name === 'button' && { type: 'button' }) });
  element.textContent = text;
  return element;
}
