/** Plug-ins of a page between a visitor and an agent, on the real server and under the strict policy (V33, X6). */
import type { SupportChatElement } from '@support-chat/element';
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { createChat } from '@support-chat/core';
import { WebSocket } from 'ws';
import { signIn } from '../support/agent-api.js';
import { enterDesk, expect, openChat, test } from '../support/shop-test.js';

test('V33 what a plug-in masks never leaves the page; a card of the site is drawn, and is words elsewhere', async ({
  person,
  server,
}) => {
  const [{ page: shop }, { page: desk }] = [await person(), await person()];
  const frames: string[] = [];
  shop.on('websocket', (socket) => socket.on('framesent', ({ payload }) => frames.push(payload.toString())));
  await shop.goto('/');
  await shop.evaluate(() => {
    const chat = document.querySelector<SupportChatElement>('support-chat') as SupportChatElement;
    chat.config = {
      ...chat.config,
      plugins: [
        {
          name: 'no card numbers',
          outgoing: (message) => ({ ...message, text: message.text.replace(/\d{4}(?: \d{4}){3}/g, '[card number]') }),
        },
        {
          name: 'parcels',
          render({ card }) {
            if (card?.kind !== 'x-parcel') return undefined;
            const link = document.createElement('progress');
            link.ariaLabel = 'Way of the parcel';
            link.value = (card['data'] as { way: number }).way;
            return link;
          },
        },
      ],
    };
  });
  const composer = await openChat(shop);
  await composer.fill('Mine is 4000 1234 5678 9010, where is it?');
  await composer.press('Enter');
  await expect(shop.locator('.bubble')).toHaveText('Mine is [card number], where is it?');

  await enterDesk(desk);
  await desk.locator('[data-conversation]').click();
  await expect(desk.locator('.pane .bubble').first()).toHaveText('Mine is [card number], where is it?');
  expect(frames.join('')).not.toContain('5678');

  const conversationId = await desk.locator('[data-conversation]').getAttribute('data-conversation');
  const cookie = await signIn(server.url);
  class AgentSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { headers: { Cookie: cookie, Origin: server.url } });
    }
  }
  const agent = createChat({
    role: 'agent',
    adapter: createWebSocketAdapter({ server: server.url, WebSocket: AgentSocket }),
    ...(conversationId !== null && { conversationId }),
  });
  const card = { kind: 'x-parcel', data: { way: 0.5, stops: [{ place: 'Malmö' }] } };
  agent.dispatch({ type: 'send', text: 'It is half way.', details: { type: 'message-send', card } });
  await expect(shop.getByRole('progressbar', { name: 'Way of the parcel' })).toHaveAttribute('value', '0.5');
  await expect(shop.locator('.bubble').last()).toHaveText('');
  await expect(desk.locator('.pane .bubble').last()).toHaveText('It is half way.');
  await agent.destroy();

  // After a reload the page has set no plug-ins yet: the words stand.
  await shop.reload();
  await openChat(shop);
  await expect(shop.locator('.bubble').last()).toHaveText('It is half way.');
});
