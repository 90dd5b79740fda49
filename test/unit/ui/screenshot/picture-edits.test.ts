/** What was done to a picture, without a canvas (V12, X8, Y5). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  added,
  redone,
  TOOLS,
  undone,
  untouched,
  visibleArea,
  type Area,
  type Edit,
  type PictureEdits,
  type Point,
  type Size,
} from '../../../../packages/ui/src/features/screenshot/picture-edits.js';
import { Drawing } from '../../../../packages/ui/src/features/screenshot/drawing.js';
import {
  areaOf,
  arrowHead,
  blockSide,
  blurredArea,
  drawn,
  handlesOf,
  isOn,
  LEAST_SIDE,
  moved,
  placed,
  pulled,
  resized,
} from '../../../../packages/ui/src/features/screenshot/shape-geometry.js';
import { seeded } from '../../../support/property.js';

const size: Size = { width: 400, height: 300 };
const all: Area = { x: 0, y: 0, ...size };
const stroke = { colour: '#f00', width: 4 };
const box = (area: Area): Edit => ({ tool: 'box', area, stroke });
const crop = (area: Area): Edit => ({ tool: 'crop', area });

const tool = fc.constantFrom(...TOOLS);
/** Points on the picture and far off it. */
const point: fc.Arbitrary<Point> = fc.record({
  x: fc.double({ min: -900, max: 1300, noNaN: true }),
  y: fc.double({ min: -900, max: 1300, noNaN: true }),
});

const isInside = ({ x, y, width, height }: Area, bounds: Area): boolean => {
  const slack = 1e-6; // of additions
  return (
    width >= 0 &&
    height >= 0 &&
    x >= bounds.x - slack &&
    y >= bounds.y - slack &&
    x + width <= bounds.x + bounds.width + slack &&
    y + height <= bounds.y + bounds.height + slack
  );
};

describe('V12 history of a picture', () => {
  const one = box({ x: 1, y: 2, width: 30, height: 40 });
  const two = crop({ x: 10, y: 20, width: 100, height: 50 });

  it('V12 undo takes back the newest, redo brings it again, something new forgets what was taken back', () => {
    const both = added(added(untouched(size), one), two);
    expect(undone(both)).toEqual({ size, done: [one], undone: [two] });
    expect(redone(undone(both))).toEqual(both);
    expect(added(undone(both), one)).toEqual({ size, done: [one, one], undone: [] });
    expect(undone(untouched(size))).toEqual(untouched(size));
    expect(redone(both)).toBe(both);
  });

  it('V12 a crop decides what is left, the newest first; undo brings the rest back', () => {
    const cropped = added(untouched(size), two);
    expect(visibleArea(untouched(size))).toEqual(all);
    expect(visibleArea(cropped)).toEqual({ x: 10, y: 20, width: 100, height: 50 });
    expect(visibleArea(added(cropped, crop({ x: 20.4, y: 29.6, width: 10.2, height: 0.1 })))).toEqual({
      x: 20,
      y: 30,
      width: 11,
      height: 1,
    });
    expect(visibleArea(undone(cropped))).toEqual(all);
  });

  it('V12 as many redos as undos lead back, whatever was done', () => {
    // Each is another, so that their order shows.
    const edits = fc
      .nat(12)
      .map((count) => Array.from({ length: count }, (_, x) => box({ x, y: 0, width: 9, height: 9 })));
    const times = (count: number, step: (edits: PictureEdits) => PictureEdits, edits: PictureEdits): PictureEdits =>
      Array.from({ length: count }).reduce<PictureEdits>((before) => step(before), edits);
    seeded(
      fc.property(edits, fc.nat(20), (list, count) => {
        const made = list.reduce(added, untouched(size));
        const steps = Math.min(count, list.length);
        const back = times(count, undone, made);
        expect(back.done).toEqual(list.slice(0, list.length - steps));
        expect(times(steps, redone, back)).toEqual(made);
      }),
    );
  });
});

