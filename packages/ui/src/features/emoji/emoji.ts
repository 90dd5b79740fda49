/**
 * The emoji of one composer: the picker behind its button, and shortcodes in what is typed. Loaded when somebody reaches
 * for the button or types a colon and two letters.
 */
import type { EmojiHost } from '../../composer/composer.js';
import { emojiWords } from '../../locales/features/emoji.js';
import { adoptStyles } from '../../styles/adopt-styles.js';
import { inTone, loadCatalogue, type Catalogue, type Emoji } from './catalogue.js';
import { emojiStyles } from './emoji-styles.js';
import { EmojiMemory } from './memory.js';
import { Picker } from './picker.js';
import { Suggestions } from './suggestions.js';

const parts = new WeakMap<HTMLElement, Promise<EmojiPart>>();

/**
 * Does what an event of a composer asks for: a click on the button opens or closes the picker, everything else has the part at hand.
 * Rejects when the words cannot be loaded.
 */
export async function reach(host: EmojiHost, { type }: Event): Promise<void> {
  const { container } = host;
  let part = parts.get(container);
  if (!part) {
    part = EmojiPart.load(host);
    parts.set(container, part);
    part.catch(() => parts.delete(container));
  }
  const ready = await part;
  if (type === 'click') await ready.toggle();
}

/** See the module. What picker and suggestions share. */
export class EmojiPart {
  readonly host: EmojiHost;
  readonly memory: EmojiMemory;
  catalogue: Catalogue;
  #locale: string;
  readonly #picker: Picker;

  private constructor(host: EmojiHost, catalogue: Catalogue, before: string) {
    this.host = host;
    this.catalogue = catalogue;
    this.#locale = host.localizer().locale;
    this.memory = new EmojiMemory(host.keepEmoji);
    adoptStyles(host.container.getRootNode() as ShadowRoot, emojiStyles);
    this.#picker = new Picker(this);
    new Suggestions(this, before);
  }

  /** Loads the words of the language, then takes its place. */
  static async load(host: EmojiHost): Promise<EmojiPart> {
    const before = host.container.querySelector('textarea')?.value ?? '';
    return new EmojiPart(host, await loadCatalogue(host.localizer().locale), before);
  }

  get words() {
    return this.host.localizer().extended(emojiWords);
  }

  get field(): HTMLTextAreaElement {
    const field = this.host.container.querySelector('textarea');
    if (!field) throw new Error('The composer has gone.');
    return field;
  }

  get button(): HTMLElement | null {
    return this.host.container.querySelector('.emoji');
  }

  /** As it is written: in the remembered skin tone. */
  written(emoji: Emoji): string {
    return inTone(emoji, this.memory.tone);
  }

  async toggle(): Promise<void> {
    const { locale } = this.words;
    if (locale !== this.#locale) {
      this.catalogue = await loadCatalogue(locale);
      this.#locale = locale;
    }
    this.#picker.toggle();
  }
}
