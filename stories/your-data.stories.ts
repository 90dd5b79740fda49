/** What is kept of the visitor (V27): theirs to take along, to delete, and to take the consent back that it hangs on. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { Actor, stage, type Scene } from './stage.js';

const script = {
  visitorData: true,
  messages: [
    { from: 'visitor', text: 'My saucer has a crack' },
    { from: 'agent', text: 'We send another one.' },
  ],
} as const;

const meta: Meta<Scene> = {
  title: 'Widget/Your data',
  component: 'support-chat',
  args: { script },
  render: (scene) => stage(scene),
};
export default meta;
type Story = StoryObj<Scene>;
type Play = NonNullable<Story['play']>;

const MENU = /^(Your data|Ihre Daten|بياناتك)$/;

/** One of the page's elements, when it has come. */
async function found(actor: Actor, selector: string): Promise<HTMLElement> {
  return waitFor(
    () => {
      const one = actor.root.querySelector<HTMLElement>(selector);
      if (!one) throw new Error(`Nothing matches ${selector}`);
      return one;
    },
    { timeout: 10_000 },
  );
}

async function opened(canvas: HTMLElement): Promise<Actor> {
  const actor = new Actor(canvas);
  await actor.connected();
  await userEvent.click(await found(actor, '.menu-button'));
  const item = await waitFor(() => {
    const items = [...actor.root.querySelectorAll<HTMLElement>('[role=menuitem]')];
    const one = items.find(({ textContent }) => MENU.test(textContent.trim()));
    if (!one) throw new Error('The menu has not come');
    return one;
  });
  item.click();
  await found(actor, '.data-intro');
  return actor;
}

const open: Play = async ({ canvasElement }) => {
  const actor = await opened(canvasElement);
  await expect(await found(actor, '.data-download')).toBeVisible();
  await expect(await found(actor, '.data-delete')).toBeVisible();
};

const asking: Play = async ({ canvasElement }) => {
  const actor = await opened(canvasElement);
  await userEvent.click(await found(actor, '.data-delete'));
  // The harmless answer has the focus.
  await waitFor(() => expect(actor.root.activeElement?.className).toBe('data-keep'));
};

export const Open: Story = { play: open };
export const OpenDark: Story = { args: { attributes: { 'color-scheme': 'dark' } }, play: open };
export const OpenGerman: Story = { args: { attributes: { locale: 'de' } }, play: open };
export const OpenRightToLeft: Story = { args: { direction: 'rtl', attributes: { locale: 'ar' } }, play: open };

/** Where the site asked for consent, it is taken back here, too. */
export const WithConsent: Story = {
  args: { attributes: { consent: 'given' } },
  async play(context) {
    await open(context);
    await expect(await found(new Actor(context.canvasElement), '.data-withdraw')).toBeVisible();
  },
};

export const Asking: Story = { play: asking };
export const AskingDark: Story = { args: { attributes: { 'color-scheme': 'dark' } }, play: asking };
export const AskingRightToLeft: Story = { args: { direction: 'rtl', attributes: { locale: 'ar' } }, play: asking };

export const Deleted: Story = {
  async play(context) {
    await asking(context);
    const actor = new Actor(context.canvasElement);
    await userEvent.click(await found(actor, '.data-confirm'));
    await actor.sees('Everything has been deleted.');
    await waitFor(() => expect(actor.chat.state?.conversation.phase).toBe('none'));
  },
};

/** No back end: what is there stays there, and says so. */
export const NotDeleted: Story = {
  async play(context) {
    await asking(context);
    const actor = new Actor(context.canvasElement);
    actor.back.goOffline();
    await userEvent.click(await found(actor, '.data-confirm'));
    await actor.sees('Nothing was deleted.');
    await actor.sees('My saucer has a crack');
  },
};
