/** Puts on what the owner has chosen: the accent and the launcher's corner. What the page has set, or the visitor, goes before it. */
import { ProtocolError, readLook, type LookSettings } from '@support-chat/protocol';
import type { ShellHost } from '../../shell-host.js';

/** What a root wears already. */
interface Worn {
  readonly sheet: CSSStyleSheet;
  /** The corner that came of it. */
  corner: string | null;
}

const worn = new WeakMap<ShadowRoot, Worn>();

/**
 * Puts a look on, in the place of the one before.
 *
 * @param raw - the section `look` as a server sent it; undefined, or what cannot be read: the chat as it comes
 */
export function wearLook({ element, root }: ShellHost, raw: unknown): void {
  const { accent, accentInTheDark = accent, corner = null } = read(raw);
  const wears = worn.get(root) ?? adopt(root);
  // Forced colours stay the system's.
  wears.sheet.replaceSync(
    accent === undefined
      ? ''
      : `@media not (forced-colors: active) { :host { --_accent: var(--sc-accent, light-dark(${accent}, ${accentInTheDark})) } }`,
  );
  if (element.getAttribute('placement') === wears.corner) {
    if (corner === null) element.removeAttribute('placement');
    else element.setAttribute('placement', corner);
    wears.corner = corner;
  }
}

function adopt(root: ShadowRoot): Worn {
  const wears = { sheet: new CSSStyleSheet(), corner: null };
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, wears.sheet];
  worn.set(root, wears);
  return wears;
}

function read(raw: unknown): LookSettings {
  try {
    return raw === undefined ? {} : readLook(raw, 'look');
  } catch (error) {
    if (error instanceof ProtocolError) return {}; // an older page beside a newer server
    throw error;
  }
}
