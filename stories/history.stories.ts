/** The visitor's conversations (V18): ended, listed, searched, read. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { Actor, stage, type Scene } from './stage.js';

const visitor = (text: string) => ({ from: 'visitor', text }) as const;
const agent = (text: string) => ({ from: 'agent', text }) as const;

const earlier = [
  { messages: [visitor('Is the blue teapot back in stock?'), agent('From Friday on. Shall I put one aside for you?')] },
  {
    messages: [visitor('Do you ship to Poland?'), agent('We do, in three days.'), visitor('Thank you!')],
    readByVisitor: 1,
  },
  { messages: 250 },
];

const meta: Meta<Scene> = {
  title: 'Widget/Earlier conversations',
  component: 'support-chat',
  args: { script: { earlier, messages: [visitor('My saucer has a crack'), agent('We send another one.')] } },
  render: (scene) => stage(scene),
};
export default meta;
type Story = StoryObj<Scene>;

async function openList(actor: Actor): Promise<void> {
  await actor.connected();
  actor.root.querySelector<HTMLElement>('.menu-button')?.click();
  const item = await waitFor(() => {
    const found = [...actor.root.querySelectorAll<HTMLElement>('[role=menuitem]')].find(
      ({ textContent }) => textContent.trim() === 'Earlier conversations',
    );
    if (!found) throw new Error('The menu has not come');
    return found;
  });
  item.click();
}

async function search(actor: Actor, words: string): Promise<void> {
  const field = await waitFor(() => {
    const found = actor.root.querySelector<HTMLInputElement>('.history-search input');
    if (!found) throw new Error('There is no search field');
    return found;
  });
  await userEvent.type(field, words);
}

/** Below what has ended: the rating, and the way to another conversation. */
export const Ended: Story = {
  args: { script: { messages: [visitor('Thank you!'), agent('You are welcome.')], phase: 'ended' } },
  async play({ canvasElement }) {
    await new Actor(canvasElement).sees('New conversation');
  },
};

export const List: Story = {
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await openList(actor);
    await actor.sees('Do you ship to Poland?');
    await actor.sees('You are here');
  },
};

export const Dark: Story = { ...List, args: { ...meta.args, attributes: { 'color-scheme': 'dark' } } };

export const Found: Story = {
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await openList(actor);
    await search(actor, 'TEAPOT');
    await actor.sees('Conversations found: 1');
  },
};

export const NothingFound: Story = {
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await openList(actor);
    await search(actor, 'zebra');
    await actor.sees('Nothing found');
  },
};

/** One of them, to be read upwards and to be continued. */
export const Reading: Story = {
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await openList(actor);
    await actor.sees('Do you ship to Poland?');
    actor.root.querySelectorAll<HTMLElement>('.history-row').item(1).click();
    await actor.sees('Continue this conversation');
    await waitFor(() => expect(actor.root.querySelector('.history-reading [role=log]')?.textContent).not.toBe(''));
  },
};

/** A back end that has one conversation for each visitor: nothing of it is offered. */
export const NotOffered: Story = {
  args: { script: { messages: [visitor('Hello')], phase: 'ended', capabilities: { conversations: false } } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.connected();
    actor.root.querySelector<HTMLElement>('.menu-button')?.click();
    await actor.sees('Save conversation');
    await expect(actor.root.querySelector('[role=menu]')?.textContent).not.toContain('Earlier conversations');
  },
};
