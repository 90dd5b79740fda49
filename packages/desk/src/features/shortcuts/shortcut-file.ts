/** Shortcuts as a file: what an import takes, without ids, so that it fits another team. */
import type { Shortcut } from '@support-chat/protocol';

/** Hands the person a file of them. */
export function exportShortcuts(all: readonly Shortcut[]): void {
  const file = { shortcuts: all.map(({ id: _, ...shortcut }) => shortcut) };
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'shortcuts.json';
  link.click();
  URL.revokeObjectURL(url);
}
