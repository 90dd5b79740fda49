/** Where edits lie: made, moved, resized, grasped. Pure; everything stays inside the bounds that are given. */
import type { Area, Edit, Point, Size, Stroke, Tool } from './picture-edits.js';

/** Shortest side that keys and handles leave, pixels of the picture; less is not seen, and not grasped again. */
export const LEAST_SIDE = 8;

/** What can be grasped: a corner or a side of an area by its point of the compass, or an end of an arrow. */
export type HandleName = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w' | 'from' | 'to';

export interface Handle extends Point {
  readonly name: HandleName;
}

const clamped = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));

/** The nearest point inside. */
export function within({ x, y }: Point, bounds: Area): Point {
  return {
    x: clamped(x, bounds.x, bounds.x + bounds.width),
    y: clamped(y, bounds.y, bounds.y + bounds.height),
  };
}

/** The area between any two opposite corners. */
export function areaBetween(one: Point, other: Point): Area {
  return {
    x: Math.min(one.x, other.x),
    y: Math.min(one.y, other.y),
    width: Math.abs(one.x - other.x),
    height: Math.abs(one.y - other.y),
  };
}

/** The smallest area around a shape, without the width of its line. */
export function areaOf(edit: Edit): Area {
  if ('area' in edit) return edit.area;
  const points = edit.tool === 'arrow' ? [edit.from, edit.to] : edit.points;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  // Not Math.min(...xs): a long line of a pen has more points than a call takes arguments.
  const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));
  return areaBetween({ x: least(xs), y: least(ys) }, { x: most(xs), y: most(ys) });
}

/** A shape drawn from one point to another. */
export function drawn(tool: Tool, from: Point, to: Point, stroke: Stroke, bounds: Area): Edit {
  const [start, end] = [within(from, bounds), within(to, bounds)];
  switch (tool) {
    case 'pen':
      return { tool, points: [start], stroke };
    case 'arrow':
      return { tool, from: start, to: end, stroke };
    case 'box':
      return { tool, area: areaBetween(start, end), stroke };
    case 'crop':
    case 'blur':
      return { tool, area: areaBetween(start, end) };
  }
}

/** A shape that waits in the middle to be moved: an arrow points there, a pen stands there, the others surround it. */
export function placed(tool: Tool, stroke: Stroke, bounds: Area): Edit {
  const at = (x: number, y: number): Point => ({ x: bounds.x + bounds.width * x, y: bounds.y + bounds.height * y });
  if (tool === 'pen') return drawn(tool, at(0.5, 0.5), at(0.5, 0.5), stroke, bounds);
  if (tool === 'arrow') return drawn(tool, at(0.35, 0.7), at(0.5, 0.5), stroke, bounds);
  const margin = tool === 'crop' ? 0.1 : 0.35;
  return drawn(tool, at(margin, margin), at(1 - margin, 1 - margin), stroke, bounds);
}

/** As far as there is room. */
export function moved(edit: Edit, by: Point, bounds: Area): Edit {
  const { x, y, width, height } = areaOf(edit);
  const dx = clamped(by.x, bounds.x - x, bounds.x + bounds.width - width - x);
  const dy = clamped(by.y, bounds.y - y, bounds.y + bounds.height - height - y);
  const shifted = <At extends Point>(at: At): At => ({ ...at, x: at.x + dx, y: at.y + dy });
  switch (edit.tool) {
    case 'pen': {
      const [first, ...rest] = edit.points;
      return { ...edit, points: [shifted(first), ...rest.map(shifted)] };
    }
    case 'arrow':
      return { ...edit, from: shifted(edit.from), to: shifted(edit.to) };
    default:
      return { ...edit, area: shifted(edit.area) };
  }
}

/** A pen's line goes on to a point. */
export function continued(edit: Edit, to: Point, bounds: Area): Edit {
  return edit.tool === 'pen' ? { ...edit, points: [...edit.points, within(to, bounds)] } : edit;
}

/** Resized without a handle: an area by its lower right corner, an arrow by its tip; a pen draws on. */
export function resized(edit: Edit, by: Point, bounds: Area): Edit {
  const further = ({ x, y }: Point): Point => ({ x: x + by.x, y: y + by.y });
  if (edit.tool === 'pen') return continued(edit, further(edit.points.at(-1) ?? edit.points[0]), bounds);
  if (edit.tool === 'arrow') return pulled(edit, 'to', further(edit.to), bounds);
  const { x, y, width, height } = edit.area;
  return pulled(edit, 'se', further({ x: x + width, y: y + height }), bounds);
}

