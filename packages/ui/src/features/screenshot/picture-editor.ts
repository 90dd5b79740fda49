/**
 * The dialog in which a picture is changed: toolbar, canvas, and the two ways out. Owns what is shown and said; the work
 * itself is `drawing.ts`, reached by `canvas-pointer.ts` and `canvas-keys.ts`.
 */
import { html, render, type TemplateResult } from 'lit/html.js';
import type { Localizer } from '../../localizer/localizer.js';
import { Announcer } from '../../log/announcer.js';
import { pressHistory, pressOnCanvas, type Deed } from './canvas-keys.js';
import { followPointer } from './canvas-pointer.js';
import { Drawing } from './drawing.js';
import { contextOf, exported, flattened, paintEdit, paintFrame } from './paint-edits.js';
import type { Edit, PictureEdits } from './picture-edits.js';
import type { PictureKey } from '../../locales/features/picture.js';
import type { MessageKey } from '../../locales/messages.js';
import { areaOf } from './shape-geometry.js';
import { toolbar, type Colour, type Step } from './toolbar.js';

interface PictureEditorOptions {
  readonly picture: ImageBitmap;
  readonly root: ShadowRoot;
  readonly words: Localizer<MessageKey | PictureKey>;
  readonly signal: AbortSignal;
}

/** What is drawn with; `accent` is what the site's accent is where the dialog stands. */
const PAINT: Readonly<Record<Exclude<Colour, 'accent'>, string>> = { red: '#d92d20', black: '#000', white: '#fff' };

/** See the module. Opens itself. */
export class PictureEditor {
  /** With the picture, or null; the dialog is gone by then. */
  readonly closed: Promise<Blob | null>;
  readonly #picture: ImageBitmap;
  readonly #words: Localizer<MessageKey | PictureKey>;
  readonly #percent: Intl.NumberFormat;
  readonly #dialog = document.createElement('dialog');
  readonly #life = new AbortController();
  readonly #announcer: Announcer;
  readonly #canvas: HTMLCanvasElement;
  readonly #drawing: Drawing;
  #colour: Colour = 'red';
  /** Which button of the toolbar Tab reaches. */
  #at = 'arrow';
  /** Whether it is asked if all shall be given up. */
  #asking = false;
  /** What is done, flattened, and of which edits. */
  #flat: { readonly done: PictureEdits['done']; readonly canvas: HTMLCanvasElement } | undefined;
  #resolve!: (result: Blob | null) => void;
  #reject!: (error: unknown) => void;

  constructor({ picture, root, words, signal }: PictureEditorOptions) {
    this.#picture = picture;
    this.#words = words;
    this.#percent = new Intl.NumberFormat(words.locale, { style: 'percent' });
    this.#drawing = new Drawing({ width: picture.width, height: picture.height }, PAINT.red);
    const dialog = this.#dialog;
    dialog.className = 'picture-editor';
    dialog.part.add('picture-editor');
    dialog.lang = words.locale;
    dialog.dir = words.direction;
    dialog.ariaLabel = words.text('picture-title');
    this.closed = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#announcer = new Announcer(dialog, words, this.#life.signal);
    root.append(dialog);
    this.#render();
    this.#canvas = dialog.querySelector('canvas') as HTMLCanvasElement;
    this.#listen(signal);
    // By itself a dialog focuses its first button, and the toolbar's stop would move there.
    const chosen = dialog.querySelector<HTMLElement>('[tabindex="0"]');
    dialog.showModal();
    chosen?.focus();
    this.#paint();
  }

  #listen(chat: AbortSignal): void {
    const { signal } = this.#life;
    const dialog = this.#dialog;
    dialog.addEventListener('keydown', (event) => this.#keydown(event), { signal });
    // Android's gesture for back. It belongs to the dialog, not to the chat below.
    dialog.addEventListener(
      'cancel',
      (event) => {
        event.stopPropagation();
        event.preventDefault();
        this.#leave();
      },
      { signal },
    );
    // Some engines close it whatever is asked.
    dialog.addEventListener('close', () => this.#end(null), { signal });
    chat.addEventListener('abort', () => this.#end(null), { signal });
    // Handles keep their size on the screen.
    const sizes = new ResizeObserver(() => this.#paint());
    sizes.observe(this.#canvas);
    signal.addEventListener('abort', () => sizes.disconnect(), { once: true });
    followPointer({
      canvas: this.#canvas,
      drawing: this.#drawing,
      signal,
      unit: () => this.#unit,
      onDraw: () => this.#paint(),
      onEnd: (kept) => {
        if (kept) this.#say('kept', kept);
        this.#update();
      },
    });
  }

  /** Pixels of the picture that are one CSS pixel. */
  get #unit(): number {
    return this.#canvas.width / (this.#canvas.getBoundingClientRect().width || this.#canvas.width);
  }

  /** Keys stay in the dialog: the panel's Escape has the chat to close. */
  #keydown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#escape();
      return;
    }
    const onDeed = (deed: Deed, edit: Edit): void => this.#deed(deed, edit);
    const onCanvas = event.target === this.#canvas && pressOnCanvas(event, this.#drawing, onDeed);
    if (onCanvas || pressHistory(event, this.#drawing, onDeed)) event.preventDefault();
  }

  #escape(): void {
    const dropped = this.#drawing.drop();
    if (dropped) this.#deed('removed', dropped);
    else this.#leave();
  }

  /** Gives it up, and asks before work is lost; asked already, it takes back the question. */
  #leave(): void {
    if (this.#asking) return this.#goOn();
    if (!this.#drawing.canUndo) return this.#end(null);
    this.#asking = true;
    this.#render();
    this.#dialog.querySelector<HTMLElement>('.go-on')?.focus();
  }

  #goOn(): void {
    this.#asking = false;
    this.#render();
    this.#canvas.focus({ preventScroll: true });
  }

  #use(): void {
    this.#drawing.keep();
    exported(this.#flattened(), this.#drawing.edits).then(
      (blob) => this.#end(blob),
      (error: unknown) => {
        this.#reject(error);
        this.#end(null);
      },
    );
  }

  #end(result: Blob | null): void {
    if (this.#life.signal.aborted) return;
    this.#life.abort();
    this.#dialog.close();
    this.#dialog.remove();
    this.#resolve(result);
  }

  #step(step: Step): void {
    const drawing = this.#drawing;
    const steps: Readonly<Record<Step, () => readonly [Deed, Edit | undefined]>> = {
      undo: () => ['undone', drawing.undo()],
      redo: () => ['redone', drawing.redo()],
      keep: () => ['kept', drawing.keep()],
      remove: () => ['removed', drawing.drop()],
    };
    const [deed, edit] = steps[step]();
    if (edit) this.#deed(deed, edit);
  }

