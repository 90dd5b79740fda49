/**
 * Drawing by keyboard (Y5): Enter puts a shape into the middle and takes it, arrows move it, with Alt (or Ctrl, where the
 * system keeps Alt) they resize it or draw on, Delete removes it. Escape is the dialog's: it knows what is left to leave.
 */
import type { Drawing } from './drawing.js';
import type { Edit, Point } from './picture-edits.js';

/** What a key did to which shape; named as the words that say so. */
export type Deed = 'placed' | 'at' | 'kept' | 'removed' | 'undone' | 'redone';

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** Steps are parts of what is seen: so many to cross it, with Shift fewer. */
const STEPS = { small: 100, large: 20 };

/**
 * A key on the canvas.
 *
 * @returns whether it meant something here
 */
export function pressOnCanvas(
  event: KeyboardEvent,
  drawing: Drawing,
  onDeed: (deed: Deed, edit: Edit) => void,
): boolean {
  const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
  const { shape } = drawing;
  if (metaKey) return false;
  if (key === 'Enter' || key === ' ') {
    if (shape) drawing.keep();
    onDeed(shape ? 'kept' : 'placed', shape ?? drawing.place());
    return true;
  }
  if (key === 'Delete' || key === 'Backspace') {
    const removed = shape ? drawing.drop() : drawing.undo();
    if (removed) onDeed('removed', removed);
    return true;
  }
  const direction = ARROWS[key];
  if (!direction) return false;
  const { width, height } = drawing.visible;
  const step = Math.max(1, Math.round(Math.max(width, height) / (shiftKey ? STEPS.large : STEPS.small)));
  const by = { x: direction.x * step, y: direction.y * step };
  if (altKey || ctrlKey) drawing.resize(by);
  else drawing.move(by);
  if (drawing.shape) onDeed('at', drawing.shape);
  return true;
}

/** Undo and redo, anywhere in the dialog. @returns whether it was one of them */
export function pressHistory(
  event: KeyboardEvent,
  drawing: Drawing,
  onDeed: (deed: Deed, edit: Edit) => void,
): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey } = event;
  const key = event.key.toLowerCase();
  if (!(ctrlKey || metaKey) || altKey || !(key === 'z' || (key === 'y' && ctrlKey))) return false;
  const again = shiftKey || key === 'y';
  const edit = again ? drawing.redo() : drawing.undo();
  if (edit) onDeed(again ? 'redone' : 'undone', edit);
  return true;
}
