/**
 * One person's work on a picture: the tool in the hand, the shape that is not done yet, and the edits. Without a DOM, so
 * that pointer and keyboard do the same. A shape in progress counts as soon as anything else is done: nothing that is
 * seen gets lost by forgetting to confirm it.
 */
import {
  added,
  lineWidth,
  redone,
  undone,
  untouched,
  visibleArea,
  type Area,
  type Edit,
  type PictureEdits,
  type Point,
  type Size,
  type Stroke,
  type Tool,
} from './picture-edits.js';
import { continued, drawn, moved, placed, pulled, resized, type HandleName } from './shape-geometry.js';

/** See the module. */
export class Drawing {
  #edits: PictureEdits;
  #shape: Edit | undefined;
  #tool: Tool = 'arrow';
  #colour: string;

  /** @param colour - of the first lines, any CSS colour */
  constructor(size: Size, colour: string) {
    this.#edits = untouched(size);
    this.#colour = colour;
  }

  get edits(): PictureEdits {
    return this.#edits;
  }
  /** The shape in progress. */
  get shape(): Edit | undefined {
    return this.#shape;
  }
  get tool(): Tool {
    return this.#tool;
  }
  get colour(): string {
    return this.#colour;
  }
  /** What is left of the picture; shapes stay in it. */
  get visible(): Area {
    return visibleArea(this.#edits);
  }
  get canUndo(): boolean {
    return this.#shape !== undefined || this.#edits.done.length > 0;
  }
  get canRedo(): boolean {
    return this.#edits.undone.length > 0 && this.#shape === undefined;
  }

  /** @returns the shape that is done by that, unless there was none */
  chooseTool(tool: Tool): Edit | undefined {
    const kept = this.keep();
    this.#tool = tool;
    return kept;
  }

  /** For what comes, and for the shape in progress. */
  chooseColour(colour: string): void {
    this.#colour = colour;
    const shape = this.#shape;
    if (shape && 'stroke' in shape) this.#shape = { ...shape, stroke: { ...shape.stroke, colour } };
  }

  /** Puts a shape into the middle. */
  place(): Edit {
    this.keep();
    return (this.#shape = placed(this.#tool, this.#stroke, this.visible));
  }

  /** Begins or changes the shape that a pointer draws. */
  draw(from: Point, to: Point): void {
    this.#shape = drawn(this.#tool, from, to, this.#stroke, this.visible);
  }

  /** A pen's line goes on. */
  continue(to: Point): void {
    this.#change((shape) => continued(shape, to, this.visible));
  }

  move(by: Point): void {
    this.#change((shape) => moved(shape, by, this.visible));
  }

  resize(by: Point): void {
    this.#change((shape) => resized(shape, by, this.visible));
  }

  pull(handle: HandleName, to: Point): void {
    this.#change((shape) => pulled(shape, handle, to, this.visible));
  }

  /** Back to what it was before a gesture that was broken off. */
  reset(shape: Edit | undefined): void {
    this.#shape = shape;
  }

  /** The shape is done. @returns it, unless there was none */
  keep(): Edit | undefined {
    const shape = this.#shape;
    if (shape) this.#edits = added(this.#edits, shape);
    this.#shape = undefined;
    return shape;
  }

  /** Lets the shape go. @returns it, unless there was none */
  drop(): Edit | undefined {
    const shape = this.#shape;
    this.#shape = undefined;
    return shape;
  }

  /** @returns what was taken back; the shape in progress is the newest */
  undo(): Edit | undefined {
    this.keep();
    const newest = this.#edits.done.at(-1);
    this.#edits = undone(this.#edits);
    return newest;
  }

  /** @returns what was done again; nothing while a shape is in progress */
  redo(): Edit | undefined {
    if (!this.canRedo) return undefined;
    this.#edits = redone(this.#edits);
    return this.#edits.done.at(-1);
  }

  #change(change: (shape: Edit) => Edit): void {
    if (this.#shape) this.#shape = change(this.#shape);
  }

  get #stroke(): Stroke {
    return { colour: this.#colour, width: lineWidth(this.#edits.size) };
  }
}
