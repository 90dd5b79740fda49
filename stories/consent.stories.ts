/** The question before anything is stored, where the site asks for it (V27). */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { Actor, stage, type Scene } from './stage.js';

const required = { mode: 'floating', consent: 'required', 'privacy-url': '/privacy' } as const;

const meta: Meta<Scene> = {
  title: 'Widget/Consent',
  component: 'support-chat',
  args: { attributes: required },
  render: (scene) => stage(scene),
};
export default meta;
type Story = StoryObj<Scene>;
type Play = NonNullable<Story['play']>;

const asked: Play = async ({ canvasElement }) => {
  const actor = new Actor(canvasElement);
  await userEvent.click(await actor.part('launcher'));
  const question = await actor.part('consent');
  await waitFor(() => expect(question.checkVisibility()).toBe(true));
  await expect(actor.chat.state).toBeNull();
  await expect(actor.back.connections).toBe(0);
};

/** Nothing is loaded, stored or asked of a server until the visitor agrees. */
export const Asked: Story = { play: asked };
export const AskedDark: Story = { args: { attributes: { ...required, 'color-scheme': 'dark' } }, play: asked };
export const AskedRightToLeft: Story = {
  args: { direction: 'rtl', attributes: { ...required, locale: 'ar' } },
  play: asked,
};
export const AskedGerman: Story = { args: { attributes: { ...required, locale: 'de' } }, play: asked };
export const AskedWithoutNotice: Story = {
  args: { attributes: { mode: 'floating', consent: 'required' } },
  play: asked,
};

/** Agreed: the chat, at once. */
export const Given: Story = {
  async play(context) {
    await asked(context);
    const actor = new Actor(context.canvasElement);
    const agree = (await actor.part('consent')).querySelector<HTMLElement>('.agree');
    agree?.click();
    await actor.sees('How can we help?');
    await expect(actor.chat.getAttribute('consent')).toBe('given');
  },
};
