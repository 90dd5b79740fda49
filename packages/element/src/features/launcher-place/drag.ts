/** One drag after the other of the layer that the launcher is in: follows the pointer, stays on the screen, glides to its end. */

/** Pixels that a hand may shake before a press is a drag. */
const SLOP = 8;
const GLIDE = { duration: 200, easing: 'cubic-bezier(.2,.8,.2,1)' } as const;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** See the module. */
export class Drag {
  readonly #layer: HTMLElement;
  readonly #onDrop: (middle: Point, handle: HTMLElement) => void;
  /** Ends the drag of now. */
  #end: AbortController | undefined;
  /** A click may still come that belongs to the last drag. */
  #moved = false;

  /** @param onDrop - where the middle of the launcher was let go, in CSS pixels of the viewport */
  constructor(layer: HTMLElement, onDrop: (middle: Point, handle: HTMLElement) => void) {
    this.#layer = layer;
    this.#onDrop = onDrop;
  }

  /** The pointer goes down on a launcher. */
  begin(down: PointerEvent, handle: HTMLElement): void {
    if (!down.isPrimary || down.button !== 0) return;
    this.cancel();
    this.#moved = false;
    this.#end = new AbortController();
    const { signal } = this.#end;
    const home = handle.getBoundingClientRect();
    capture(down);
    const follow = (event: PointerEvent): void => {
      if (event.pointerId !== down.pointerId) return;
      const by = { x: event.clientX - down.clientX, y: event.clientY - down.clientY };
      if (!this.#moved && Math.hypot(by.x, by.y) < SLOP) return;
      this.#moved = true;
      this.#layer.classList.add('moving');
      const x = within(by.x, -home.left, document.documentElement.clientWidth - home.right);
      const y = within(by.y, -home.top, innerHeight - home.bottom);
      this.#layer.style.translate = `${x}px ${y}px`;
    };
    const drop = (event: PointerEvent): void => {
      if (event.pointerId !== down.pointerId) return;
      follow(event);
      if (this.#moved) {
        const { x, y, width, height } = handle.getBoundingClientRect();
        this.#onDrop({ x: x + width / 2, y: y + height / 2 }, handle);
      }
      this.cancel();
    };
    addEventListener('pointermove', follow, { signal });
    addEventListener('pointerup', drop, { signal });
    addEventListener('pointercancel', () => this.cancel(), { signal });
    addEventListener('resize', () => this.cancel(), { signal });
    addEventListener('keydown', (event) => this.#escape(event), { signal, capture: true });
  }

  /** Keeps a finger's drag from ending in a fling, because a browser stops a fling with the next tap and makes no click of it. */
  hold(touchMove: Event): void {
    if (this.#moved && touchMove.cancelable) touchMove.preventDefault();
  }

  /** Keeps the click from the launcher with which a drag ends; one that a key or the page makes has no detail. */
  swallow(click: MouseEvent): void {
    if (!this.#moved || click.detail === 0) return;
    this.#moved = false;
    click.preventDefault();
    click.stopPropagation();
  }

  /** Moves what `move` moves, and lets the eye follow. */
  settle(move: () => void, handle: HTMLElement | undefined): void {
    const before = handle?.getBoundingClientRect();
    move();
    this.#layer.style.translate = '';
    const after = handle?.getBoundingClientRect();
    if (!before || !after || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const from = `${before.x - after.x}px ${before.y - after.y}px`;
    this.#layer.animate({ translate: [from, '0px 0px'] }, GLIDE);
  }

  /** Ends the drag of now, if there is one, where it began. */
  cancel(): void {
    this.#end?.abort();
    this.#layer.classList.remove('moving');
    this.#layer.style.translate = '';
  }

  #escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#layer.classList.contains('moving')) return;
    event.preventDefault();
    event.stopPropagation();
    this.cancel();
  }
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

/** What the pointer does over a frame of the page, or outside the window, is told here, too. */
function capture({ target, pointerId }: PointerEvent): void {
  try {
    (target as Element).setPointerCapture(pointerId);
  } catch {
    // It has been lifted already: then it goes nowhere.
  }
}
