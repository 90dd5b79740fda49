/** The agents' desk on a scripted back end. */
import {
  SupportDeskElement,
  type MailSource,
  type NoteSource,
  type ShortcutSource,
  type StatisticsSource,
} from '@support-chat/desk';
import { createScriptedAdapter, type ScriptedAdapterOptions } from '@support-chat/testkit';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { deskStage, rootOf, type DeskView } from './desk-stage.js';

interface DeskScene extends DeskView {
  readonly script?: ScriptedAdapterOptions;
  readonly shortcuts?: ShortcutSource;
  readonly notes?: NoteSource;
  readonly mails?: MailSource;
  readonly statistics?: StatisticsSource;
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

const shortcuts: ShortcutSource = {
  load: () =>
    Promise.resolve({
      shortcuts: [
        { id: 'hello-0001', name: 'hello', text: 'Hello {visitor.name}! I am {agent.name}.', locale: 'en' },
        { id: 'wait-00001', name: 'wait', text: 'One moment please, let me check.' },
      ],
    }),
  writer: {
    put: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    take: () => Promise.resolve({ added: 0, changed: 0 }),
  },
};

const notes: NoteSource = {
  load: (_conversation, after) =>
    Promise.resolve({
      notes: [
        {
          ...{ id: 'note-00000001', place: 1, after: 1, time: Date.UTC(2026, 0, 15, 9, 40) },
          author: { kind: 'agent', id: 'agent-ben', name: 'Ben' },
          text: 'Knows us from the fair, and the teapot was promised for Monday.',
        },
        {
          ...{ id: 'note-00000002', place: 2, after: 1, time: Date.UTC(2026, 0, 15, 9, 41) },
          author: { kind: 'agent', id: 'agent-ben', name: 'Ben' },
          text: '',
          transfer: { agent: { kind: 'agent', id: 'agent-0001', name: 'Anna' } },
        },
      ].filter(({ place }) => place > after),
    }),
  put: (_conversation, id, { text }) =>
    Promise.resolve({
      note: {
        ...{ id, place: 3, after: 1, time: Date.UTC(2026, 0, 15, 9, 45), text },
        author: { kind: 'agent', id: 'agent-0001', name: 'Anna' },
      },
    }),
  transfers: {
    team: () =>
      Promise.resolve({
        agents: [
          { id: 'agent-ben', name: 'Ben', here: true, presence: 'available', chats: 1, capacity: 3 },
          { id: 'agent-cem', name: 'Cem', here: true, presence: 'away', chats: 0, capacity: 3 },
          { id: 'agent-dan', name: 'Dan', here: false, presence: 'available', chats: 0, capacity: 3 },
        ],
        departments: [{ id: 'service', name: 'Service', waiting: 2, available: 1 }],
      }),
    put: () => Promise.resolve({}),
  },
};

const meta: Meta<DeskScene> = {
  title: 'Desk',
  component: 'support-desk',
  args: { script: three },
  render: ({ script = {}, shortcuts: source, notes: kept, mails, statistics, ...view }) => {
    const desk = deskStage(view, script);
    desk.shortcuts = source;
    desk.notes = kept;
    desk.mails = mails;
    desk.statistics = statistics;
    return desk;
  },
};
export default meta;
type Story = StoryObj<DeskScene>;

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

/** Behind a slash: what fits, filled in. */
export const Notes: Story = {
  args: { notes },
  play: async ({ canvasElement }) => {
    const root = await rootOf(canvasElement, 'Bea');
    await opens(root, 'Bea');
    const [button] = [...root.querySelectorAll<HTMLButtonElement>("[part~='note-button']")];
    if (!button) throw new Error('No button for notes');
    await userEvent.click(button);
    await userEvent.keyboard('She may have a refund.{Enter}');
    await waitFor(() => expect(root.querySelectorAll("[part~='note']")).toHaveLength(3));
    await expect(root.querySelector('.pane')?.textContent).toContain('Ben passed the chat on to Anna');
  },
};

export const PassOn: Story = {
  args: { notes },
  play: async ({ canvasElement }) => {
    const root = await rootOf(canvasElement, 'Bea');
    await opens(root, 'Bea');
    const [button] = [...root.querySelectorAll<HTMLButtonElement>("[part~='transfer-button']")];
    if (!button) throw new Error('No button for passing on');
    await userEvent.click(button);
    await waitFor(() => expect(root.querySelectorAll('.transfer-option')).toHaveLength(4));
  },
};

export const Shortcuts: Story = {
  args: { shortcuts },
  async play({ canvasElement }) {
    const root = await rootOf(canvasElement, 'Bea');
    await opens(root, 'Bea');
    const reply = root.querySelector<HTMLTextAreaElement>('.pane textarea');
    if (!reply) throw new Error('There is no field for the reply');
    await userEvent.type(reply, '/');
    await waitFor(() => expect(root.querySelectorAll("[part~='shortcuts'] [role='option']")).toHaveLength(2));
    await expect(root.querySelector("[part~='shortcuts']")?.textContent).toContain('Hello Bea! I am Anna.');
  },
};

/** All of them, for who may change them. */
export const ShortcutDialog: Story = {
  args: { shortcuts },
  async play({ canvasElement }) {
    const root = await rootOf(canvasElement, 'Bea');
    await opens(root, 'Bea');
    root.querySelector<HTMLElement>("[part~='shortcuts-button']")?.click();
    await waitFor(() => expect(root.querySelectorAll("[part~='shortcuts-dialog'] li")).toHaveLength(2));
  },
};
export const ShortcutDialogDark: Story = {
  ...ShortcutDialog,
  args: { shortcuts, attributes: { 'color-scheme': 'dark' } },
};

const nothingSent = (): Promise<unknown> => Promise.resolve({ canSend: false, mails: [] });
const mails: MailSource = {
  ...{ load: nothingSent, put: nothingSent, retry: nothingSent },
  questions: {
    load: () => Promise.resolve({ ways: [{ way: 'email', to: 'bea@example.com' }, { way: 'sms' }], questions: [] }),
    put: nothingSent,
  },
};

/** For a visitor who has left: one press on the page behind a link answers (A18). */
export const ShortQuestion: Story = {
  args: { mails },
  async play({ canvasElement }) {
    const root = await rootOf(canvasElement, 'Bea');
    await opens(root, 'Bea');
    root.querySelector<HTMLElement>("[part~='question-button']")?.click();
    await waitFor(() => expect(root.querySelectorAll("[part~='question-dialog'] form")).toHaveLength(1));
  },
};
export const ShortQuestionDark: Story = {
  ...ShortQuestion,
  args: { mails, attributes: { 'color-scheme': 'dark' } },
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

const figuresOf = (chats: number): object => ({
  ...{ chats, forms: chats >> 3, missed: chats >> 4, open: 1, passedOn: chats >> 3 },
  wait: { count: chats, median: 40_000 + 900 * chats, p90: 200_000 },
  response: { count: chats, median: 65_000, p90: 260_000 },
  handling: { count: chats, median: 540_000, p90: 1_500_000 },
  scores: [1, 0, 2, chats >> 2, chats >> 1],
});

/** What the team has done in figures, in the place of the inbox (A10). */
export const Statistics: Story = {
  args: {
    statistics: {
      figures: () =>
        Promise.resolve({
          total: figuresOf(184),
          days: [22, 31, 27, 40, 36, 8, 20].map((chats, day) => ({ day: `2026-11-${20 + day}`, ...figuresOf(chats) })),
          hours: [0, 0, 0, 0, 0, 0, 1, 4, 12, 20, 22, 18, 11, 16, 21, 19, 14, 10, 7, 5, 3, 1, 0, 0].map(
            (chats, hour) => ({ hour, ...figuresOf(chats) }),
          ),
          departments: [
            { id: 'sales', name: 'Sales', ...figuresOf(110) },
            { id: 'service', name: 'Service', ...figuresOf(74) },
          ],
          agents: [
            { id: 'ada', name: 'Ada', ...figuresOf(95) },
            { id: 'ben', name: 'Ben', ...figuresOf(89) },
          ],
        }),
      topics: () =>
        Promise.resolve({
          topics: [
            { words: 'gift card', chats: 31 },
            { words: 'Liefertermin', chats: 24 },
            { words: 'broken teapot', chats: 12 },
          ],
          questions: 171,
        }),
    },
  },
  play: async ({ canvasElement }) => {
    const root = await rootOf(canvasElement, 'Bea');
    root.querySelector<HTMLElement>('[part~="statistics-button"]')?.click();
    await rootOf(canvasElement, 'gift card');
  },
};
