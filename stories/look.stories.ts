/** The same conversation in every light, language, direction and size. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import ink from 'support-chat/themes/ink.css?inline';
import meadow from 'support-chat/themes/meadow.css?inline';
import paper from 'support-chat/themes/paper.css?inline';
import { Actor, stage, type Scene } from './stage.js';

const script = {
  messages: [
    { from: 'visitor', text: 'Is the blue teapot back in stock?' },
    { from: 'agent', text: 'From Friday on. Shall I put one aside for you?' },
    { from: 'visitor', text: 'Yes, please.' },
  ],
} as const;

const meta: Meta<Scene> = {
  title: 'Widget/Look',
  component: 'support-chat',
  args: { script },
  render: (scene) => stage(scene),
};
export default meta;
type Story = StoryObj<Scene>;

const shown: NonNullable<Story['play']> = async ({ canvasElement }) => new Actor(canvasElement).sees(/teapot|الإبريق/);

export const Light: Story = { args: { attributes: { 'color-scheme': 'light' } }, play: shown };
export const Dark: Story = { args: { attributes: { 'color-scheme': 'dark' } }, play: shown };
export const German: Story = { args: { attributes: { locale: 'de' } }, play: shown };

/** The interface in each language; words of the people stay as they wrote them. */
export const Language: Story = {
  argTypes: {
    attributes: { control: 'object' },
  },
  args: { attributes: { locale: 'ja' } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('teapot');
    await waitFor(() => expect(actor.root.querySelector('textarea')?.ariaLabel).toBe('メッセージ'));
  },
};

export const RightToLeft: Story = {
  args: {
    direction: 'rtl',
    attributes: { locale: 'ar' },
    script: {
      agent: { name: 'ليلى' },
      messages: [
        { from: 'visitor', text: 'هل عاد الإبريق الأزرق؟' },
        { from: 'agent', text: 'نعم، ابتداءً من يوم الجمعة. Shall I keep one?' },
      ],
    },
  },
  play: shown,
};

/** As on a phone of 360 px. */
export const Narrow: Story = { args: { width: '320px' }, play: shown };

/** On a phone the open chat fills the screen, and the page behind is out of reach. */
export const Phone: Story = {
  args: { attributes: { mode: 'floating' } },
  globals: { viewport: { value: 'mobile2', isRotated: false } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await userEvent.click(await actor.part('launcher'));
    await actor.sees('teapot');
    const panel = await actor.part('panel');
    await waitFor(() => expect(panel.matches(':modal')).toBe(true));
    await waitFor(() => expect(panel.getBoundingClientRect().width).toBe(innerWidth));
  },
};

const emojiOpen: NonNullable<Story['play']> = async ({ canvasElement }) => {
  const actor = new Actor(canvasElement);
  await userEvent.click(await actor.part('emoji'));
  await actor.part('emoji-picker');
};

/** The open picker of emoji. */
export const Emoji: Story = { args: { attributes: { 'color-scheme': 'light' } }, play: emojiOpen };
export const EmojiDark: Story = { args: { attributes: { 'color-scheme': 'dark' } }, play: emojiOpen };
export const EmojiNarrow: Story = { args: { width: '320px' }, play: emojiOpen };
export const EmojiRightToLeft: Story = { args: { direction: 'rtl', attributes: { locale: 'ar' } }, play: emojiOpen };

/** A whole page of its own, for off-site support. */
export const Page: Story = { args: { attributes: { mode: 'page' } }, play: shown };

/** One accent is enough; the rest derives. */
export const Themed: Story = {
  args: { theme: { '--sc-accent': '#7a3e9d', '--sc-radius': '8px', '--sc-font': 'Georgia, serif' } },
  play: shown,
};

/** A theme of the package as a page would have it: a style sheet and nothing else. */
function themed(css: string, scheme: 'light' | 'dark'): Story {
  return {
    args: { attributes: { 'color-scheme': scheme } },
    render: (scene) => {
      const style = document.createElement('style');
      style.textContent = css;
      const box = stage(scene);
      if (scheme === 'dark') box.style.cssText += '; background: #111; color: #eee';
      box.prepend(style);
      return box;
    },
    play: shown,
  };
}

export const ThemePaper: Story = themed(paper, 'light');
export const ThemePaperDark: Story = themed(paper, 'dark');
export const ThemeInk: Story = themed(ink, 'light');
export const ThemeInkDark: Story = themed(ink, 'dark');
export const ThemeMeadow: Story = themed(meadow, 'light');
export const ThemeMeadowDark: Story = themed(meadow, 'dark');

/** Two on one page do not mix. */
export const Two: Story = {
  render: (scene) => {
    const both = document.createElement('div');
    both.append(
      stage(scene),
      stage({ ...scene, script: { messages: [{ from: 'agent', text: 'Another desk here.' }] } }),
    );
    return both;
  },
  async play({ canvasElement }) {
    const second = canvasElement.querySelectorAll('section')[1];
    if (!second) throw new Error('There is no second chat');
    await new Actor(second).sees('Another desk here.');
    await new Actor(canvasElement).sees('teapot');
  },
};

/** The launcher in its corner. Reaching for it loads the rest. */
export const Launcher: Story = {
  args: { attributes: { mode: 'floating' } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    const launcher = await actor.part('launcher');
    await expect(launcher.getAttribute('aria-expanded')).toBe('false');
    await userEvent.click(launcher);
    await actor.sees('teapot');
    await expect(launcher.getAttribute('aria-expanded')).toBe('true');
    const input = await actor.part('input');
    await waitFor(() => expect(actor.root.activeElement).toBe(input));
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(actor.chat.open).toBe(false));
  },
};

/** Something came while the panel was closed. */
export const Unread: Story = {
  args: { attributes: { mode: 'floating' } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.chat.show();
    await actor.sees('teapot');
    actor.chat.hide();
    await waitFor(() => expect(actor.chat.open).toBe(false));
    actor.back.agentSays('One is yours now.');
    await waitFor(() => expect(actor.root.querySelector('[part~=badge]')?.textContent).toContain('1'));
  },
};

export const OtherCorner: Story = {
  args: { attributes: { mode: 'floating', placement: 'bottom-start' } },
  async play({ canvasElement }) {
    await new Actor(canvasElement).part('launcher');
  },
};