describe('V12 geometry of shapes', () => {
  it('V12 a drag in any direction makes the same area', () => {
    const corners = [
      [
        { x: 10, y: 20 },
        { x: 110, y: 70 },
      ],
      [
        { x: 110, y: 20 },
        { x: 10, y: 70 },
      ],
    ] as const;
    for (const [from, to] of corners) {
      for (const edit of [drawn('box', from, to, stroke, all), drawn('box', to, from, stroke, all)]) {
        expect(areaOf(edit)).toEqual({ x: 10, y: 20, width: 100, height: 50 });
      }
    }
  });

  it('V12 handles stand at corners and sides, and drag theirs alone; none turns the area over', () => {
    const shape = box({ x: 100, y: 100, width: 100, height: 60 });
    expect(handlesOf(shape).map(({ name, x, y }) => [name, x, y])).toEqual([
      ['nw', 100, 100],
      ['n', 150, 100],
      ['ne', 200, 100],
      ['e', 200, 130],
      ['se', 200, 160],
      ['s', 150, 160],
      ['sw', 100, 160],
      ['w', 100, 130],
    ]);
    expect(areaOf(pulled(shape, 'w', { x: 50, y: 0 }, all))).toEqual({ x: 50, y: 100, width: 150, height: 60 });
    expect(areaOf(pulled(shape, 'se', { x: 0, y: 0 }, all))).toEqual({
      x: 100,
      y: 100,
      width: LEAST_SIDE,
      height: LEAST_SIDE,
    });
    expect(areaOf(pulled(shape, 'nw', { x: 300, y: 300 }, all))).toEqual({
      x: 200 - LEAST_SIDE,
      y: 160 - LEAST_SIDE,
      width: LEAST_SIDE,
      height: LEAST_SIDE,
    });
  });

  it('V12 the ends of an arrow are its handles; its head has two equal barbs and is no longer than it', () => {
    const arrow = drawn('arrow', { x: 10, y: 10 }, { x: 110, y: 10 }, stroke, all);
    expect(handlesOf(arrow).map(({ name }) => name)).toEqual(['from', 'to']);
    expect(pulled(arrow, 'from', { x: 50, y: 60 }, all)).toMatchObject({
      from: { x: 50, y: 60 },
      to: { x: 110, y: 10 },
    });
    const [tip, one, other] = arrowHead({ x: 10, y: 10 }, { x: 110, y: 10 }, 4);
    expect(tip).toEqual({ x: 110, y: 10 });
    expect(one.x).toBeCloseTo(other.x);
    expect(one.y + other.y).toBeCloseTo(20);
    const short = arrowHead({ x: 10, y: 10 }, { x: 13, y: 10 }, 4);
    expect(Math.hypot(short[1].x - 13, short[1].y - 10)).toBeCloseTo(3);
  });

  it('V12 a box is held by its line, so that another begins inside it; a blur anywhere', () => {
    const area = { x: 100, y: 100, width: 100, height: 60 };
    expect(isOn(box(area), { x: 103, y: 130 }, 5)).toBe(true);
    expect(isOn(box(area), { x: 150, y: 130 }, 5)).toBe(false);
    expect(isOn({ tool: 'blur', area }, { x: 150, y: 130 }, 5)).toBe(true);
    expect(isOn({ tool: 'blur', area }, { x: 98, y: 130 }, 5)).toBe(false);
  });

  it('Y5 what is placed stands inside, in the middle, and resizing begins at its far end', () => {
    const bounds = { x: 40, y: 30, width: 200, height: 100 };
    for (const name of TOOLS) expect(isInside(areaOf(placed(name, stroke, bounds)), bounds), name).toBe(true);
    expect(placed('arrow', stroke, bounds)).toMatchObject({ to: { x: 140, y: 80 } });
    expect(placed('pen', stroke, bounds)).toMatchObject({ points: [{ x: 140, y: 80 }] });
    const pen = resized(placed('pen', stroke, bounds), { x: 10, y: -5 }, bounds);
    expect(pen).toMatchObject({
      points: [
        { x: 140, y: 80 },
        { x: 150, y: 75 },
      ],
    });
  });

  it('V12 nothing that is drawn, moved, resized or pulled leaves the picture, in whatever order', () => {
    const kind = fc.constantFrom('move', 'resize', 'pull');
    const change = fc.record({ kind, at: point, handle: fc.nat(7) });
    seeded(
      fc.property(tool, point, point, fc.array(change, { maxLength: 8 }), (name, from, to, changes) => {
        const bounds = { x: 20, y: 10, width: 300, height: 200 };
        let edit = drawn(name, from, to, stroke, bounds);
        for (const one of changes) {
          if (one.kind === 'move') edit = moved(edit, one.at, bounds);
          else if (one.kind === 'resize') edit = resized(edit, one.at, bounds);
          else {
            const handles = handlesOf(edit);
            const handle = handles[one.handle % (handles.length || 1)];
            if (handle) edit = pulled(edit, handle.name, one.at, bounds);
          }
          expect(isInside(areaOf(edit), bounds), JSON.stringify(edit)).toBe(true);
        }
      }),
    );
  });

  it('V12 moving takes every point of a shape along, until one meets the edge', () => {
    const points = [
      { x: 10, y: 10 },
      { x: 30, y: 40 },
      { x: 20, y: 60 },
    ] as const;
    const by = { x: 5, y: -400 };
    expect(moved({ tool: 'pen', points: [...points], stroke }, by, all)).toMatchObject({
      points: [
        { x: 15, y: 0 },
        { x: 35, y: 30 },
        { x: 25, y: 50 },
      ],
    });
    expect(moved({ tool: 'arrow', from: points[1], to: points[0], stroke }, by, all)).toMatchObject({
      from: { x: 35, y: 30 },
      to: { x: 15, y: 0 },
    });
    const shape = box({ x: 100, y: 100, width: 100, height: 60 });
    expect(areaOf(moved(shape, { x: -7, y: 9 }, all))).toEqual({ x: 93, y: 109, width: 100, height: 60 });
    expect(areaOf(moved(shape, { x: 900, y: 900 }, all))).toEqual({ x: 300, y: 240, width: 100, height: 60 });
  });

  it('V12 moving keeps form and size, also at the edge', () => {
    seeded(
      fc.property(tool, point, point, point, (name, from, to, by) => {
        const before = drawn(name, from, to, stroke, all);
        const { width, height } = areaOf(before);
        const after = areaOf(moved(before, by, all));
        expect(after.width).toBeCloseTo(width);
        expect(after.height).toBeCloseTo(height);
      }),
    );
  });
});

