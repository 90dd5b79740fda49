/** Names of buttons: for ears as a label, for eyes as a tooltip with the key that does the same. */
import { noChange } from 'lit';
import { directive, Directive, type ElementPart } from 'lit/directive.js';
import type { DeskLocalizer } from './desk-localizer.js';

class TipDirective extends Directive {
  render(..._arguments: Parameters<typeof tip>): unknown {
    return noChange;
  }

  override update({ element }: ElementPart, [text, key, localizer, hasWords]: Parameters<typeof tip>): unknown {
    if (!hasWords) element.setAttribute('aria-label', text);
    if (key !== undefined) element.setAttribute('aria-keyshortcuts', key);
    const written = key !== undefined && localizer ? writtenKey(key, localizer) : undefined;
    const title = written !== undefined && localizer ? localizer.text('tip-with-key', { text, key: written }) : text;
    element.setAttribute('title', title);
    return noChange;
  }
}

/** A key, named as in `KeyboardEvent.key`, the way it is printed on keyboards. `Mod+`: ⌘ on a Mac, elsewhere Ctrl. */
export function writtenKey(key: string, localizer: DeskLocalizer): string {
  if (key === 'Enter') return localizer.text('key-enter');
  if (key === 'Escape') return localizer.text('key-escape');
  const modifier = /Mac|iP(hone|ad|od)/.test(navigator.platform) ? '⌘' : localizer.text('key-control');
  return key.replace('Shift+', '⇧ ').replace('Mod+', `${modifier} `);
}

const tipDirective = directive(TipDirective);

/**
 * Names a button.
 *
 * @param key - the key that does the same, as in `aria-keyshortcuts`
 * @param hasWords - the button shows words of its own and needs no label
 */
export function tip(text: string, key?: string, localizer?: DeskLocalizer, hasWords = false): unknown {
  return tipDirective(text, key, localizer, hasWords);
}
