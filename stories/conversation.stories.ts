/** Every state of a conversation, as the visitor sees it. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { Actor, stage, type Scene } from './stage.js';

const question = { from: 'visitor', text: 'Is the blue teapot back in stock?' } as const;
const answer = { from: 'agent', text: 'From Friday on. Shall I put one aside for you?' } as const;

const meta: Meta<Scene> = {
  title: 'Widget/Conversation',
  component: 'support-chat',
  render: (scene) => stage(scene),
};
export default meta;
type Story = StoryObj<Scene>;

/** The greeting, and the composer already there. */
export const Empty: Story = {
  async play({ canvasElement }) {
    await new Actor(canvasElement).sees('How can we help?');
  },
};

const articles = [
  { id: 'returns', title: 'Sending something back', text: 'Within **30 days**, in one piece.' },
  { id: 'postage', title: 'What postage costs', text: 'Nothing from 100 euros on, 4.90 below.' },
  { id: 'care', title: 'How to care for a glaze', text: 'By hand, without steel wool.' },
];

/** What the owner has written is offered before the first message (V19). */
export const Help: Story = {
  args: { script: { articles } },
  async play({ canvasElement }) {
    await new Actor(canvasElement).sees('What postage costs');
  },
};

/** An article, and the way back to a person. */
export const HelpArticle: Story = {
  args: { script: { articles } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('What postage costs');
    actor.root.querySelector<HTMLElement>('[part~=help-item]')?.click();
    await actor.sees('Write to us');
  },
};

/** Nobody is there: what happens with a message is said before it is written. */
export const NobodyThere: Story = {
  args: { script: { staffed: false } },
  async play({ canvasElement }) {
    await new Actor(canvasElement).sees('Nobody is here right now');
  },
};

/** Written, stored, waiting for somebody. */
export const Queued: Story = {
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.connected();
    await actor.says('Do you ship to Poland?');
    await waitFor(() => expect(actor.back.log).toHaveLength(1));
  },
};

/** The agent has answered and read. */
export const Live: Story = {
  args: { script: { messages: [question, answer, { from: 'visitor', text: 'Yes, please.' }], readByAgent: 4 } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('put one aside');
    await actor.sees('Yes, please.');
  },
};

/** Who answers says what they are as well (A14). */
export const AgentWithTitle: Story = {
  args: {
    script: { agent: { name: 'Anna Berg', title: 'Master potter' }, messages: [question, answer], readByAgent: 4 },
  },
  async play({ canvasElement }) {
    await new Actor(canvasElement).sees('Master potter');
  },
};

export const AgentTyping: Story = {
  args: { script: { messages: [question, answer] } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('put one aside');
    actor.back.agentTypes();
    await actor.sees('Ada is typing');
  },
};

/** A bot's answer grows while it is written, as plain text until it is stored (V29). */
export const AnswerStreaming: Story = {
  args: { script: { messages: [question] } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('blue teapot');
    actor.back.botStreams('From **Friday** on. Shall I put');
    await actor.sees('From **Friday** on. Shall I put');
    const bubble = await actor.part('message-streamed');
    await expect(bubble.textContent).toContain('Pip is typing');
  },
};

/** And here it is stored: Markdown, time, nothing jumped. */
export const AnswerStreamed: Story = {
  args: { script: { messages: [question] } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('blue teapot');
    actor.back.botStreams('From **Friday** on.');
    await actor.sees('From **Friday** on.');
    actor.back.botSays('From **Friday** on. Shall I put one aside?');
    await actor.sees('From Friday on. Shall I put one aside?');
  },
};

export const Ended: Story = {
  args: { script: { messages: [question, answer], phase: 'ended' } },
  async play({ canvasElement }) {
    await new Actor(canvasElement).sees(/ended/);
  },
};

/** One quiet line above the composer, in words, with what will happen. */
export const Reconnecting: Story = {
  args: { script: { messages: [question, answer] } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('put one aside');
    actor.back.goOffline();
    await actor.sees('Connection lost');
  },
};

