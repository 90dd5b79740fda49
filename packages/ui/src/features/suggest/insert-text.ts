/** Text into a field, the way a person would type it: it can be undone, and whoever listens hears of it. */

/** Replaces what stands from `start` to `end`; the caret is behind it then. The field gets the focus. */
export function insertText(field: HTMLTextAreaElement, text: string, start: number, end: number): void {
  const wanted = field.value.slice(0, start) + text + field.value.slice(end);
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  // Deprecated, and the only way that every engine can undo.
  document.execCommand('insertText', false, text);
  if (field.value === wanted) return;
  field.setRangeText(text, start, end, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText', data: text }));
}
