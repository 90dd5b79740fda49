/**
 * The cable of the fake Chatwoot, judged by the client that Rails itself ships, `@rails/actioncable`: what works here is
 * ActionCable, and not what we believe it to be.
 */
import { adapters, createConsumer, type Consumer, type Subscription } from '@rails/actioncable';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { FakeChatwoot, INBOX } from '../../support/chatwoot/fake-chatwoot.js';

let chatwoot: FakeChatwoot;
let consumer: Consumer;

beforeEach(async () => {
  // It is made for pages: it looks whether they are seen.
  vi.stubGlobal('document', { visibilityState: 'visible' });
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  adapters.WebSocket = WebSocket as unknown as typeof globalThis.WebSocket;
  chatwoot = await FakeChatwoot.start();
  consumer = createConsumer(`${chatwoot.url.replace('http', 'ws')}/cable`);
});
afterEach(async () => {
  consumer.disconnect();
  await chatwoot.close();
  vi.unstubAllGlobals();
  expect(chatwoot.violations).toEqual([]);
});

/** How long to wait for what does not come, in milliseconds. */
const PATIENCE = 20_000;

/** A visitor's subscription, and what became of it. */
class Listener {
  readonly heard: string[] = [];
  readonly messages: unknown[] = [];
  readonly subscription: Subscription;

  constructor(token: string) {
    const { heard, messages } = this;
    const channel = { channel: 'RoomChannel', pubsub_token: token };
    this.subscription = consumer.subscriptions.create(channel, {
      connected: () => heard.push('connected'),
      rejected: () => heard.push('rejected'),
      disconnected: (how: { willAttemptReconnect: boolean | undefined }) =>
        heard.push(how.willAttemptReconnect ? 'disconnected' : 'disconnected for good'),
      received(message: { event: string; data: unknown }) {
        heard.push(message.event);
        messages.push(message.data);
      },
    });
  }

  hears(...what: readonly string[]): Promise<void> {
    return vi.waitFor(() => expect(this.heard).toEqual(what), PATIENCE);
  }
}

const PATH = `/public/api/v1/inboxes/${INBOX}/contacts`;

async function post(path: string, body: object = {}): Promise<Record<string, unknown>> {
  const response = await fetch(`${chatwoot.url}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

describe('the cable, by the client of Rails', () => {
  it('lets a visitor in by their token, tells who is there, and tells what an agent writes', async () => {
    const { source_id: source, pubsub_token: token } = await post(PATH);
    const listener = new Listener(String(token));
    await listener.hears('connected', 'presence.update');
    await post(`${PATH}/${String(source)}/conversations`);
    await listener.hears('connected', 'presence.update', 'conversation.created');
    const [conversation] = chatwoot.conversations;
    chatwoot.say(conversation?.uuid ?? '', 'Good morning');
    await vi.waitFor(() => expect(listener.heard.at(-1)).toBe('message.created'), PATIENCE);
    expect(listener.messages.at(-1)).toMatchObject({ content: 'Good morning', message_type: 1 });
  });

  it('takes its actions, and answers them', async () => {
    const { pubsub_token: token } = await post(PATH);
    const listener = new Listener(String(token));
    await listener.hears('connected', 'presence.update');
    listener.subscription.perform('update_presence');
    await listener.hears('connected', 'presence.update', 'presence.update');
  });

  it('rejects a token that nobody has', async () => {
    await new Listener('nobody').hears('rejected');
  });

  it('tells each visitor their own, and nobody who has left', async () => {
    const [one, other] = [await post(PATH), await post(PATH)].map(
      ({ pubsub_token: token }) => new Listener(String(token)),
    );
    await one?.hears('connected', 'presence.update');
    await other?.hears('connected', 'presence.update');
    one?.subscription.unsubscribe();
    // The order of frames on one socket: who has left has left before this is answered.
    other?.subscription.perform('update_presence');
    await other?.hears('connected', 'presence.update', 'presence.update');
    chatwoot.setOnline(false);
    await other?.hears('connected', 'presence.update', 'presence.update', 'presence.update');
    await one?.hears('connected', 'presence.update');
  });

  it('lets a visitor in again who has left', async () => {
    const { pubsub_token: token } = await post(PATH);
    const first = new Listener(String(token));
    await first.hears('connected', 'presence.update');
    first.subscription.unsubscribe();
    await new Listener(String(token)).hears('connected', 'presence.update');
  });

  it('sends pages away for good, as Rails does with those of other origins', async () => {
    const { pubsub_token: token } = await post(PATH);
    const listener = new Listener(String(token));
    await listener.hears('connected', 'presence.update');
    chatwoot.cable.sayToAll({ type: 'disconnect', reason: 'unauthorized', reconnect: false });
    await listener.hears('connected', 'presence.update', 'disconnected for good');
  });
});