describe('X8 what a blur covers', () => {
  it('X8 blocks are never smaller than 12 pixels, and grow with the density of the screen', () => {
    expect(blockSide({ width: 100, height: 100 })).toBe(12);
    expect(blockSide({ width: 1440, height: 900 })).toBe(29);
    expect(blockSide({ width: 2880, height: 1800 })).toBe(57);
  });

  it('X8 a pixel that is touched is covered, and what is thin grows around its middle', () => {
    expect(blurredArea({ x: 10.9, y: 20.1, width: 50.2, height: 30 }, size)).toEqual({
      x: 10,
      y: 20,
      width: 52,
      height: 31,
    });
    expect(blurredArea({ x: 100, y: 50, width: 80, height: 2 }, size)).toEqual({
      x: 100,
      y: 45,
      width: 80,
      height: 12,
    });
    expect(blurredArea({ x: 396, y: 298, width: 4, height: 2 }, size)).toEqual({
      x: 388,
      y: 288,
      width: 12,
      height: 12,
    });
  });

  it('X8 all of the wanted area, in whole pixels, at least one block wide and high, inside the picture', () => {
    const sizes = fc.record({ width: fc.integer({ min: 1, max: 700 }), height: fc.integer({ min: 1, max: 700 }) });
    seeded(
      fc.property(sizes, point, point, (picture, from, to) => {
        const bounds = { x: 0, y: 0, ...picture };
        const wanted = areaOf(drawn('blur', from, to, stroke, bounds));
        const area = blurredArea(wanted, picture);
        expect(Object.values(area).every(Number.isInteger)).toBe(true);
        expect(isInside(area, bounds)).toBe(true);
        expect(isInside(wanted, area)).toBe(true);
        expect(area.width).toBeGreaterThanOrEqual(Math.min(blockSide(picture), picture.width));
        expect(area.height).toBeGreaterThanOrEqual(Math.min(blockSide(picture), picture.height));
      }),
    );
  });
});

describe('V12 work on a picture', () => {
  const [from, to] = [
    { x: 50, y: 50 },
    { x: 150, y: 100 },
  ];

  it('V12 a shape in progress counts as soon as something else is done', () => {
    const drawing = new Drawing(size, '#f00');
    drawing.draw(from, to);
    expect(drawing.edits.done).toEqual([]);
    expect(drawing.chooseTool('box')?.tool).toBe('arrow');
    drawing.place();
    drawing.place();
    expect(drawing.edits.done.map((edit) => edit.tool)).toEqual(['arrow', 'box']);
    expect(drawing.keep()?.tool).toBe('box');
    expect(drawing.edits.done).toHaveLength(3);
    expect(drawing.keep()).toBeUndefined();
  });

  it('V12 undo takes back a shape in progress first, and redo brings it again', () => {
    const drawing = new Drawing(size, '#f00');
    drawing.draw(from, to);
    expect(drawing.canUndo && !drawing.canRedo).toBe(true);
    expect(drawing.undo()).toMatchObject({ tool: 'arrow', from, to });
    expect(drawing.canUndo).toBe(false);
    expect(drawing.redo()).toMatchObject({ tool: 'arrow', from, to });
    expect(drawing.edits.done).toHaveLength(1);
  });

  it('V12 dropped is not undone: nothing brings it back', () => {
    const drawing = new Drawing(size, '#f00');
    drawing.place();
    expect(drawing.drop()?.tool).toBe('arrow');
    expect(drawing.canUndo || drawing.canRedo).toBe(false);
  });

  it('V12 a colour is for what comes and for the shape in progress', () => {
    const drawing = new Drawing(size, '#f00');
    drawing.draw(from, to);
    drawing.chooseColour('#000');
    expect(drawing.shape).toMatchObject({ stroke: { colour: '#000' } });
    drawing.keep();
    drawing.chooseColour('#fff');
    expect(drawing.edits.done).toMatchObject([{ stroke: { colour: '#000' } }]);
    expect(drawing.place()).toMatchObject({ stroke: { colour: '#fff' } });
  });

  it('V12 after a crop everything stays inside what is left', () => {
    const drawing = new Drawing(size, '#f00');
    drawing.chooseTool('crop');
    drawing.draw(from, to);
    drawing.chooseTool('blur');
    const visible = { x: 50, y: 50, width: 100, height: 50 };
    expect(drawing.visible).toEqual(visible);
    drawing.draw({ x: 0, y: 0 }, { x: 400, y: 300 });
    expect(areaOf(drawing.shape!)).toEqual(visible);
  });
});
