/**
 * The places a visitor can put the launcher: the corners and the middles of the sides, as a grid of three by three whose
 * middle is empty. Rows and columns are those of the screen; the names that `placement` knows follow the direction of the page.
 */
import type { Placement } from '../../element-options.js';

/** One of three, from the left or from the top. */
export type Third = 0 | 1 | 2;

/** A cell of the grid; `column: 1, row: 1` is none. */
export interface Place {
  readonly column: Third;
  readonly row: Third;
}

/** How the page stands to the grid: its direction of writing. */
export type Direction = 'ltr' | 'rtl';

const THIRDS = [0, 1, 2] as const;

/** All places, in the order of reading from the left. */
export const places: readonly Place[] = THIRDS.flatMap((row) => THIRDS.map((column) => ({ column, row }))).filter(
  ({ column, row }) => column !== 1 || row !== 1,
);

/** The place that a `placement` means; whatever is not one means the default, as in the style sheet. */
export function placeOf(placement: Placement, direction: Direction): Place {
  const [side, edge] = placement.split('-');
  const start = direction === 'ltr' ? 0 : 2;
  const end = direction === 'ltr' ? 2 : 0;
  if (side === 'left' || side === 'right') {
    const row = edge === 'start' ? 0 : edge === 'end' ? 2 : 1;
    return { column: side === 'left' ? 0 : 2, row };
  }
  if (side !== 'top' && side !== 'bottom') return { column: end, row: 2 };
  return { column: edge === 'start' ? start : edge === 'end' ? end : 1, row: side === 'top' ? 0 : 2 };
}

/** The name of a place. */
export function placementOf({ column, row }: Place, direction: Direction): Placement {
  if (row === 1) return column === 0 ? 'left' : 'right';
  const side = row === 0 ? 'top' : 'bottom';
  if (column === 1) return side;
  return `${side}-${(column === 0) === (direction === 'ltr') ? 'start' : 'end'}`;
}

/** The place that is nearest to a point, by where a launcher would have its middle. All in CSS pixels. */
export function nearestPlace(
  point: { readonly x: number; readonly y: number },
  viewport: { readonly width: number; readonly height: number },
  launcher: { readonly width: number; readonly height: number },
): Place {
  const at = (third: Third, room: number, own: number): number => own / 2 + (third / 2) * (room - own);
  const distance = ({ column, row }: Place): number =>
    Math.hypot(
      at(column, viewport.width, launcher.width) - point.x,
      at(row, viewport.height, launcher.height) - point.y,
    );
  return places.reduce((best, place) => (distance(place) < distance(best) ? place : best));
}

const STEPS: ReadonlyMap<string, readonly [column: number, row: number]> = new Map([
  ['ArrowLeft', [-1, 0]],
  ['ArrowRight', [1, 0]],
  ['ArrowUp', [0, -1]],
  ['ArrowDown', [0, 1]],
]);

/** The next place in the direction of an arrow key: the same one at the edge; undefined for another key. */
export function placeTowards(place: Place, key: string): Place | undefined {
  const step = STEPS.get(key);
  if (!step) return undefined;
  const towards = (third: Third, by: number): Third => Math.min(2, Math.max(0, third + by)) as Third;
  const next = { column: towards(place.column, step[0]), row: towards(place.row, step[1]) };
  // Nothing stands in the middle of the screen: on to the other side.
  return next.column === 1 && next.row === 1 ? placeTowards(next, key) : next;
}

/** Whether two are the same. */
export function isSamePlace(one: Place, other: Place): boolean {
  return one.column === other.column && one.row === other.row;
}
