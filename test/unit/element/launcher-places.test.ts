import { describe, expect, it } from 'vitest';
import type { Placement } from '../../../packages/element/src/element-options.js';
import {
  nearestPlace,
  placementOf,
  placeOf,
  places,
  placeTowards,
  type Place,
} from '../../../packages/element/src/features/launcher-place/places.js';

const LAUNCHER = { width: 56, height: 56 };

describe('V2 places of the launcher', () => {
  it('are the corners and the middles of the sides', () => {
    expect(places.map((place) => placementOf(place, 'ltr'))).toEqual([
      ...['top-start', 'top', 'top-end'],
      ...['left', 'right'],
      ...['bottom-start', 'bottom', 'bottom-end'],
    ]);
  });

  it('have the same name on the way there and back, in both directions', () => {
    for (const direction of ['ltr', 'rtl'] as const)
      for (const place of places) expect(placeOf(placementOf(place, direction), direction)).toEqual(place);
    expect(placementOf({ column: 0, row: 2 }, 'rtl')).toBe('bottom-end');
    expect(placementOf({ column: 0, row: 1 }, 'rtl')).toBe('left');
  });

  it('know the names that an owner may use besides', () => {
    const meant: [Placement, Place][] = [
      ['left-start', { column: 0, row: 0 }],
      ['left-end', { column: 0, row: 2 }],
      ['right-start', { column: 2, row: 0 }],
      ['right-end', { column: 2, row: 2 }],
    ];
    for (const [placement, place] of meant)
      for (const direction of ['ltr', 'rtl'] as const) expect(placeOf(placement, direction)).toEqual(place);
    expect(placeOf('nonsense' as Placement, 'ltr')).toEqual({ column: 2, row: 2 });
    expect(placeOf('nonsense' as Placement, 'rtl')).toEqual({ column: 0, row: 2 });
  });

  it('are found from wherever the launcher was let go, on every screen', () => {
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
      { width: 844, height: 390 },
    ]) {
      const near = (x: number, y: number): string =>
        placementOf(nearestPlace({ x: x * viewport.width, y: y * viewport.height }, viewport, LAUNCHER), 'ltr');
      expect(near(0.1, 0.1)).toBe('top-start');
      expect(near(0.5, 0.1)).toBe('top');
      expect(near(0.9, 0.1)).toBe('top-end');
      expect(near(0.1, 0.5)).toBe('left');
      expect(near(0.9, 0.5)).toBe('right');
      expect(near(0.1, 0.9)).toBe('bottom-start');
      expect(near(0.5, 0.9)).toBe('bottom');
      expect(near(0.9, 0.9)).toBe('bottom-end');
    }
    // The middle of a phone belongs to the sides, which are nearer.
    const phone = { width: 390, height: 844 };
    expect(nearestPlace({ x: 180, y: 422 }, phone, LAUNCHER)).toEqual({ column: 0, row: 1 });
    expect(nearestPlace({ x: 210, y: 422 }, phone, LAUNCHER)).toEqual({ column: 2, row: 1 });
  });

  it('follow each other by arrow keys, past the empty middle and no further than the edge', () => {
    const walk = (from: Place, ...keys: string[]): Place =>
      keys.reduce((place, key) => placeTowards(place, `Arrow${key}`) ?? place, from);
    const corner: Place = { column: 2, row: 2 };
    expect(walk(corner, 'Left')).toEqual({ column: 1, row: 2 });
    expect(walk(corner, 'Left', 'Left', 'Left')).toEqual({ column: 0, row: 2 });
    expect(walk(corner, 'Up', 'Left')).toEqual({ column: 0, row: 1 });
    expect(walk(corner, 'Left', 'Up')).toEqual({ column: 1, row: 0 });
    expect(walk(corner, 'Right')).toEqual(corner);
    expect(walk(corner, 'Down')).toEqual(corner);
    expect(placeTowards(corner, 'Enter')).toBeUndefined();
    expect(placeTowards(corner, 'toString')).toBeUndefined();
  });
});
