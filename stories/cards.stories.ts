/** Cards, quick replies, the rating and the queue: every state of them, as the visitor sees it. */
import type { Card } from '@support-chat/protocol';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { Actor, stage, type Scene } from './stage.js';

const question = { from: 'visitor', text: 'Is the blue teapot back in stock?' } as const;
const choices: Card = {
  kind: 'choices',
  choices: [
    { id: 'yes', label: 'Yes, please' },
    { id: 'no', label: 'No' },
    { id: 'later', label: 'Not now' },
  ],
};
const asked = { from: 'agent', text: 'From Friday on. Shall I put one aside for you?', card: choices } as const;
const picture = (hue: number): string => `https://shop.example/teapot-${hue}.jpg`;
const offer = (title: string, amount: number, hue: number) => ({
  title,
  text: 'Stoneware, holds a litre.',
  image: { url: picture(hue), alt: title },
  link: { url: 'https://shop.example/teapots', label: 'See it' },
  price: { amount, currency: 'EUR' },
});
const form: Card = {
  kind: 'form',
  title: 'Your order',
  fields: [
    { type: 'text', id: 'name', label: 'Name', required: true },
    { type: 'email', id: 'email', label: 'E-mail', required: true },
    { type: 'number', id: 'count', label: 'How many', min: 1, max: 9 },
    {
      type: 'select',
      id: 'size',
      label: 'Size',
      options: [
        { id: 's', label: 'Small' },
        { id: 'l', label: 'Large' },
      ],
    },
    { type: 'checkbox', id: 'terms', label: 'I have read the terms', required: true },
  ],
};
const says = (text: string, card: Card) => ({ from: 'agent', text, card }) as const;

const meta: Meta<Scene> = {
  title: 'Widget/Cards and rating',
  component: 'support-chat',
  render: (scene) => stage(scene),
};
export default meta;
type Story = StoryObj<Scene>;

/** One tap answers; then the choice is locked. */
export const QuickReplies: Story = {
  args: { script: { messages: [question, asked] } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await userEvent.click(await actor.button('Yes, please'));
    await waitFor(() => expect(actor.root.querySelector('[aria-pressed=true]')?.textContent).toContain('Yes'));
    await waitFor(() => expect(actor.back.log.at(-1)).toMatchObject({ answer: { choice: 'yes' } }));
  },
};

/** Answered before: locked from the start. */
export const QuickRepliesAnswered: Story = {
  args: {
    script: {
      messages: [
        question,
        asked,
        { from: 'visitor', text: 'Not now', answer: { to: 'scripted-000002', choice: 'later' } },
      ],
    },
  },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await waitFor(() => expect(actor.root.querySelector('[aria-pressed=true]')?.textContent).toContain('Not now'));
  },
};

/** Answered while the back end is away: locked all the same, and kept until it is sent. */
export const QuickRepliesOffline: Story = {
  args: { script: { messages: [question, asked] } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.button('No');
    actor.back.goOffline();
    await userEvent.click(await actor.button('No'));
    await waitFor(() => expect(actor.chat.state?.outbox[0]?.phase).toBe('queued'));
    await waitFor(() => expect(actor.root.querySelector('[aria-pressed=true]')).not.toBeNull());
  },
};

/** An OK to a price. */
export const Confirm: Story = {
  args: {
    script: {
      messages: [
        question,
        says('Repair: €19.50', {
          kind: 'confirm',
          title: 'Repair of the lid',
          price: { amount: 19.5, currency: 'EUR' },
        }),
      ],
    },
  },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('€19.50');
    await actor.button('OK');
  },
};

export const Coupons: Story = {
  args: {
    script: {
      messages: [
        says('TEA10', {
          kind: 'coupon',
          title: 'Ten percent off',
          text: 'For all teapots.',
          code: 'TEA10',
          expiresAt: Date.UTC(2099, 0, 31),
        }),
        says('OLD5', { kind: 'coupon', title: 'Five percent off', code: 'OLD5', expiresAt: Date.UTC(2020, 0, 31) }),
      ],
    },
  },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.sees('Valid until');
    await actor.sees('Expired on');
  },
};

