/**
 * The shortcuts of one conversation's composer (A5), a chunk of its own: what is typed behind a `/` becomes an answer, and
 * a dialog shows them all. Owns the loaded list; which fit and how they are filled in is the protocol's.
 */
import {
  fillShortcut,
  findShortcuts,
  ProtocolError,
  readShortcuts,
  type Shortcut,
  type ShortcutContext,
  type ShortcutValues,
} from '@support-chat/protocol';
import { adoptStyles, insertText, SuggestionList } from '@support-chat/ui';
import { html } from 'lit';
import type { DeskLocalizer } from '../../desk-localizer.js';
import type { ShortcutSource } from '../../shortcuts/shortcut-source.js';
import { ShortcutDialog } from './shortcut-dialog.js';
import { shortcutStyles } from './shortcut-styles.js';
import { calledByColon, typedName } from './typed-name.js';

/** Most that are suggested while somebody types. */
const MOST = 8;

/** What shortcuts know of their conversation. */
export interface ShortcutsHost {
  readonly source: ShortcutSource;
  /** Of the composer. */
  readonly container: HTMLElement;
  /** Gets the dialog. */
  readonly parent: HTMLElement;
  readonly localizer: () => DeskLocalizer;
  readonly values: () => ShortcutValues;
  readonly context: () => ShortcutContext;
  /** Something failed: to be said at once. */
  readonly alert: (text: string) => void;
  readonly signal: AbortSignal;
}

/** See the module. */
export class PaneShortcuts {
  readonly host: ShortcutsHost;
  readonly #list: SuggestionList<Shortcut>;
  #all: readonly Shortcut[] | null = null;
  #loading: Promise<void> | null = null;

  constructor(host: ShortcutsHost) {
    this.host = host;
    const { container, signal } = host;
    adoptStyles(container.getRootNode() as ShadowRoot, shortcutStyles);
    const { field } = this;
    // Before the list looks at what is left.
    field.addEventListener('input', (event) => this.#input(event), { signal });
    this.#list = new SuggestionList<Shortcut>(
      {
        name: 'shortcut-suggestions',
        className: 'shortcut-suggestions',
        part: 'shortcuts',
        label: () => host.localizer().text('shortcuts-title'),
        find: (text, caret) => {
          const typed = typedName(text, caret);
          return typed && { start: typed.start, items: this.find(typed.name, MOST) };
        },
        option: (shortcut) =>
          html`<bdi class="shortcut-name">/${shortcut.name}</bdi> <span dir="auto">${this.filled(shortcut)}</span>`,
        textOf: (shortcut) => this.filled(shortcut),
      },
      { container, field, signal },
    );
    void this.load().then(() => this.#list.look());
  }

  get field(): HTMLTextAreaElement {
    const field = this.host.container.querySelector('textarea');
    if (!field) throw new Error('The composer has gone.');
    return field;
  }

  /** Those that fit, best first. */
  find(words: string, limit?: number): readonly Shortcut[] {
    const { context, localizer } = this.host;
    const { locale = localizer().locale, department } = context();
    return findShortcuts(this.#all ?? [], words, { locale, department }, limit);
  }

  /** All that are loaded, as they are kept. */
  get all(): readonly Shortcut[] {
    return this.#all ?? [];
  }

  /** A shortcut as it would be sent now. */
  filled({ text }: Shortcut): string {
    return fillShortcut(text, this.host.values());
  }

  /** Puts a shortcut in place of a part of the reply. */
  insert(shortcut: Shortcut, start: number, end: number): void {
    insertText(this.field, this.filled(shortcut), start, end);
  }

  openDialog(): void {
    new ShortcutDialog(this).open();
  }

  /** Gets them from where they are kept; a failure is said, and what is known stays. */
  load(): Promise<void> {
    const { source, signal, localizer, alert } = this.host;
    this.#loading ??= source
      .load(signal)
      .then((answer) => {
        this.#all = readShortcuts(answer, 'answer').shortcuts;
      })
      .catch((error: unknown) => {
        if (signal.aborted) return;
        if (!(error instanceof ProtocolError)) throw error;
        alert(localizer().error(error.code));
      })
      .finally(() => (this.#loading = null));
    return this.#loading;
  }

  /** `:name` and a space is the shortcut, for hands that know it. */
  #input({ inputType, isComposing }: InputEvent): void {
    const { field } = this;
    if (this.#all === null && typedName(field.value, field.selectionStart))
      void this.load().then(() => this.#list.look());
    if (isComposing || inputType !== 'insertText') return;
    const called = calledByColon(field.value, field.selectionStart);
    const [shortcut] = called ? this.find(called.name).filter(({ name }) => name === called.name) : [];
    if (called && shortcut) insertText(field, `${this.filled(shortcut)} `, called.start, field.selectionStart);
  }
}
