/**
 * Paints edits on a canvas whose unit is a pixel of the picture. What is blurred is gone: its pixels are replaced by
 * averages of blocks, so that neither the view nor the file has more than is seen (X8).
 */
import type { Area, Edit, PictureEdits, Point, Stroke } from './picture-edits.js';
import { visibleArea } from './picture-edits.js';
import { arrowHead, blockSide, blurredArea, handlesOf } from './shape-geometry.js';

/**
 * Averages are rounded to multiples of this: exact ones would let somebody try out which letters give them. Twice that,
 * and white paper gets a tint.
 */
const COARSE = 8;

/** A canvas of that size and what paints on it; pixels are read often. */
export function blankCanvas(
  width: number,
  height: number,
): readonly [canvas: HTMLCanvasElement, context: CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return [canvas, contextOf(canvas)];
}

/** @throws where the browser has no room for another canvas */
export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('No canvas');
  return context;
}

/** The whole picture with all edits but crops, on a canvas of its own. */
export function flattened(picture: CanvasImageSource, edits: PictureEdits): HTMLCanvasElement {
  const [canvas, context] = blankCanvas(edits.size.width, edits.size.height);
  context.drawImage(picture, 0, 0);
  for (const edit of edits.done) paintEdit(context, edit);
  return canvas;
}

/** What is left of a flattened picture, as a PNG. Rejects when the browser makes none. */
export function exported(flat: HTMLCanvasElement, edits: PictureEdits): Promise<Blob> {
  const { x, y, width, height } = visibleArea(edits);
  const [canvas, context] = blankCanvas(width, height);
  context.drawImage(flat, -x, -y);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('No picture'))), 'image/png');
  });
}

/** Where an edit that is not done yet is shown. */
interface View {
  /** The whole picture below it: a blur at the edge of what is seen takes in what is not. */
  readonly flat: HTMLCanvasElement;
  /** The point of the picture in the canvas's corner, to which its transformation is set. */
  readonly origin: Point;
}

/** One edit upon what is there already: the whole picture, or what a view shows of it. A crop paints nothing. */
export function paintEdit(context: CanvasRenderingContext2D, edit: Edit, view?: View): void {
  switch (edit.tool) {
    case 'crop':
      return;
    case 'blur':
      return blur(context, edit.area, view);
    case 'box': {
      const { x, y, width, height } = edit.area;
      withStroke(context, edit.stroke, () => context.strokeRect(x, y, width, height));
      return;
    }
    case 'arrow':
      withStroke(context, edit.stroke, () => arrow(context, edit.from, edit.to, edit.stroke.width));
      return;
    case 'pen':
      withStroke(context, edit.stroke, () => line(context, edit.points));
  }
}

function withStroke(context: CanvasRenderingContext2D, { colour, width }: Stroke, paint: () => void): void {
  context.save();
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = width;
  context.lineCap = context.lineJoin = 'round';
  context.beginPath();
  paint();
  context.restore();
}

function arrow(context: CanvasRenderingContext2D, from: Point, to: Point, width: number): void {
  const [tip, one, other] = arrowHead(from, to, width);
  // The shaft ends inside the head, for its round end would blunt the tip.
  context.moveTo(from.x, from.y);
  context.lineTo((one.x + other.x) / 2, (one.y + other.y) / 2);
  context.stroke();
  context.beginPath();
  context.moveTo(tip.x, tip.y);
  context.lineTo(one.x, one.y);
  context.lineTo(other.x, other.y);
  context.closePath();
  context.fill();
}

/** Through the middles between the points, which makes a hand's line round; a single point is a dot. */
function line(context: CanvasRenderingContext2D, points: readonly [Point, ...Point[]]): void {
  const [first, ...rest] = points;
  context.moveTo(first.x, first.y);
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    if (next) context.quadraticCurveTo(point.x, point.y, (point.x + next.x) / 2, (point.y + next.y) / 2);
    else context.lineTo(point.x, point.y);
  });
  if (rest.length === 0) context.lineTo(first.x, first.y);
  context.stroke();
}

/** Pixels are read and written where they are, whatever the transformation. */
function blur(context: CanvasRenderingContext2D, wanted: Area, view?: View): void {
  const { flat, origin } = view ?? { flat: context.canvas, origin: { x: 0, y: 0 } };
  const { x, y, width, height } = blurredArea(wanted, flat);
  const pixels = contextOf(flat).getImageData(x, y, width, height);
  pixelate(pixels, blockSide(flat));
  context.putImageData(pixels, x - origin.x, y - origin.y);
}

/**
 * Replaces all pixels by averages of blocks. The blocks share the area evenly, so that none is narrower than `side`
 * unless the area is.
 */
export function pixelate({ data, width, height }: ImageData, side: number): void {
  const columns = Math.max(1, Math.floor(width / side));
  const rows = Math.max(1, Math.floor(height / side));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const left = Math.round((column * width) / columns);
      const right = Math.round(((column + 1) * width) / columns);
      const top = Math.round((row * height) / rows);
      const bottom = Math.round(((row + 1) * height) / rows);
      const sums = [0, 0, 0, 0] as [number, number, number, number];
      for (let y = top; y < bottom; y++) {
        for (let at = (y * width + left) * 4; at < (y * width + right) * 4; at += 4) {
          const alpha = data[at + 3] ?? 0;
          // What is transparent has no colour to count.
          for (const channel of [0, 1, 2] as const) sums[channel] += (data[at + channel] ?? 0) * alpha;
          sums[3] += alpha;
        }
      }
      const [red, green, blue, alpha] = sums;
      const average = [red, green, blue].map((sum) => coarse(alpha === 0 ? 0 : sum / alpha));
      average.push(coarse(alpha / ((right - left) * (bottom - top))));
      for (let y = top; y < bottom; y++) {
        for (let at = (y * width + left) * 4; at < (y * width + right) * 4; at += 4) data.set(average, at);
      }
    }
  }
}

function coarse(value: number): number {
  return Math.min(255, Math.round(value / COARSE) * COARSE);
}

/**
 * What shows that a shape is in progress: a frame, handles, and shade over what a crop takes away.
 *
 * @param unit - pixels of the picture that are one CSS pixel
 */
export function paintFrame(context: CanvasRenderingContext2D, shape: Edit, visible: Area, unit: number): void {
  context.save();
  if (shape.tool === 'crop') {
    const { x, y, width, height } = shape.area;
    context.fillStyle = 'rgb(0 0 0 / 55%)';
    context.beginPath();
    context.rect(visible.x, visible.y, visible.width, visible.height);
    context.rect(x, y, width, height);
    context.fill('evenodd');
  }
  if ('area' in shape && shape.tool !== 'box') {
    const { x, y, width, height } = shape.area;
    twoTone(context, unit, () => context.strokeRect(x, y, width, height));
  }
  for (const { x, y } of handlesOf(shape)) {
    context.beginPath();
    context.arc(x, y, 5 * unit, 0, 2 * Math.PI);
    context.fillStyle = '#fff';
    context.fill();
    context.lineWidth = 2 * unit;
    context.strokeStyle = '#17181c';
    context.stroke();
  }
  context.restore();
}

/** Dark below light: seen on any picture. */
function twoTone(context: CanvasRenderingContext2D, unit: number, stroke: () => void): void {
  for (const [colour, width] of [
    ['#17181c', 3],
    ['#fff', 1],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width * unit;
    stroke();
  }
}