/** A picture that does not come leaves no hole. */
export const Offer: Story = {
  args: { script: { messages: [question, says('Blue teapot', { kind: 'offer', ...offer('Blue teapot', 39, 220) })] } },
  async play({ canvasElement }) {
    await new Actor(canvasElement).sees('See it');
  },
};

export const Carousel: Story = {
  args: {
    script: {
      messages: [
        question,
        says('Three teapots', {
          kind: 'carousel',
          offers: [offer('Blue teapot', 39, 220), offer('Red teapot', 42, 20), offer('Green teapot', 45.5, 140)],
        }),
      ],
    },
  },
  async play({ canvasElement }) {
    await new Actor(canvasElement).part('carousel');
  },
};

/** The same from right to left. */
export const CarouselRightToLeft: Story = {
  args: { ...Carousel.args, direction: 'rtl', attributes: { locale: 'ar' } },
  async play({ canvasElement }) {
    await new Actor(canvasElement).part('carousel');
  },
};

export const Form: Story = {
  args: { script: { messages: [question, says('Your order: name, e-mail', form)] } },
  async play({ canvasElement }) {
    await new Actor(canvasElement).part('form');
  },
};

/** What is missing is said at its field. */
export const FormWithFaults: Story = {
  args: Form.args ?? {},
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await userEvent.click(await actor.part('form-send'));
    await actor.sees('Please fill this in.');
    await actor.sees('Please tick this.');
  },
};

/** An ended conversation asks how it was. */
export const Rating: Story = {
  args: { script: { messages: [question, { from: 'agent', text: 'It is.' }], phase: 'ended' } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    const face = await waitFor(() => {
      const found = actor.root.querySelector<HTMLInputElement>('[aria-label="Good"]');
      if (!found) throw new Error('No face');
      return found;
    });
    face.click();
    await actor.sees('tell us more');
  },
};

/** Thanks, a reward, and the way back. */
export const RatingGiven: Story = {
  args: { ...Rating.args, config: { rating: { rewardUrl: 'https://shop.example/reward' } } },
  async play(context) {
    await Rating.play?.(context);
    const actor = new Actor(context.canvasElement);
    await userEvent.click(await actor.part('rating-send'));
    await actor.sees('You rated 4 of 5.');
    await actor.part('rating-reward');
  },
};

/** Skipped, it stays within reach. */
export const RatingSkipped: Story = {
  args: Rating.args ?? {},
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await userEvent.click(await actor.button('Not now'));
    await actor.button('Rate this conversation');
  },
};

/** Where one is in the queue, and about how long it takes. */
export const Queue: Story = {
  args: { script: { messages: [question], phase: 'queued' } },
  async play({ canvasElement }) {
    const actor = new Actor(canvasElement);
    await actor.connected();
    actor.back.emit({ type: 'queue-changed', conversation: 'conversation-0001', position: 3, minutes: 4 });
    await actor.sees('You are number 3 in the queue. About 4 minutes to wait.');
  },
};

/** Where agents see what is typed, the visitor is told. */
export const TypingPreview: Story = {
  args: { script: { messages: [question] }, config: { typingPreview: { enabled: true } } },
  async play({ canvasElement }) {
    await new Actor(canvasElement).sees('We see what you write as you type it.');
  },
};

/** A plug-in of the page draws a card of the shop's own (docs/plugins.md); everybody else reads the words. */
export const DrawnByAPlugin: Story = {
  args: {
    script: {
      messages: [
        question,
        { from: 'agent', text: 'It is half way to you.', card: { kind: 'x-parcel', data: { way: 0.5 } } },
      ],
    },
    config: {
      plugins: [
        {
          name: 'parcels',
          render({ card, text }) {
            if (card?.kind !== 'x-parcel') return undefined;
            const way = document.createElement('progress');
            way.ariaLabel = text;
            way.value = (card['data'] as { readonly way: number }).way;
            way.style.accentColor = 'var(--sc-accent)';
            return way;
          },
        },
      ],
    },
  },
  async play({ canvasElement }) {
    const { root } = new Actor(canvasElement);
    await waitFor(() => expect(root.querySelector('progress')?.value).toBe(0.5));
  },
};
