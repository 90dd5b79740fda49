/** What differs from chat to chat in a shortcut's text. */

/** What a text may name: `{visitor.name}`, or `{visitor.name|friend}` with words for when it is not known. */
export const SHORTCUT_VARIABLES = [
  'visitor.name',
  'visitor.email',
  'agent.name',
  'department',
  'page.title',
  'page.url',
] as const;
export type ShortcutVariable = (typeof SHORTCUT_VARIABLES)[number];

/** What is known in one chat. */
export type ShortcutValues = { readonly [Name in ShortcutVariable]?: string | undefined };

/**
 * Fills a text in. What is not known leaves the words after `|`, or nothing, and then takes the space before it along:
 * `Hello {visitor.name}!` becomes `Hello!`. Braces around anything else stay as they are written.
 */
export function fillShortcut(text: string, values: ShortcutValues): string {
  return text.replace(/( ?)\{([a-z.]+)(?:\|([^{}]*))?\}/g, (whole, space: string, name: string, otherwise?: string) => {
    if (!isVariable(name)) return whole;
    const value = values[name] || otherwise || '';
    return value === '' ? '' : space + value;
  });
}

function isVariable(name: string): name is ShortcutVariable {
  return (SHORTCUT_VARIABLES as readonly string[]).includes(name);
}
