/**
 * A picture of the page, before it is sent: the editor on a page that was made up, and a person's hands on it; and the way from
 * the chat to it, as it goes well and otherwise.
 */
import { adoptStyles, baseStyles, editPicture, loadLocalizer, tokens } from '@support-chat/ui';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, fireEvent, userEvent, waitFor } from 'storybook/test';
import { Actor, stage as setScene } from './stage.js';
import { takesFiles } from './uploads.js';

interface Args {
  readonly locale: string;
  readonly scheme: 'light' | 'dark';
  /** Pixels of the picture. */
  readonly width: number;
  readonly height: number;
}

/** Something like a shop, in the given number of pixels. */
async function page({ width, height }: Args): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No canvas');
  const unit = Math.min(width, height) / 40;
  const block = (colour: string, x: number, y: number, w: number, h: number): void => {
    context.fillStyle = colour;
    context.fillRect(x, y, w, h);
  };
  const words = (text: string, size: number, x: number, y: number): void => {
    context.fillStyle = '#222';
    context.font = `${size * unit}px system-ui`;
    context.fillText(text, x * unit, y * unit, width - 2 * x * unit);
  };
  block('#faf8f3', 0, 0, width, height);
  block('#1f5c57', 0, 0, width, 4 * unit);
  words('Your order', 2.4, 2, 9);
  words('Blue teapot, 1 litre', 1.3, 2, 13);
  words('Deliver to: Anna Example, 12 Long Street', 1.3, 2, 16);
  words('The total does not add up', 1.3, 2, 19);
  ['#d9e4f2', '#e9d9f2', '#f2e3d9'].forEach((colour, index) =>
    block(colour, (2 + index * 12) * unit, 23 * unit, 11 * unit, 12 * unit),
  );
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('No picture'))));
  });
}

const results = new WeakMap<Element, Promise<Blob | null>>();

/** The element whose shadow root has the dialog. */
function stage(args: Args): HTMLElement {
  const host = document.createElement('section');
  host.setAttribute('color-scheme', args.scheme);
  host.style.cssText = 'font-family: system-ui; min-block-size: 100vh';
  const root = host.attachShadow({ mode: 'open' });
  adoptStyles(root, tokens, baseStyles);
  const made = Promise.all([page(args), loadLocalizer(args.locale)]);
  results.set(
    host,
    made.then(([picture, localizer]) =>
      editPicture(picture, { root, localizer, signal: new AbortController().signal }),
    ),
  );
  return host;
}

class Hands {
  readonly #root: ShadowRoot;
  readonly result: Promise<Blob | null>;

  constructor(canvasElement: HTMLElement) {
    const host = canvasElement.querySelector('section');
    const result = host && results.get(host);
    if (!host?.shadowRoot || !result) throw new Error('There is no editor on this stage');
    this.#root = host.shadowRoot;
    this.result = result;
  }

  async canvas(): Promise<HTMLCanvasElement> {
    return waitFor(() => {
      const canvas = this.#root.querySelector<HTMLCanvasElement>('dialog[open] canvas');
      if (!canvas) throw new Error('No picture yet');
      return canvas;
    });
  }

  async presses(part: number | string): Promise<void> {
    const buttons = [...this.#root.querySelectorAll('button')];
    const found = typeof part === 'number' ? buttons[part] : buttons.find((one) => one.textContent.trim() === part);
    if (!found) throw new Error(`No button ${part}`);
    await userEvent.click(found);
  }

  /** From one place to another, in parts of the picture's width and height. */
  async drags(from: readonly [number, number], ...to: (readonly [number, number])[]): Promise<void> {
    const canvas = await this.canvas();
    const { x, y, width, height } = canvas.getBoundingClientRect();
    const at = ([across, down]: readonly [number, number]): object => ({
      pointerId: 1,
      pointerType: 'mouse',
      button: 0,
      clientX: x + width * across,
      clientY: y + height * down,
    });
    // Made-up pointers cannot be captured, and need not: these never leave the picture.
    canvas.setPointerCapture = () => undefined;
    await fireEvent.pointerDown(canvas, at(from));
    for (const point of to) await fireEvent.pointerMove(canvas, at(point));
    await fireEvent.pointerUp(canvas, at(to.at(-1) ?? from));
  }
}

const meta: Meta<Args> = {
  title: 'Widget/Screenshot',
  argTypes: {
    locale: { control: 'text' },
    scheme: { control: 'inline-radio', options: ['light', 'dark'] },
  },
  args: { locale: 'en', scheme: 'light', width: 1440, height: 900 },
  render: (args) => stage(args),
};
export default meta;
type Story = StoryObj<Args>;

/** An arrow at what is wrong, a box around it, and the address made unreadable. */
const annotated: NonNullable<Story['play']> = async ({ canvasElement }) => {
  const hands = new Hands(canvasElement);
  await hands.canvas();
  await hands.drags([0.55, 0.75], [0.45, 0.5]);
  await hands.presses(3);
  await hands.drags([0.02, 0.42], [0.3, 0.5]);
  await hands.presses(4);
  await hands.drags([0.11, 0.36], [0.45, 0.41]);
};

export const Light: Story = { play: annotated };
export const Dark: Story = { args: { scheme: 'dark' }, play: annotated };
export const RightToLeft: Story = { args: { locale: 'ar' }, play: annotated };

/** As on a phone; the words are German, which are long. */
export const Phone: Story = {
  args: { locale: 'de', width: 1170, height: 2100 },
  globals: { viewport: { value: 'mobile2', isRotated: false } },
  play: annotated,
};

/** What a crop leaves is what is sent. */
export const Cropped: Story = {
  async play({ canvasElement }) {
    const hands = new Hands(canvasElement);
    const canvas = await hands.canvas();
    await hands.presses(0);
    await hands.drags([0.25, 0.25], [0.75, 0.75]);
    canvas.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(Math.abs(canvas.width - 720)).toBeLessThan(4));
    await hands.presses('Use picture');
    const picture = await hands.result;
    await expect(picture?.type).toBe('image/png');
  },
};

