/** Files on their way: the tray above the composer in each of its states, and the menu they come from. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { Actor, stage, type Scene } from './stage.js';
import { takesFiles } from './uploads.js';

const script = {
  messages: [
    { from: 'visitor', text: 'The handle of my jug came off.' },
    { from: 'agent', text: 'I am sorry. Do you have a photo of it?' },
  ],
} as const;
const arabic = { direction: 'rtl', attributes: { locale: 'ar' } } as const;

const meta: Meta<Scene> = {
  title: 'Widget/Files',
  component: 'support-chat',
  args: { script, wrap: takesFiles() },
  render: (scene) => stage(scene),
};
export default meta;
type Story = StoryObj<Scene>;
type Play = NonNullable<Story['play']>;

/** A picture made here: a jug, more or less. */
async function picture(): Promise<Blob> {
  const canvas = new OffscreenCanvas(320, 240);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser does not paint');
  context.fillStyle = '#d9c9ae';
  context.fillRect(0, 0, 320, 240);
  context.fillStyle = '#3c5a8a';
  context.beginPath();
  context.ellipse(160, 140, 70, 80, 0, 0, Math.PI * 2);
  context.fill();
  return canvas.convertToBlob({ type: 'image/png' });
}

const letter = (kilobytes: number): Blob => new Blob(['x'.repeat(kilobytes * 1000)], { type: 'text/plain' });

/** Gives it files, and waits for what each of them comes to. */
function given(phase: string, ...files: readonly (() => Promise<readonly [string, Blob]>)[]): Play {
  return async ({ canvasElement }) => {
    const actor = new Actor(canvasElement);
    await actor.sees('photo of it');
    await actor.connected();
    for (const file of files) await actor.drops(...(await file()));
    await waitFor(() => {
      const phases = actor.chat.state?.uploads.map((upload) => upload.phase);
      return expect(phases).toEqual(files.map(() => phase));
    });
    await waitFor(() => expect(actor.root.querySelectorAll(`.upload.${phase}`)).toHaveLength(files.length));
  };
}
const jug = async () => ['jug.png', await picture()] as const;
const invoice = () =>
  Promise.resolve(['Invoice of the twelfth of November, with all that we have ordered.txt', letter(48)] as const);

/** Here already: they go with the next message. */
export const Ready: Story = { play: given('ready', jug, invoice) };
export const ReadyDark: Story = {
  args: { attributes: { 'color-scheme': 'dark' } },
  play: given('ready', jug, invoice),
};
export const ReadyRightToLeft: Story = { args: arabic, play: given('ready', jug, invoice) };

/** On its way, with how much of it has arrived. */
export const Progress: Story = { args: { wrap: takesFiles('stops halfway') }, play: given('uploading', invoice) };
export const ProgressRightToLeft: Story = { args: { ...arabic, ...Progress.args }, play: given('uploading', invoice) };

const paused: Play = async (context) => {
  await given('uploading', invoice)(context);
  const actor = new Actor(context.canvasElement);
  const [upload] = actor.chat.state?.uploads ?? [];
  const pause = actor.root.querySelector<HTMLElement>('.upload button');
  if (!upload || !pause) throw new Error('There is nothing to pause');
  await userEvent.click(pause);
  await waitFor(() => expect(actor.root.querySelector('.upload.paused progress')).not.toBeNull());
};

/** Stopped by the visitor: it goes on from there. */
export const Paused: Story = { args: { wrap: takesFiles('stops halfway') }, play: paused };
export const PausedRightToLeft: Story = { args: { ...arabic, ...Paused.args }, play: paused };

/** The server did not want it: why, and try again. */
export const Failed: Story = { args: { wrap: takesFiles('is refused') }, play: given('failed', invoice) };
export const FailedRightToLeft: Story = { args: { ...arabic, ...Failed.args }, play: given('failed', invoice) };

function refused(name: string, bytes: () => Blob): Play {
  return async ({ canvasElement }) => {
    const actor = new Actor(canvasElement);
    await actor.sees('photo of it');
    await actor.connected();
    await actor.drops(name, bytes());
    await expect((await actor.part('refusal')).textContent).toContain(name);
    await expect(actor.chat.state?.uploads).toEqual([]);
  };
}

/** Of a kind that is not taken: said before anything is sent, with what is. */
export const RefusedKind: Story = { play: refused('setup.exe', () => new Blob(['MZ'])) };
export const RefusedKindRightToLeft: Story = { args: arabic, play: refused('setup.exe', () => new Blob(['MZ'])) };

const tooLarge = refused('letter.txt', () => letter(48));

/** Too large for this shop, with how large it may be. */
export const TooLarge: Story = {
  args: { script: { ...script, site: { files: { maxSize: 20_000 } } } },
  play: tooLarge,
};
export const TooLargeRightToLeft: Story = { args: { ...arabic, ...TooLarge.args }, play: tooLarge };

/** Where files come from: chosen, or a picture of this page (V12). */
const menu: Play = async ({ canvasElement }) => {
  const actor = new Actor(canvasElement);
  await actor.sees('photo of it');
  await actor.connected();
  const attach = await actor.part('attach');
  attach.focus();
  await waitFor(() => expect(attach.getAttribute('aria-haspopup')).toBe('menu'));
  await userEvent.click(attach);
  await actor.part('screenshot');
};
export const MenuWithScreenshot: Story = { play: menu };
export const MenuWithScreenshotDark: Story = { args: { attributes: { 'color-scheme': 'dark' } }, play: menu };
export const MenuWithScreenshotRightToLeft: Story = { args: arabic, play: menu };
