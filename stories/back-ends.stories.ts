/** One element, any back end: the switch that changes it while the chat is open, and what each adapter has to be told. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { BACK_ENDS, type BackEndId } from './back-ends/back-ends.js';
import { swapBench } from './back-ends/swap-bench.js';
import { Actor } from './stage.js';

interface Args {
  readonly backEnd: BackEndId;
}

const meta: Meta<Args> = {
  title: 'Back ends',
  argTypes: { backEnd: { name: 'The chat talks to', control: 'select', options: ['team', ...Object.keys(BACK_ENDS)] } },
  args: { backEnd: 'team' },
  render: ({ backEnd }) => swapBench(backEnd),
};
export default meta;
type Story = StoryObj<Args>;

/** What was typed stays, each back end has its own conversation, and what one cannot do is not offered. */
export const SwapLive: Story = {
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    const backEnd = within(canvasElement).getByLabelText('The chat talks to');
    await actor.sees('this is Ada');
    const input = (await actor.part('input')) as HTMLTextAreaElement;
    await actor.says('Good morning');
    await waitFor(() => expect([input.value, actor.chat.state?.outbox]).toEqual(['', []]));
    // The tool that types remembers what it typed first, though the field is empty.
    input.value = 'How much is it?';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));

    await userEvent.selectOptions(backEnd, 'model');
    await waitFor(() => expect(actor.root.textContent).not.toContain('Good morning'));
    await expect(input.value).toBe('How much is it?');
    await userEvent.click(await actor.button('Send'));
    await actor.sees(/You asked: “How much is it\?”.*word by word\./s);

    await userEvent.selectOptions(backEnd, 'team');
    await actor.sees('Good morning');
    await expect(actor.root.textContent).not.toContain('word by word');
    await expect(canvasElement.querySelector('support-chat')).toBe(actor.chat);
  },
};

/** Nobody is at the address of the example: what is written waits, and goes to the back end that is chosen next. */
const reachedAt = (backEnd: keyof typeof BACK_ENDS): Story => ({
  args: { backEnd },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    const { getByRole, getByLabelText } = within(canvasElement);
    await actor.sees('this is Ada');
    await userEvent.click(getByRole('button', { name: 'Connect' }));
    await waitFor(() => expect(actor.chat.adapter?.name).not.toMatch('scripted'));
    await actor.writes('Is anybody there?');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(actor.chat.state?.outbox.map(({ text }) => text)).toEqual(['Is anybody there?']));

    await userEvent.selectOptions(getByLabelText('The chat talks to'), 'team');
    await waitFor(() => expect(actor.chat.state?.outbox).toEqual([]));
    await expect(actor.back.log.flatMap((event) => (event.type === 'message-added' ? event.text : []))).toEqual([
      'Hello, this is Ada.',
      'Is anybody there?',
    ]);
    await userEvent.selectOptions(getByLabelText('The chat talks to'), BACK_ENDS[backEnd].name); // for whoever looks
  },
});

export const OurServer = reachedAt('reference');
export const Chatwoot = reachedAt('chatwoot');
export const RocketChat = reachedAt('rocketchat');
export const DirectLine = reachedAt('directline');
export const AiSdk = reachedAt('aiSdk');
export const ChatCompletions = reachedAt('completions');
export const Xmpp = reachedAt('xmpp');
export const LiveHelperChat = reachedAt('livehelperchat');
export const Matrix = reachedAt('matrix');
export const Mqtt = reachedAt('mqtt');
export const Nchan = reachedAt('nchan');