/** Written while the back end is away: kept, and said to be. */
export const QueuedOffline: Story = {
  args: { script: { messages: [question, answer] } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('put one aside');
    actor.back.goOffline();
    await actor.says('In a tunnel now');
    await waitFor(() => expect(actor.chat.state?.outbox[0]?.phase).toBe('queued'));
  },
};

/** Refused for good: a mark, 'Try again' and 'Discard' at the bubble. */
export const FailedMessage: Story = {
  args: { script: { messages: [question, answer] } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('put one aside');
    actor.back.refuseNext('forbidden');
    await actor.says('This one is refused');
    const again = await actor.button('Try again');
    again.click();
    await waitFor(() => expect(actor.back.log.at(-1)).toMatchObject({ text: 'This one is refused' }));
    actor.back.refuseNext('forbidden');
    await actor.says('And this one stays');
    await actor.button('Discard');
  },
};

/** Too fast: the visitor is told, nothing is lost, order is kept. */
export const RateLimited: Story = {
  args: { script: { messages: [question, answer] } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('put one aside');
    actor.back.refuseNext('rate-limited');
    await actor.says('One more');
    await waitFor(() => expect(actor.back.received.length).toBeGreaterThan(0));
  },
};

/** The field grows with its words, and says how many more there may be. */
export const Composing: Story = {
  args: { script: { messages: [question, answer] } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('put one aside');
    const input = (await actor.part('input')) as HTMLTextAreaElement;
    const low = input.getBoundingClientRect().height;
    input.value = 'A longer question. '.repeat(500);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await actor.sees('500 characters left');
    await expect(input.getBoundingClientRect().height).toBeGreaterThan(2 * low);
  },
};

/** Everything that is not needed at every moment. */
export const Menu: Story = {
  args: { script: { messages: [question, answer] } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('put one aside');
    await userEvent.click(await actor.button('More options'));
    await waitFor(() => expect(actor.root.querySelector('[role=menu]')).not.toBeNull());
  },
};

/** The whole conversation as one text, to read in order or to copy. */
export const PlainView: Story = {
  args: { script: { messages: [question, answer] } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('put one aside');
    await userEvent.click(await actor.button('More options'));
    await userEvent.click(await actor.button('Show whole conversation as text'));
    await waitFor(() => expect(actor.root.querySelector('.page')?.textContent).toContain('teapot'));
  },
};

/** Long words break, long texts stay readable. */
export const LongMessage: Story = {
  args: {
    script: {
      messages: [
        question,
        {
          from: 'agent',
          text: `${'A long answer has many words and still reads well. '.repeat(30)}\n\n${'Donaudampfschifffahrt'.repeat(12)}`,
        },
      ],
    },
  },
  async play({ canvasElement }) {
    await new Actor(canvasElement).sees('Donaudampfschifffahrt');
  },
};

/** Ten thousand messages: the newest at once, the rest when there is nothing else to do (`log-volume.test.ts` counts them all). */
export const LongLog: Story = {
  args: { script: { messages: 10_000, pageSize: 10_000 } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    const rows = (): NodeListOf<Element> => actor.root.querySelectorAll("[part~='message']");
    await waitFor(() => expect(rows().length).toBeGreaterThan(1000), { timeout: 30_000 });
  },
  // A full run of axe takes as long as there are rows; all kinds of rows are in the other stories.
  parameters: {
    a11y: { options: { runOnly: ['aria-required-children', 'aria-required-parent', 'button-name'] } },
  },
};

/** The safe subset of Markdown; nothing becomes markup that is not on the list. */
export const Markdown: Story = {
  args: {
    script: {
      messages: [
        {
          from: 'agent',
          text: '**Bold**, _italic_, `code` and [a link](https://example.com).\n\n- first\n- second\n\n> A quote\n\n```\nnpm ci && npm start\n```\n\n<b>not bold</b> https://example.com/a_b(c).',
        },
      ],
    },
  },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('<b>not bold</b>');
    await waitFor(() => expect(actor.root.querySelector('[part~=bubble] strong')?.textContent).toBe('Bold'));
  },
};
