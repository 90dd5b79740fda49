/** Drawing with mouse, pen or finger: a drag makes a shape, or moves or resizes the one in progress. */
import type { Drawing } from './drawing.js';
import type { Edit, Point } from './picture-edits.js';
import { handlesOf, isOn, type Handle } from './shape-geometry.js';

/** How near to a handle or a line counts as on it, CSS pixels. */
const REACH = { mouse: 10, touch: 22 };
/** A drag below that, CSS pixels, is a press and makes no shape. */
const LEAST_DRAG = 4;

interface PointerHost {
  readonly canvas: HTMLCanvasElement;
  readonly drawing: Drawing;
  readonly signal: AbortSignal;
  /** Pixels of the picture that are one CSS pixel. */
  readonly unit: () => number;
  /** After each step. */
  readonly onDraw: () => void;
  /** A shape was completed by this gesture, or by its beginning; absent: none was. */
  readonly onEnd: (kept?: Edit) => void;
}

/** What a press began; continued with each move, in pixels of the picture. */
interface Gesture {
  readonly pointer: number;
  readonly start: Point;
  /** The shape before. */
  readonly before: Edit | undefined;
  /** Whether a new shape is drawn, so that a press alone makes none. */
  readonly makes: boolean;
  readonly step: (to: Point) => void;
}

/** Listens until the signal. */
export function followPointer({ canvas, drawing, signal, unit, onDraw, onEnd }: PointerHost): void {
  let gesture: Gesture | undefined;

  const pointOf = ({ clientX, clientY }: MouseEvent): Point => {
    const box = canvas.getBoundingClientRect();
    const { x, y } = drawing.visible;
    return { x: x + (clientX - box.x) * unit(), y: y + (clientY - box.y) * unit() };
  };

  const begin = (event: PointerEvent): Gesture => {
    const start = pointOf(event);
    const reach = (event.pointerType === 'mouse' ? REACH.mouse : REACH.touch) * unit();
    const { shape } = drawing;
    const base = { pointer: event.pointerId, start, before: shape, makes: false };
    const handle = shape && nearest(handlesOf(shape), start, reach);
    if (handle) return { ...base, step: (to) => drawing.pull(handle.name, to) };
    if (shape && isOn(shape, start, reach)) {
      return {
        ...base,
        step(to) {
          drawing.reset(shape);
          drawing.move({ x: to.x - start.x, y: to.y - start.y });
        },
      };
    }
    const kept = drawing.keep();
    if (kept) onEnd(kept);
    const made = { ...base, before: undefined, makes: true };
    if (drawing.tool !== 'pen') return { ...made, step: (to) => drawing.draw(start, to) };
    drawing.draw(start, start);
    return { ...made, makes: false, step: (to) => drawing.continue(to) };
  };

  const listen = (type: string, listener: (event: PointerEvent) => void): void =>
    canvas.addEventListener(type, (event) => listener(event as PointerEvent), { signal });

  listen('pointerdown', (event) => {
    if (gesture || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    gesture = begin(event);
    onDraw();
  });
  listen('pointermove', (event) => {
    if (gesture?.pointer !== event.pointerId) return;
    // Between two frames a fast hand makes several points; without them its line has corners.
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length > 0 ? all : [event]) gesture.step(pointOf(one));
    onDraw();
  });
  listen('pointerup', (event) => {
    if (gesture?.pointer !== event.pointerId) return;
    const { start, makes, before } = gesture;
    gesture = undefined;
    const to = pointOf(event);
    if (makes && Math.hypot(to.x - start.x, to.y - start.y) < LEAST_DRAG * unit()) drawing.reset(before);
    // A line drawn by hand has nothing to be grasped by.
    onEnd(drawing.shape?.tool === 'pen' ? drawing.keep() : undefined);
  });
  listen('pointercancel', (event) => {
    if (gesture?.pointer !== event.pointerId) return;
    drawing.reset(gesture.before);
    gesture = undefined;
    onDraw();
  });
}

function nearest(handles: readonly Handle[], { x, y }: Point, reach: number): Handle | undefined {
  const far = (handle: Handle): number => Math.hypot(handle.x - x, handle.y - y);
  const [first] = handles.toSorted((one, other) => far(one) - far(other));
  return first && far(first) <= reach ? first : undefined;
}
