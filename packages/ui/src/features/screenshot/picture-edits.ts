/**
 * What was done to a picture: a list of edits in pixels of the picture itself, with what was taken back. Pure and
 * immutable. Owns the kinds of edits and their order; where they lie is `shape-geometry.ts`, how they look `paint-edits.ts`.
 */

/** In the order of the toolbar. */
export const TOOLS = ['crop', 'pen', 'arrow', 'box', 'blur'] as const;

/** What one works with; each makes one kind of edit. */
export type Tool = (typeof TOOLS)[number];

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle from its upper left corner; neither side is negative. */
export interface Area extends Point, Size {}

/** How a line is drawn. */
export interface Stroke {
  /** Any CSS colour. */
  readonly colour: string;
  /** Pixels of the picture. */
  readonly width: number;
}

/** One change. All lengths and places are pixels of the uncropped picture. */
export type Edit =
  | { readonly tool: 'crop'; readonly area: Area }
  | { readonly tool: 'blur'; readonly area: Area }
  | { readonly tool: 'box'; readonly area: Area; readonly stroke: Stroke }
  | { readonly tool: 'arrow'; readonly from: Point; readonly to: Point; readonly stroke: Stroke }
  | { readonly tool: 'pen'; readonly points: readonly [Point, ...Point[]]; readonly stroke: Stroke };

/** The changes of one picture. */
export interface PictureEdits {
  readonly size: Size;
  /** Oldest first; later ones lie above earlier ones. */
  readonly done: readonly Edit[];
  /** Taken back, the next to be done again last. */
  readonly undone: readonly Edit[];
}

/** A picture as it came. */
export function untouched(size: Size): PictureEdits {
  return { size, done: [], undone: [] };
}

/** One more; what was taken back before is gone. */
export function added({ size, done }: PictureEdits, edit: Edit): PictureEdits {
  return { size, done: [...done, edit], undone: [] };
}

/** Without the newest; the same edits when there is none. */
export function undone(edits: PictureEdits): PictureEdits {
  const newest = edits.done.at(-1);
  return newest ? { ...edits, done: edits.done.slice(0, -1), undone: [...edits.undone, newest] } : edits;
}

/** With what was taken back last; the same edits when there is nothing. */
export function redone(edits: PictureEdits): PictureEdits {
  const next = edits.undone.at(-1);
  return next ? { ...edits, done: [...edits.done, next], undone: edits.undone.slice(0, -1) } : edits;
}

/** What is left of the picture: the newest crop in whole pixels, at least one, or all of it. */
export function visibleArea({ size, done }: PictureEdits): Area {
  const crop = done.findLast((edit) => edit.tool === 'crop');
  if (!crop) return { x: 0, y: 0, ...size };
  const { x, y, width, height } = crop.area;
  const left = Math.min(Math.round(x), size.width - 1);
  const top = Math.min(Math.round(y), size.height - 1);
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.round(x + width) - left),
    height: Math.max(1, Math.round(y + height) - top),
  };
}

/** Width of lines that are seen, and not in the way, on a picture of that size. */
export function lineWidth({ width, height }: Size): number {
  return Math.max(3, Math.round(Math.min(width, height) / 150));
}
