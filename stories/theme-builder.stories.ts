/** Find your own look: turn the knobs, see whether it can be read, copy the CSS. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, waitFor } from 'storybook/test';
import { Actor, stage } from './stage.js';
import { createThemeBuilder, livelyScene, type ThemeBuilder } from './theme-builder/builder.js';
import { densities, fonts, readyThemes, shadows, type ThemeChoice } from './theme-builder/theme-css.js';

/** One for each place: the conversation goes on while its look changes. */
const builders = new WeakMap<HTMLElement, ThemeBuilder>();

const colour = (name: string, category: string) => ({ name, control: 'color', table: { category } }) as const;
const size = (name: string, min: number, max: number) =>
  ({ name, control: { type: 'range', min, max }, table: { category: 'Shape and type' } }) as const;
const oneOf = (name: string, from: object) =>
  ({ name, control: 'select', options: Object.keys(from), table: { category: 'Shape and type' } }) as const;

const meta: Meta<ThemeChoice> = {
  title: 'Widget/Theme builder',
  argTypes: {
    beginWith: { name: 'Begin with', control: 'inline-radio', options: Object.keys(readyThemes) },
    colorScheme: { name: 'Light or dark', control: 'inline-radio', options: ['auto', 'light', 'dark'] },
    accent: colour('Accent', 'Colours'),
    surface: colour('Surface', 'Colours'),
    text: colour('Text', 'Colours'),
    incoming: colour('Incoming messages', 'Colours'),
    own: colour('Own messages', 'Colours'),
    ownWords: colour('Words of own messages', 'Colours'),
    accentInTheDark: colour('Accent', 'Colours in the dark'),
    surfaceInTheDark: colour('Surface', 'Colours in the dark'),
    textInTheDark: colour('Text', 'Colours in the dark'),
    incomingInTheDark: colour('Incoming messages', 'Colours in the dark'),
    ownInTheDark: colour('Own messages', 'Colours in the dark'),
    ownWordsInTheDark: colour('Words of own messages', 'Colours in the dark'),
    radius: size('Roundness', 0, 28),
    textSize: size('Size of text', 13, 19),
    panelWidth: size('Width', 320, 560),
    panelHeight: size('Height', 420, 860),
    launcherSize: size('Launcher', 44, 72),
    density: oneOf('Density', densities),
    font: oneOf('Typeface', fonts),
    shadow: oneOf('Shadow', shadows),
  },
  args: {
    beginWith: 'nothing',
    colorScheme: 'light',
    accent: '',
    surface: '',
    text: '',
    incoming: '',
    own: '',
    ownWords: '',
    accentInTheDark: '',
    surfaceInTheDark: '',
    textInTheDark: '',
    incomingInTheDark: '',
    ownInTheDark: '',
    ownWordsInTheDark: '',
    radius: null,
    textSize: null,
    panelWidth: null,
    panelHeight: null,
    launcherSize: null,
    density: 'as before',
    font: 'as before',
    shadow: 'as before',
  },
  render: (choice, { canvasElement }) => {
    const builder = builders.get(canvasElement) ?? createThemeBuilder();
    builders.set(canvasElement, builder);
    builder.choose(choice);
    return builder.element;
  },
};
export default meta;
type Story = StoryObj<ThemeChoice>;

const said = (canvas: HTMLElement, selector: string): string => canvas.querySelector(selector)?.textContent ?? '';
const readable: NonNullable<Story['play']> = async ({ canvasElement }) => {
  await new Actor(canvasElement).sees('small one aside');
  await waitFor(() => expect(said(canvasElement, '.verdict')).toMatch('All of it can be read'));
};

/** Turn the knobs below, copy the CSS. */
export const ThemeBuilderItself: Story = {
  name: 'Theme builder',
  args: { accent: '#1f5c57' },
  async play(context) {
    await readable(context);
    await expect(said(context.canvasElement, '.css')).toBe('support-chat {\n  --sc-accent: #1f5c57;\n}');
  },
};

/** A whole look of one's own: what is printed and applied to another chat gives exactly what is seen here. */
export const Printed: Story = {
  args: {
    colorScheme: 'dark',
    beginWith: 'paper',
    accent: '#0f4c81',
    accentInTheDark: '#7fb5e6',
    surfaceInTheDark: '#10161d',
    incoming: '#e9eef4',
    own: '#dfe9f3',
    ownInTheDark: '#23405c',
    ownWords: '#10161d',
    ownWordsInTheDark: '#ffffff',
    radius: 6,
    density: 'compact',
    font: 'humanist',
    textSize: 17,
    shadow: 'soft',
    panelWidth: 380,
    panelHeight: 520,
    launcherSize: 48,
  },
  async play(context) {
    await readable(context);
    const { canvasElement } = context;
    const page = document.createElement('style');
    page.textContent = said(canvasElement, '.css');
    const other = stage({ ...livelyScene, attributes: { 'color-scheme': 'dark' } });
    const here = new Actor(canvasElement);
    canvasElement.append(page, other);
    const there = new Actor(other);
    await there.sees('small one aside');
    await waitFor(() => expect(looksOf(there)).toEqual(looksOf(here)));
    await expect(looksOf(here)['panel height']).toBe('520px');
    page.remove();
    other.remove();
  },
};

/** What cannot be read is said, with what to do. */
export const TooFaint: Story = {
  args: { own: '#9ecbff', ownWords: '#ffffff' },
  // This is the finding: the builder says it, and so would axe.
  parameters: { a11y: { config: { rules: [{ id: 'color-contrast', enabled: false }] } } },
  async play({ canvasElement }) {
    await new Actor(canvasElement).sees('small one aside');
    await waitFor(() => expect(said(canvasElement, '.verdict')).toBe('2 of 18 are too faint to be read by everybody.'));
    await expect(said(canvasElement, '.faint')).toBe(
      '1.6 to 1Too faint: at least 4.5 to 1. Move own messages and their words apart.',
    );
  },
};

export const BeginWithPaper: Story = { args: { beginWith: 'paper' }, play: readable };
export const BeginWithInk: Story = { args: { beginWith: 'ink', colorScheme: 'dark' }, play: readable };
export const BeginWithMeadow: Story = { args: { beginWith: 'meadow' }, play: readable };

const read = ['color', 'backgroundColor', 'borderRadius', 'fontFamily', 'fontSize', 'padding', 'boxShadow'] as const;

/** What a person sees of the parts, as the browser computes it. */
function looksOf({ root, chat }: Actor): Record<string, string> {
  const looks: Record<string, string> = { 'panel height': getComputedStyle(chat).blockSize };
  for (const name of ['panel', 'header', 'log', 'bubble', 'meta', 'composer', 'input', 'quick-replies', 'launcher']) {
    const parts = root.querySelectorAll(`[part~='${name}']`);
    if (parts.length === 0) throw new Error(`No part ${name}`);
    for (const [index, part] of [...parts].entries()) {
      const style = getComputedStyle(part);
      looks[`${name} ${index}`] = read.map((property) => style[property]).join(' | ');
    }
  }
  const launcher = root.querySelector("[part~='launcher']");
  // It is not drawn beside an inline chat, but it has its size.
  if (launcher) looks['launcher size'] = getComputedStyle(launcher).inlineSize;
  return looks;
}
