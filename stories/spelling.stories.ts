/** The spell check at the desk (V30), with a dictionary that knows all words but those that are given. */
import type { SpellingSource } from '@support-chat/desk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { deskStage, type DeskView } from './desk-stage.js';

interface SpellingScene extends DeskView {
  /** Languages there are dictionaries of. */
  readonly languages?: readonly string[];
  /** Unknown word → what may have been meant. */
  readonly unknown?: Readonly<Record<string, readonly string[]>>;
}

type SpellingWorker = ReturnType<SpellingSource['startWorker']>;
type MessageListener = (event: MessageEvent<{ readonly id: number; readonly words: readonly string[] | null }>) => void;

/** A worker without a thread and without a dictionary. */
function scriptedWorker(unknown: NonNullable<SpellingScene['unknown']>): SpellingWorker {
  const listeners: MessageListener[] = [];
  return {
    postMessage(request) {
      const words =
        request.type === 'check'
          ? request.words.filter((word) => word in unknown)
          : request.type === 'suggest'
            ? (unknown[request.word] ?? [])
            : [];
      queueMicrotask(() => {
        for (const listener of listeners) listener(new MessageEvent('message', { data: { id: request.id, words } }));
      });
    },
    addEventListener(type: 'message' | 'error', listener: MessageListener | ((event: Event) => void)) {
      if (type === 'message') listeners.push(listener);
    },
    terminate: () => undefined,
  };
}

const english = { recieve: ['receive', 'relieve'], tomorow: ['tomorrow'], Kudo: [] };

const meta: Meta<SpellingScene> = {
  title: 'Desk/Spelling',
  component: 'support-desk',
  args: { languages: ['de', 'en'], unknown: english },
  render: ({ languages = [], unknown = {}, ...view }) => {
    localStorage.removeItem('support-chat-desk-words:story');
    const desk = deskStage(view, {
      agent: { name: 'Anna' },
      visitor: { name: 'Bea' },
      messages: [{ from: 'visitor', text: 'When will my teapot be here?' }],
    });
    desk.spelling = {
      agent: 'story',
      list: () =>
        Promise.resolve({
          dictionaries: languages.map((language) => ({ language, version: '1.0.0', license: 'MIT' })),
        }),
      load: () => Promise.resolve({ aff: new ArrayBuffer(0), dic: new ArrayBuffer(0) }),
      startWorker: () => scriptedWorker(unknown),
    };
    return desk;
  },
};
export default meta;
type Story = StoryObj<SpellingScene>;

async function writes(canvas: HTMLElement, text: string): Promise<{ root: ShadowRoot; field: HTMLTextAreaElement }> {
  const root = canvas.querySelector('support-desk')?.shadowRoot;
  if (!root) throw new Error('There is no desk.');
  const row = await waitFor(
    () => {
      const found = root.querySelector<HTMLElement>("[part~='row']");
      if (!found) throw new Error('There is no chat yet.');
      return found;
    },
    { timeout: 10_000 },
  );
  await userEvent.click(row);
  const field = await waitFor(() => {
    const found = root.querySelector<HTMLTextAreaElement>("[part~='conversation'] textarea");
    if (!found) throw new Error('The chat is not open yet.');
    return found;
  });
  field.focus();
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
  return { root, field };
}

/** The check is a chunk of its own, which has to come first. */
const patiently = (check: () => unknown): Promise<unknown> => waitFor(check, { timeout: 10_000 });

const marked = (root: ShadowRoot): string[] =>
  [...root.querySelectorAll('.misspelt')].map(({ textContent }) => textContent ?? '');

/** Unknown words have a line; the two letters beside the field say in which language. */
export const Unknown: Story = {
  async play({ canvasElement }) {
    const { root } = await writes(canvasElement, 'You will recieve your teapot tomorow, says Kudo.');
    await patiently(() => expect(marked(root)).toEqual(['recieve', 'tomorow', 'Kudo']));
  },
};
export const UnknownDark: Story = { ...Unknown, args: { attributes: { 'color-scheme': 'dark' } } };

/** What may have been meant, by Ctrl . or a press on the word. */
export const Suggestions: Story = {
  async play({ canvasElement }) {
    const { root, field } = await writes(canvasElement, 'You will recieve your teapot tomorow, says Kudo.');
    await patiently(() => expect(marked(root)).toHaveLength(3));
    const key = { key: '.', ctrlKey: true, bubbles: true, composed: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent('keydown', key));
    await patiently(() => expect(root.querySelectorAll("[part~='spelling'] [role='option']")).toHaveLength(3));
  },
};
export const SuggestionsDark: Story = { ...Suggestions, args: { attributes: { 'color-scheme': 'dark' } } };
export const SuggestionsPhone: Story = { ...Suggestions, args: { width: '390px' } };
export const SuggestionsGerman: Story = { ...Suggestions, args: { attributes: { locale: 'de' } } };

/** No dictionary of the language: the browser checks, as everywhere else. */
export const ByTheBrowser: Story = {
  args: { languages: ['de'] },
  async play({ canvasElement }) {
    const { root, field } = await writes(canvasElement, 'You will recieve your teapot tomorow.');
    await patiently(() => expect(root.querySelector("[part~='spelling-choice']")).toHaveAttribute('title'));
    await patiently(() => expect(field.lang).toBe('en'));
    await expect(marked(root)).toEqual([]);
  },
};