/** Work is not lost by one key. */
export const Asking: Story = {
  async play(context) {
    await annotated(context);
    await userEvent.keyboard('{Escape}{Escape}');
    const dialog = context.canvasElement.querySelector('section')?.shadowRoot?.querySelector('dialog');
    await waitFor(() => expect(dialog?.textContent).toContain('Discard the picture'));
  },
};

/** A chat that takes files, with the words of the scene's locale. */
const inChat: Story['render'] = ({ locale, scheme }) =>
  setScene({
    script: { messages: [{ from: 'agent', text: 'What do you see there?' }] },
    wrap: takesFiles(),
    attributes: { locale, 'color-scheme': scheme },
    direction: locale === 'ar' ? 'rtl' : 'ltr',
  });

type Devices = Partial<Record<'getDisplayMedia' | 'setCaptureHandleConfig', unknown>>;

/** Lets the browser answer in another way until the scene is over. */
function answering(answers: Devices): () => void {
  for (const [name, value] of Object.entries(answers))
    Object.defineProperty(navigator.mediaDevices, name, { value, configurable: true });
  return () => Object.keys(answers).forEach((name) => Reflect.deleteProperty(navigator.mediaDevices, name));
}

/** From the plus button to the picture. */
async function asksForPicture(canvasElement: HTMLElement): Promise<Actor> {
  const actor = new Actor(canvasElement);
  await actor.connected();
  const plus = await actor.part('attach');
  await userEvent.click(plus);
  await waitFor(() => expect(plus.getAttribute('aria-haspopup')).toBe('menu'), { timeout: 10_000 });
  if (plus.getAttribute('aria-expanded') !== 'true') await userEvent.click(plus);
  await userEvent.click(await actor.part('screenshot'));
  return actor;
}

/** What the browser says of the capture, and what the visitor is told of it. */
const told = (getDisplayMedia: () => Promise<MediaStream>, words: RegExp): NonNullable<Story['play']> => {
  return async ({ canvasElement }) => {
    const restore = answering({ getDisplayMedia, setCaptureHandleConfig: () => undefined });
    try {
      const actor = await asksForPicture(canvasElement);
      await actor.sees(words);
      await expect(actor.root.querySelector('dialog.picture[open]')).toBeNull();
    } finally {
      restore();
    }
  };
};

/** The browser asks for a tab, and another one was chosen. */
export const AnotherTab: Story = {
  render: inChat,
  play: told(() => Promise.resolve(document.createElement('canvas').captureStream()), /That was not this page/),
};

/** Drawn, where no tab can be captured: the editor stands above the chat; given up, nothing is left of it. */
export const DrawnFromChat: Story = {
  render: inChat,
  async play({ canvasElement }) {
    const restore = answering({ setCaptureHandleConfig: undefined });
    try {
      const actor = await asksForPicture(canvasElement);
      await waitFor(() => expect(actor.root.querySelector('dialog[open] canvas')).not.toBeNull(), { timeout: 10_000 });
    } finally {
      restore();
    }
  },
};
export const DrawnFromChatDark: Story = { ...DrawnFromChat, args: { scheme: 'dark' } };

/** Used: a file beside the draft like any other. */
export const InTheTray: Story = {
  render: inChat,
  async play(context) {
    await DrawnFromChat.play?.(context);
    const actor = new Actor(context.canvasElement);
    await userEvent.click(await actor.button('Use picture'));
    await actor.sees(/screenshot-\d{4}-\d\d-\d\d-\d{4}/);
    await waitFor(() => expect(actor.root.querySelectorAll('.upload.ready')).toHaveLength(1));
  },
};

/** Last: whoever refused once has the page drawn from then on. */
export const Refused: Story = {
  render: inChat,
  play: told(() => Promise.reject(new DOMException('No', 'NotAllowedError')), /No picture was taken/),
};
