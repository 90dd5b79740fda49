/** A launcher that the visitor may put elsewhere (V2), and the page on which it is done without dragging. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { Actor, stage, type Scene } from './stage.js';

const movable = { mode: 'floating', 'draggable-launcher': '' } as const;

const meta: Meta<Scene> = {
  title: 'Widget/Launcher',
  component: 'support-chat',
  args: { attributes: movable },
  render: (scene) => stage(scene),
};
export default meta;
type Story = StoryObj<Scene>;
type Play = NonNullable<Story['play']>;

/** Waits until the launcher can be moved, and gives it the focus. */
async function focused(canvas: HTMLElement): Promise<Actor> {
  const actor = new Actor(canvas);
  await waitFor(() => expect(actor.root.querySelector('.place-said')).not.toBeNull(), { timeout: 10_000 });
  (await actor.part('launcher')).focus();
  return actor;
}

/** By keys: Shift and an arrow. */
export const MovedByKeys: Story = {
  async play({ canvasElement }) {
    const actor = await focused(canvasElement);
    await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}');
    await expect(actor.chat.placement).toBe('bottom');
    await waitFor(() => expect(actor.root.querySelector('.place-said')?.textContent).toBe('Bottom middle'));
  },
};

const MENU = /^(Move the chat button|نقل زر المحادثة|Chat-Knopf verschieben)$/;

const choosing: Play = async ({ canvasElement }) => {
  const actor = await focused(canvasElement);
  await actor.chat.show();
  const open = await waitFor(() => {
    const found = actor.root.querySelector<HTMLElement>('.menu-button');
    if (!found) throw new Error('There is no menu');
    return found;
  });
  open.click();
  const item = await waitFor(
    () => {
      const items = [...actor.root.querySelectorAll<HTMLElement>('[role=menuitem]')];
      const found = items.find(({ textContent }) => MENU.test(textContent.trim()));
      if (!found) throw new Error('The menu has not come');
      return found;
    },
    { timeout: 10_000 },
  );
  item.click();
  await waitFor(() => expect(actor.root.querySelector('.place-screen')).not.toBeNull(), { timeout: 10_000 });
};

/** Without dragging: the screen as a small picture. */
export const ChoosingAPlace: Story = { play: choosing };
export const ChoosingDark: Story = { args: { attributes: { ...movable, 'color-scheme': 'dark' } }, play: choosing };
export const ChoosingRightToLeft: Story = {
  args: { direction: 'rtl', attributes: { ...movable, locale: 'ar' } },
  play: choosing,
};
export const ChoosingGerman: Story = { args: { attributes: { ...movable, locale: 'de' } }, play: choosing };