/** What a shape can be grasped by. A pen's line has nothing to grasp. */
export function handlesOf(edit: Edit): readonly Handle[] {
  if (edit.tool === 'pen') return [];
  if (edit.tool === 'arrow') {
    return [
      { name: 'from', ...edit.from },
      { name: 'to', ...edit.to },
    ];
  }
  const { x, y, width, height } = edit.area;
  const [middle, right] = [x + width / 2, x + width];
  const [centre, bottom] = [y + height / 2, y + height];
  return [
    { name: 'nw', x, y },
    { name: 'n', x: middle, y },
    { name: 'ne', x: right, y },
    { name: 'e', x: right, y: centre },
    { name: 'se', x: right, y: bottom },
    { name: 's', x: middle, y: bottom },
    { name: 'sw', x, y: bottom },
    { name: 'w', x, y: centre },
  ];
}

/** A handle drawn to a point. An area keeps its opposite side and does not turn over. */
export function pulled(edit: Edit, handle: HandleName, to: Point, bounds: Area): Edit {
  const end = within(to, bounds);
  if (edit.tool === 'arrow') return { ...edit, [handle === 'from' ? 'from' : 'to']: end };
  if (!('area' in edit)) return edit;
  const { x, y, width, height } = edit.area;
  const [right, bottom] = [x + width, y + height];
  // Where there is no room for the shortest side, as much of it as there is.
  const leastWidth = Math.min(LEAST_SIDE, handle.includes('w') ? right - bounds.x : bounds.x + bounds.width - x);
  const leastHeight = Math.min(LEAST_SIDE, handle.includes('n') ? bottom - bounds.y : bounds.y + bounds.height - y);
  const area = areaBetween(
    {
      x: handle.includes('w') ? Math.min(end.x, right - leastWidth) : x,
      y: handle.includes('n') ? Math.min(end.y, bottom - leastHeight) : y,
    },
    {
      x: handle.includes('e') ? Math.max(end.x, x + leastWidth) : right,
      y: handle.includes('s') ? Math.max(end.y, y + leastHeight) : bottom,
    },
  );
  return { ...edit, area };
}

/**
 * Whether a point is on a shape, so that dragging there moves it: on the line of what has one, anywhere in the others.
 * Inside a box a new shape begins.
 *
 * @param reach - how far beside a line still counts
 */
export function isOn(edit: Edit, at: Point, reach: number): boolean {
  if (edit.tool === 'pen') return false;
  if (edit.tool === 'arrow') return distance(at, edit.from, edit.to) <= reach;
  const { x, y, width, height } = edit.area;
  const inside = (by: number): boolean =>
    at.x >= x - by && at.x <= x + width + by && at.y >= y - by && at.y <= y + height + by;
  return edit.tool === 'box' ? inside(reach) && !inside(-reach) : inside(0);
}

/** From a point to the nearest of a line. */
function distance(at: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = clamped(((at.x - from.x) * dx + (at.y - from.y) * dy) / (dx * dx + dy * dy || 1), 0, 1);
  return Math.hypot(at.x - from.x - along * dx, at.y - from.y - along * dy);
}

/** The filled head of an arrow: its tip and both barbs. Never longer than the arrow. */
export function arrowHead(from: Point, to: Point, width: number): readonly [Point, Point, Point] {
  const length = Math.min(width * 5.5, Math.hypot(to.x - from.x, to.y - from.y));
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const barb = (side: 1 | -1): Point => ({
    x: to.x - length * Math.cos(angle + (side * Math.PI) / 6),
    y: to.y - length * Math.sin(angle + (side * Math.PI) / 6),
  });
  return [to, barb(1), barb(-1)];
}

/**
 * Side of the blocks that a blur leaves, pixels of the picture: larger than letters are on screens of any density, so
 * that no block tells what a letter was.
 */
export function blockSide({ width, height }: Size): number {
  return Math.max(12, Math.ceil(Math.min(width, height) / 32));
}

/**
 * What a blur covers: whole pixels, outwards, and at least one block, for the average of a few pixels would tell them.
 * A picture smaller than a block is covered entirely.
 */
export function blurredArea(area: Area, size: Size): Area {
  const side = blockSide(size);
  const range = (start: number, length: number, all: number): readonly [number, number] => {
    const first = clamped(Math.floor(start), 0, all);
    const last = clamped(Math.ceil(start + length), 0, all);
    if (last - first >= side) return [first, last];
    const begin = clamped(Math.round((first + last - side) / 2), 0, Math.max(0, all - side));
    return [begin, Math.min(all, begin + side)];
  };
  const [left, right] = range(area.x, area.width, size.width);
  const [top, bottom] = range(area.y, area.height, size.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
