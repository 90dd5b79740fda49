/** Voice messages: the recorder in each of its states, and what plays them. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { wav } from '../test/support/sounds.js';
import { Actor, stage, type Scene } from './stage.js';
import { takesFiles } from './uploads.js';

/** What the microphone of a story does when it is asked for. */
type Answer = () => Promise<MediaStream>;

/** A tone, as if somebody spoke. */
const speaks: Answer = () => {
  const audio = new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: 220 });
  const out = audio.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  return Promise.resolve(out.stream);
};
const refuses: Answer = () => Promise.reject(new DOMException('No', 'NotAllowedError'));
const isAbsent: Answer = () => Promise.reject(new DOMException('None', 'NotFoundError'));
const isAskedFor: Answer = () => new Promise(() => undefined);

const arabic = { direction: 'rtl', attributes: { locale: 'ar' } } as const;

const meta: Meta<Scene> = {
  title: 'Widget/Voice',
  component: 'support-chat',
  args: { script: { messages: [{ from: 'agent', text: 'Tell me how it sounds.' }] }, wrap: takesFiles() },
  render: (scene) => stage(scene),
};
export default meta;
type Story = StoryObj<Scene>;
type Play = NonNullable<Story['play']>;

/** Presses the button that records, with such a microphone. */
async function record(canvas: HTMLElement, answer: Answer): Promise<Actor> {
  Object.defineProperty(navigator.mediaDevices, 'getUserMedia', { value: answer, configurable: true });
  const actor = new Actor(canvas);
  await actor.sees('how it sounds');
  await actor.connected();
  await userEvent.click(await actor.part('voice'));
  return actor;
}

const asking: Play = async ({ canvasElement }) => {
  const actor = await record(canvasElement, isAskedFor);
  await waitFor(() => expect(actor.root.querySelector('.record-words')).not.toBeNull());
};
const recording: Play = async ({ canvasElement }) => {
  const actor = await record(canvasElement, speaks);
  await actor.part('voice-time');
};
const paused: Play = async ({ canvasElement }) => {
  const actor = await record(canvasElement, speaks);
  await actor.part('voice-time');
  await userEvent.click(await actor.part('record-pause'));
  await waitFor(() => expect(actor.root.querySelector('.record-dot.paused')).not.toBeNull());
};
const told =
  (answer: Answer): Play =>
  async ({ canvasElement }) => {
    const actor = await record(canvasElement, answer);
    await actor.part('refusal');
  };

/** The browser asks; until then nothing is recorded. */
export const Asking: Story = { play: asking };
export const AskingRightToLeft: Story = { args: arabic, play: asking };
export const Recording: Story = { play: recording };
export const RecordingDark: Story = { args: { attributes: { 'color-scheme': 'dark' } }, play: recording };
export const RecordingRightToLeft: Story = { args: arabic, play: recording };
export const Paused: Story = { play: paused };
export const PausedRightToLeft: Story = { args: arabic, play: paused };
/** Blocked: what to do about it. */
export const Refused: Story = { play: told(refuses) };
export const RefusedRightToLeft: Story = { args: arabic, play: told(refuses) };
export const NoMicrophone: Story = { play: told(isAbsent) };

/** To be heard before it is sent. */
const player: Play = async ({ canvasElement }) => {
  const actor = new Actor(canvasElement);
  await actor.sees('how it sounds');
  await actor.connected();
  await actor.drops('song.wav', wav(12));
  const shown = await actor.part('voice-player');
  await waitFor(() => expect(shown.querySelector('path')?.getAttribute('d')).toBeTruthy());
};
export const Player: Story = { play: player };
export const PlayerDark: Story = { args: { attributes: { 'color-scheme': 'dark' } }, play: player };
export const PlayerRightToLeft: Story = { args: arabic, play: player };

/** A sound that this browser does not know. */
export const Unplayable: Story = {
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('how it sounds');
    await actor.connected();
    await actor.drops('noise.wav', new Blob(['RIFF0000WAVEfmt '], { type: 'audio/wav' }));
    await actor.sees('cannot play it');
  },
};