  #deed(deed: Deed, edit: Edit): void {
    this.#say(deed, edit);
    this.#update();
  }

  #say(deed: Deed, edit: Edit): void {
    const words = this.#words;
    const visible = this.#drawing.visible;
    const { x, y, width, height } = areaOf(edit);
    const part = (length: number, of: number): string => this.#percent.format(length / of);
    this.#announcer.status(
      words.text(`picture-${deed}`, {
        shape: words.text(`picture-${edit.tool}`),
        x: part(x - visible.x, visible.width),
        y: part(y - visible.y, visible.height),
        width: part(width, visible.width),
        height: part(height, visible.height),
      }),
    );
  }

  /** After whatever was drawn; drawing on answers the question whether to stop. */
  #update(): void {
    if (this.#asking) this.#goOn();
    else this.#render();
    this.#paint();
  }

  #flattened(): HTMLCanvasElement {
    const { edits } = this.#drawing;
    if (this.#flat?.done !== edits.done) {
      this.#flat = { done: edits.done, canvas: flattened(this.#picture, edits) };
    }
    return this.#flat.canvas;
  }

  #paint(): void {
    const { visible, shape } = this.#drawing;
    const canvas = this.#canvas;
    const flat = this.#flattened();
    // Given a size, a canvas is blank, and given another it takes other room.
    if (canvas.width !== visible.width || canvas.height !== visible.height) {
      canvas.width = visible.width;
      canvas.height = visible.height;
    }
    const context = contextOf(canvas);
    context.setTransform(1, 0, 0, 1, -visible.x, -visible.y);
    context.clearRect(0, 0, flat.width, flat.height);
    context.drawImage(flat, 0, 0);
    if (!shape) return;
    paintEdit(context, shape, { flat, origin: visible });
    paintFrame(context, shape, visible, this.#unit);
  }

  #paintOf(colour: Colour): string {
    if (colour !== 'accent') return PAINT[colour];
    const swatch = this.#dialog.querySelector('.picture-swatch.accent');
    return swatch ? getComputedStyle(swatch, '::before').backgroundColor : PAINT.red;
  }

  #render(): void {
    render(this.#template(), this.#dialog);
  }

  #template(): TemplateResult {
    const words = this.#words;
    const drawing = this.#drawing;
    const { width, height } = drawing.visible;
    return html`<div class="picture-head">
        <h2>${words.text('picture-title')}</h2>
        ${toolbar({
          words,
          tool: drawing.tool,
          colour: this.#colour,
          canUndo: drawing.canUndo,
          canRedo: drawing.canRedo,
          shaping: drawing.shape !== undefined,
          at: this.#at,
          onTool: (tool) => {
            const kept = drawing.chooseTool(tool);
            if (kept) this.#say('kept', kept);
            this.#update();
          },
          onColour: (colour) => {
            this.#colour = colour;
            drawing.chooseColour(this.#paintOf(colour));
            this.#update();
          },
          onStep: (step) => this.#step(step),
          onFocus: (name) => {
            this.#at = name;
            this.#render();
          },
        })}
      </div>
      <div class=${drawing.shape ? 'picture-stage shaping' : 'picture-stage'}>
        <canvas
          class="picture-canvas"
          part="picture-canvas"
          role="application"
          tabindex="0"
          aria-label=${words.text('picture-canvas', { width: words.number(width), height: words.number(height) })}
          aria-describedby="picture-how"
        ></canvas>
      </div>
      <div class="picture-foot">
        <p class="picture-how" id="picture-how" ?hidden=${this.#asking}>${words.text('picture-how')}</p>
        ${this.#asking ? this.#question() : this.#ways()}
      </div>`;
  }

  #ways(): TemplateResult {
    const words = this.#words;
    return html`<button type="button" class="picture-button" @click=${() => this.#leave()}>
        ${words.text('picture-cancel')}
      </button>
      <button type="button" class="picture-button main" @click=${() => this.#use()}>
        ${words.text('picture-use')}
      </button>`;
  }

  #question(): TemplateResult {
    const words = this.#words;
    return html`<p class="picture-ask" id="picture-ask">${words.text('picture-ask')}</p>
      <button type="button" class="picture-button danger" @click=${() => this.#end(null)}>
        ${words.text('discard')}
      </button>
      <button
        type="button"
        class="picture-button main go-on"
        aria-describedby="picture-ask"
        @click=${() => this.#goOn()}
      >
        ${words.text('picture-go-on')}
      </button>`;
  }
}
