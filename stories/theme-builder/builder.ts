/**
 * The theme builder: a chat in full conversation, told its look; beside it how well that can be read, and the CSS to copy.
 * The knobs are Storybook's; the chat stays the same element while they are turned.
 */
import type { Card } from '@support-chat/protocol';
import type { SupportChatElement } from '@support-chat/element';
import { stage, type Scene } from '../stage.js';
import { builderStyles } from './builder-styles.js';
import { contrastNumber, contrastWords, measureContrast, type Contrast } from './contrast.js';
import { cssOf, propertiesFrom, tagOf, type Properties, type ThemeChoice } from './theme-css.js';

const choices: Card = {
  kind: 'choices',
  choices: [
    { id: 'yes', label: 'Yes, please' },
    { id: 'no', label: 'No, thank you' },
  ],
};

/** Something of everything: both sides, groups, a list, a link, code, an answer to tap. */
export const livelyScene: Scene = {
  script: {
    agent: { name: 'Ada Novak' },
    messages: [
      { from: 'visitor', text: 'Hello, is the blue teapot back in stock?' },
      { from: 'agent', text: 'Hello. It is, in two sizes:\n\n- **0.8 l** at 42 euros\n- **1.2 l** at 54 euros' },
      { from: 'agent', text: 'How to care for it: https://shop.example/care' },
      { from: 'visitor', text: 'And the code from your letter?' },
      { from: 'visitor', text: 'It does not seem to work.' },
      { from: 'agent', text: 'It is `SPRING-10`, with a dash. Shall I put a small one aside?', card: choices },
    ],
  },
};

/** The builder and what it holds. */
export interface ThemeBuilder {
  readonly element: HTMLElement;
  /** Shows another choice. */
  choose(choice: ThemeChoice): void;
}

/** Makes one; show it something with `choose`. */
export function createThemeBuilder(): ThemeBuilder {
  const element = document.createElement('main');
  element.className = 'theme-builder';
  const style = document.createElement('style');
  style.textContent = builderStyles;
  const box = stage(livelyScene);
  const chat = box.querySelector('support-chat') as SupportChatElement;
  const status = create('p', { role: 'status', class: 'verdict' });
  const rows = create('tbody');
  const css = create('pre', { class: 'css', tabindex: '0', 'aria-label': 'CSS to copy' });
  const tag = create('pre', { class: 'tag', tabindex: '0', 'aria-label': 'HTML to copy' });
  element.append(
    style,
    box,
    create(
      'aside',
      {},
      create('h2', {}, 'Can it be read?'),
      status,
      create(
        'table',
        {},
        create(
          'thead',
          {},
          create('tr', {}, ...['What', 'Light', 'Dark'].map((it) => create('th', { scope: 'col' }, it))),
        ),
        rows,
      ),
      create('h2', {}, 'Copy it'),
      css,
      tag,
      copyButton(css),
    ),
  );

  let shown: Properties = {};
  const measure = (): void => {
    const light = measureContrast(chat, 'light');
    const dark = measureContrast(chat, 'dark');
    rows.replaceChildren(...light.map((it, index) => row(it, dark[index] ?? it)));
    status.textContent = verdict([...light, ...dark]);
  };
  return {
    element,
    choose(choice) {
      const next = propertiesFrom(choice);
      for (const name of Object.keys(shown)) if (!(name in next)) chat.style.removeProperty(name);
      for (const [name, value] of Object.entries(next)) chat.style.setProperty(name, value);
      shown = next;
      chat.colorScheme = choice.colorScheme;
      element.dataset['scheme'] = choice.colorScheme;
      css.textContent = cssOf(next);
      tag.textContent = tagOf(choice);
      // The tokens of the panel come with the panel.
      void chat.ready.then(measure);
    },
  };
}

function verdict(all: readonly Contrast[]): string {
  const faint = all.filter(({ ratio, needed }) => ratio < needed).length;
  if (faint === 0) return 'All of it can be read, in light and in dark.';
  return `${faint} of ${all.length} ${faint === 1 ? 'is' : 'are'} too faint to be read by everybody.`;
}

function row(light: Contrast, dark: Contrast): HTMLElement {
  return create('tr', {}, create('th', { scope: 'row' }, light.what), cell(light), cell(dark));
}

function cell(contrast: Contrast): HTMLElement {
  // Shown for the eye only, and possibly too faint: that is what the words beside it are for.
  const sample = create('span', { class: 'sample', 'aria-hidden': 'true' });
  sample.style.setProperty('--front', contrast.front);
  sample.style.setProperty('--back', contrast.back);
  const number = create('strong', {}, contrastNumber(contrast));
  const faint = contrast.ratio < contrast.needed;
  return create('td', faint ? { class: 'faint' } : {}, sample, number, create('span', {}, contrastWords(contrast)));
}

function copyButton(source: HTMLElement): HTMLElement {
  const button = create('button', { type: 'button' }, 'Copy the CSS');
  const said = create('span', { role: 'status' });
  button.addEventListener('click', () => {
    void navigator.clipboard.writeText(source.textContent).then(
      () => (said.textContent = 'Copied'),
      () => {
        // A frame without that permission: at least it is marked.
        getSelection()?.selectAllChildren(source);
        said.textContent = 'Marked: copy it with the keyboard';
      },
    );
  });
  return create('p', { class: 'copy' }, button, said);
}

function create(
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
