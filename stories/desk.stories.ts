/** The agents' desk on a scripted back end. */
import '@support-chat/desk/define';
import { SupportDeskElement } from '@support-chat/desk';
import { createScriptedAdapter, type ScriptedAdapterOptions } from '@support-chat/testkit';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';

interface DeskScene {
  readonly script?: ScriptedAdapterOptions;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly width?: string;
}

const three: ScriptedAdapterOptions = {
  agent: { name: 'Anna' },
  visitor: { name: 'Bea' },
  messages: [{ from: 'visitor', text: 'Is the blue teapot back?' }],
  inbox: [
    { visitor: { name: 'Ida' }, messages: [{ from: 'visitor', text: 'My parcel is wet.' }] },
    {
      visitor: { name: 'Max' },
      messages: [
        { from: 'visitor', text: 'Do you repair handles?' },
        { from: 'agent', text: 'We do.' },
      ],
    },
  ],
};

const meta: Meta<DeskScene> = {
  title: 'Desk',
  component: 'support-desk',
  args: { script: three },
  render: ({ script = {}, attributes = {}, width = '100%' }) => {
    const desk = document.createElement('support-desk');
    for (const [name, value] of Object.entries({ locale: 'en', ...attributes })) desk.setAttribute(name, value);
    desk.style.cssText = `display: block; inline-size: ${width}; block-size: 640px`;
    desk.adapter = createScriptedAdapter(script);
    return desk;
  },
};
export default meta;
type Story = StoryObj<DeskScene>;

async function rootOf(canvas: HTMLElement, text: string): Promise<ShadowRoot> {
  return waitFor(
    () => {
      const root = canvas.querySelector('support-desk')?.shadowRoot;
      if (!root?.textContent?.includes(text)) throw new Error(`The desk does not show '${text}'`);
      return root;
    },
    { timeout: 10_000 },
  );
}

async function opens(root: ShadowRoot, name: string): Promise<void> {
  const row = [...root.querySelectorAll<HTMLElement>("[part~='row']")].find((it) => it.textContent?.includes(name));
  if (!row) throw new Error(`No row of ${name}`);
  await userEvent.click(row);
  await waitFor(() => expect(root.querySelector("[part~='conversation'] [part~='log']")).not.toBeNull());
}

export const Inbox: Story = {
  async play({ canvasElement }) {
    await rootOf(canvasElement, 'My parcel is wet.');
  },
};

export const InboxEmpty: Story = {
  args: { script: { phase: 'none' } },
  async play({ canvasElement }) {
    await rootOf(canvasElement, 'Nobody is waiting');
  },
};

export const Conversation: Story = {
  async play({ canvasElement }) {
    const root = await rootOf(canvasElement, 'Bea');
    await opens(root, 'Bea');
    await waitFor(() => expect(root.querySelector("[part~='bubble']")?.textContent).toContain('teapot'));
  },
};

export const ConversationDark: Story = { ...Conversation, args: { attributes: { 'color-scheme': 'dark' } } };
export const German: Story = {
  args: { attributes: { locale: 'de' } },
  async play({ canvasElement }) {
    await rootOf(canvasElement, 'Wartend');
  },
};

/** One column at a time. */
export const Phone: Story = {
  args: { width: '390px' },
  async play({ canvasElement }) {
    const root = await rootOf(canvasElement, 'Bea');
    await opens(root, 'Bea');
  },
};

/** Through the link of the first start: the owner makes their account. */
export const SetUp: Story = {
  beforeEach() {
    SupportDeskElement.defaultAdapter = () => createScriptedAdapter(three);
    history.replaceState(null, '', '#setup=a-token-of-the-first-start');
    return () => void (SupportDeskElement.defaultAdapter = undefined);
  },
  render: () => {
    const desk = document.createElement('support-desk');
    desk.setAttribute('locale', 'en');
    desk.style.cssText = 'display: block; block-size: 640px';
    return desk;
  },
  async play({ canvasElement }) {
    const root = await rootOf(canvasElement, 'Password');
    await userEvent.click(root.querySelector('.button') as HTMLElement);
    await waitFor(() => expect(root.querySelector('#email-problem')).not.toBeNull());
  },
};

export const SignIn: Story = {
  ...SetUp,
  async play({ canvasElement }) {
    const root = await rootOf(canvasElement, 'Password');
    await userEvent.click(root.querySelector('.instead') as HTMLElement);
    await waitFor(() => expect(root.querySelector('#name')).toBeNull());
  },
};

/** A page without an adapter gets the sign-in of the reference server; here there is none, and the desk says so. */
export const Unreachable: Story = {
  render: () => {
    const desk = document.createElement('support-desk');
    desk.setAttribute('locale', 'en');
    desk.style.cssText = 'display: block; block-size: 480px';
    return desk;
  },
  async play({ canvasElement }) {
    await rootOf(canvasElement, 'desk');
  },
};
