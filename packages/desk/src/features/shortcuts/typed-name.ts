/** The names of shortcuts in what is typed. Pure. Slashes of addresses, dates and paths are not theirs. */

/** A name before the caret. */
export interface TypedName {
  /** Where its sign stands. */
  readonly start: number;
  readonly name: string;
}

/** `/` and the beginning of a name, at the beginning or behind a space. */
export function typedName(text: string, caret: number): TypedName | null {
  return before(/(?<=^|\s)\/([\p{L}\p{M}\p{N}_-]*)$/u, text, caret);
}

/** `:`, a whole name and a space. */
export function calledByColon(text: string, caret: number): TypedName | null {
  return before(/(?<=^|\s):([\p{L}\p{M}\p{N}_-]+) $/u, text, caret);
}

function before(pattern: RegExp, text: string, caret: number): TypedName | null {
  const found = pattern.exec(text.slice(0, caret));
  return found ? { start: found.index, name: found[1] ?? '' } : null;
}
