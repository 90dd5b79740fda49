/** Which shortcuts fit a chat, best first. */
import { languageOf } from '../../language-tag.js';
import type { Shortcut } from './shortcut.js';

/** Where an agent writes. */
export interface ShortcutContext {
  /** BCP 47 tag of the visitor's language; absent: not known. */
  readonly locale?: string | undefined;
  /** Id of the department of the chat; absent: none. */
  readonly department?: string | undefined;
}

/**
 * Finds shortcuts by what was typed: by the beginning of the name first, then by words of the name or the text. Of one name
 * only the best fitting one is given: of the visitor's language before one of none before one of another, and among those of
 * the chat's department before one of none before one of another.
 *
 * @param words - what was typed; empty gives all
 * @returns at most `limit`
 */
export function findShortcuts(
  shortcuts: readonly Shortcut[],
  words: string,
  context: ShortcutContext,
  limit = Infinity,
): readonly Shortcut[] {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  const best = new Map<string, Shortcut>();
  for (const one of shortcuts) {
    const other = best.get(one.name);
    if (!other || fit(one, context) > fit(other, context)) best.set(one.name, one);
  }
  const rank = ({ name, text }: Shortcut): number => {
    const [first = ''] = wanted;
    if (wanted.length < 2 && folded(name).startsWith(first)) return 0;
    const all = folded(`${name} ${text}`);
    return wanted.every((word) => all.includes(word)) ? 1 : 2;
  };
  return [...best.values()]
    .map((shortcut) => ({ shortcut, rank: rank(shortcut) }))
    .filter(({ rank: at }) => at < 2)
    .sort((one, other) => one.rank - other.rank || one.shortcut.name.localeCompare(other.shortcut.name))
    .slice(0, limit)
    .map(({ shortcut }) => shortcut);
}

function fit({ locale, department }: Shortcut, context: ShortcutContext): number {
  // Another department's words can be read; another language's cannot.
  const language = judge(locale && languageOf(locale), context.locale && languageOf(context.locale));
  return 3 * language + judge(department, context.department);
}

/** 2: the same, 1: it says none, 0: another. */
function judge(own: string | undefined, wanted: string | undefined): number {
  if (!own) return 1;
  return own === wanted ? 2 : 0;
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
