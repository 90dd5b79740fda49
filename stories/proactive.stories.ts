/** Messages that are offered before anybody asked (V20). */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, waitFor } from 'storybook/test';
import { Actor, stage, type Scene } from './stage.js';

const triggers = [
  {
    id: 'cart-help',
    when: { event: { name: 'look' } },
    text: 'From 120 € on we pay the postage. Any question left?',
    author: { name: 'Anna Berg' },
  },
];

const meta: Meta<Scene> = {
  title: 'Widget/Proactive',
  component: 'support-chat',
  render: (scene) => stage(scene),
  args: { attributes: { mode: 'floating' }, config: { triggers } },
};
export default meta;
type Story = StoryObj<Scene>;

/** Beside the launcher, with a face and a way to wave it off. */
export const Offered: Story = {
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    actor.chat.track('look');
    const teaser = await actor.part('teaser');
    await waitFor(() => expect(teaser.hidden).toBe(false), { timeout: 10_000 });
    await expect(teaser.textContent).toContain('Anna Berg');
  },
};

/** Opened: the message stands where the answer will. */
export const Opened: Story = {
  async play(context) {
    await Offered.play?.(context);
    const actor = new Actor(context.canvasElement);
    await actor.chat.show();
    await actor.sees('Any question left?');
  },
};

/** Answered: the answer carries what it answers. */
export const Answered: Story = {
  async play(context) {
    await Opened.play?.(context);
    const actor = new Actor(context.canvasElement);
    await actor.says('Do you gift-wrap?');
    await actor.part('quote');
    await waitFor(() => expect(actor.back.log).toHaveLength(1));
  },
};
