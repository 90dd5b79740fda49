/** The picture editor in a shadow root as the chat's, a person's mouse and keys on it, and a look at pixels. */
import { adoptStyles, baseStyles, editPicture, loadLocalizer, tokens } from '@support-chat/ui';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { setViewport } from '../../support/set-viewport.js';
import { until } from './log-fixture.js';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): string;
}
export type Paint = (x: number, y: number) => number;

export const RED = '217,45,32,255';
export const WHITE = '255,255,255,255';
/** Grey of each pixel; nothing is like its neighbours. */
export const wild: Paint = (x, y) => (x * 31 + y * 17) % 200;

function canvasOf(width: number, height: number): readonly [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return [canvas, canvas.getContext('2d', { willReadFrequently: true })!];
}

export function pictureOf(paint: Paint = () => 255, width = 400, height = 300, type = 'image/png'): Promise<Blob> {
  const [canvas, context] = canvasOf(width, height);
  const image = context.createImageData(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      image.data.set([paint(x, y), paint(x, y), paint(x, y), 255], (y * width + x) * 4);
    }
  }
  context.putImageData(image, 0, 0);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob!), type));
}

export async function pixelsOf(picture: Blob): Promise<Pixels> {
  const bitmap = await createImageBitmap(picture);
  const { width, height } = bitmap;
  const [, context] = canvasOf(width, height);
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, at: (x, y) => data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4).join() };
}

/** Points of a picture that another has otherwise. */
export function changed(before: Pixels, after: Pixels): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [];
  for (let y = 0; y < before.height; y++) {
    for (let x = 0; x < before.width; x++) if (before.at(x, y) !== after.at(x, y)) points.push([x, y]);
  }
  return points;
}

/** One person at the editor. */
export class EditorFixture {
  readonly root: ShadowRoot;
  /** Has the focus before. */
  readonly opener = document.createElement('button');
  readonly life = new AbortController();
  /** Keys that left the editor. */
  readonly outside: string[] = [];
  result: Promise<Blob | null> = Promise.resolve(null);

  private constructor() {
    const host = document.createElement('div');
    this.root = host.attachShadow({ mode: 'open' });
    adoptStyles(this.root, tokens, baseStyles);
    this.opener.textContent = 'Screenshot';
    this.root.append(this.opener);
    document.body.append(host);
    host.addEventListener('keydown', ({ key }) => this.outside.push(key));
    this.opener.focus();
  }

  static async make(): Promise<EditorFixture> {
    await setViewport({ width: 1000, height: 800 });
    return new EditorFixture();
  }

  async release(): Promise<void> {
    this.life.abort();
    await this.result.catch(() => undefined);
    this.root.host.remove();
    await sendMouse({ type: 'move', position: [0, 0] });
  }

  get dialog(): HTMLDialogElement | null {
    return this.root.querySelector('dialog');
  }
  get canvas(): HTMLCanvasElement {
    return this.root.querySelector('[part~="picture-canvas"]')!;
  }
  get said(): string {
    return this.dialog?.querySelector('[role="status"]')?.textContent ?? '';
  }

  button(name: string): HTMLButtonElement {
    const all = [...this.root.querySelectorAll<HTMLButtonElement>('dialog button')];
    const found = all.find((one) => (one.ariaLabel ?? one.textContent.trim()) === name);
    if (!found) throw new Error(`No button ${name}`);
    return found;
  }

  isOff(name: string): boolean {
    return this.button(name).getAttribute('aria-disabled') === 'true';
  }

  async open(picture: Blob, locale = 'en'): Promise<void> {
    const localizer = await loadLocalizer(locale);
    this.result = editPicture(picture, { root: this.root, localizer, signal: this.life.signal });
    await until(() => this.dialog?.open, 'open');
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await sendKeys({ press: key });
  }

  /** Draws through points of what is shown, in its pixels. */
  async drag(...points: (readonly [number, number])[]): Promise<void> {
    const [first, ...rest] = points.map((point) => this.#onScreen(point));
    await sendMouse({ type: 'move', position: first! });
    await sendMouse({ type: 'down' });
    for (const position of rest) await sendMouse({ type: 'move', position });
    await sendMouse({ type: 'up' });
  }

  #onScreen([x, y]: readonly [number, number]): [number, number] {
    const box = this.canvas.getBoundingClientRect();
    const scale = box.width / this.canvas.width;
    return [Math.round(box.x + x * scale), Math.round(box.y + y * scale)];
  }

  async used(): Promise<Pixels> {
    this.button('Use picture').click();
    return pixelsOf((await this.result)!);
  }
}
