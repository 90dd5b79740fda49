/** Before somebody answers: opening hours, the contact form, the questions before a chat. */
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { Actor, stage, type Scene } from './stage.js';

const meta: Meta<Scene> = {
  title: 'Widget/Before an answer',
  component: 'support-chat',
  render: (scene) => stage(scene),
};
export default meta;
type Story = StoryObj<Scene>;

/** Never open: no date of return can be wrong in a picture. */
const closed = { timeZone: 'Europe/Berlin', weekly: {} };
const departments = [
  { id: 'sales', name: 'Sales' },
  { id: 'service', name: 'Service' },
];

function field(actor: Actor, id: string): HTMLInputElement {
  const input = actor.root.querySelector<HTMLInputElement>(`#field-${id}`);
  if (!input) throw new Error(`There is no field ${id}`);
  return input;
}
async function send(actor: Actor): Promise<void> {
  const button = actor.root.querySelector<HTMLElement>('[part~="submit"]');
  if (button) await userEvent.click(button);
}
async function fillIn(actor: Actor): Promise<void> {
  await actor.sees('Leave a message');
  await userEvent.type(field(actor, 'name'), 'Zofia');
  await userEvent.type(field(actor, 'email'), 'zofia@example.com');
  await userEvent.type(field(actor, 'message'), 'Do you ship to Poland?');
}

/** Outside the opening hours the form stands where the conversation would. */
export const Closed: Story = {
  args: { config: { hours: closed, departments } },
  async play({ canvasElement }) {
    await new Actor(canvasElement).sees('We are closed right now');
  },
};

/** The same, but the owner wants the chat to stay: the form is one press away. */
export const ClosedWithOffer: Story = {
  args: { config: { hours: closed, contact: { form: 'offer' } } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('We are closed right now');
    await actor.sees('Get the answer by e-mail');
  },
};

/** Opening hours, but nobody is at the desk. */
export const NobodyAtTheDesk: Story = {
  args: { script: { staffed: false } },
  async play({ canvasElement }) {
    await new Actor(canvasElement).sees('Get the answer by e-mail');
  },
};

/** What is wrong stands at its field, in words, and the focus is at the first one. */
export const Mistakes: Story = {
  args: { config: { hours: closed } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('Leave a message');
    await userEvent.type(field(actor, 'name'), 'Zofia');
    await userEvent.type(field(actor, 'email'), 'zofia@example');
    await send(actor);
    await actor.sees('Please write an address such as name@example.com.');
    await waitFor(() => expect(actor.root.activeElement).toBe(field(actor, 'email')));
  },
};

/** Arrived: under a number, and where the answer goes. */
export const Sent: Story = {
  args: { config: { hours: closed } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await fillIn(actor);
    await send(actor);
    await actor.sees('Thank you, your message has arrived.');
  },
};

/** The back end is away: kept on the device, and said to be. */
export const Kept: Story = {
  args: { config: { hours: closed }, script: { offline: true } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await fillIn(actor);
    await send(actor);
    await actor.sees('Your message is sent as soon as the chat can be reached.');
  },
};

/** The owner's questions before the first message. */
export const Questions: Story = {
  args: {
    config: {
      departments,
      preChat: {
        fields: [
          { kind: 'name', required: true },
          { kind: 'email', required: true },
          { kind: 'department' },
          { kind: 'select', label: 'What is it about?', options: ['An order', 'Something else'] },
          { kind: 'checkbox', label: 'I am a customer already' },
        ],
        skippable: true,
      },
    },
  },
  async play({ canvasElement }) {
    await new Actor(canvasElement).sees('Before we start');
  },
};
