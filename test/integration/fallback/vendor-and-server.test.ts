/** A vendor that is away, our own server in its place, and the vendor again: for a visitor one chat that never stops. */
import { createChatwootAdapter } from '@support-chat/adapter-chatwoot';
import { createSseAdapter } from '@support-chat/adapter-sse';
import { fallback } from '@support-chat/browser';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createDevice, openChat } from '../../support/adapters/visitor-chat.js';
import { FakeChatwoot, INBOX } from '../../support/chatwoot/fake-chatwoot.js';
import { startServerBackend, type ServerBackend } from '../../support/conformance-backend.js';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.js';

let chatwoot: FakeChatwoot;
let way: FaultProxy;
let own: ServerBackend;

beforeEach(async () => {
  [chatwoot, own] = [await FakeChatwoot.start(), await startServerBackend()];
  way = await startFaultProxy({ target: chatwoot.url });
  chatwoot.publicUrl = way.url;
});
afterEach(async () => {
  await way.close();
  await chatwoot.close();
  await own.close();
});

const away = (is: boolean): void => {
  way.refuse(is);
  if (is) way.cut();
};

it('L2 O4 X1 each back end has its part of what was written, in its order and once, and never a session of the other', async () => {
  const device = createDevice();
  const adapter = () =>
    fallback([
      createChatwootAdapter({ server: way.url, inbox: INBOX, WebSocket }),
      createSseAdapter({ server: own.proxy.url }),
    ]);
  let visitor = openChat(adapter(), { device });
  const arrives = async (text: string): Promise<void> => {
    visitor.send(text);
    await visitor.until(({ log, state }) => log.at(-1) === text && state.outbox.length === 0, `No '${text}'`);
  };
  const reconnects = async (sees: string): Promise<void> => {
    visitor.chat.dispatch({ type: 'connect' }); // what the backoff would do, later
    await visitor.until(({ log, state }) => state.connection.phase === 'online' && log.includes(sees), `No '${sees}'`);
  };
  await arrives('One');
  const contacts = chatwoot.requests.filter((one) => /POST .*\/contacts$/.test(one)).length;
  const conversation = visitor.state.conversation.id ?? '';

  away(true);
  await visitor.until(({ state }) => state.connection.phase !== 'online', 'The line is still there');
  visitor.send('Two');
  await visitor.until(({ log, state }) => log.includes('Two') && state.outbox.length === 0, 'The server was not asked');
  expect(visitor.log).toEqual(['Two']);

  // A page that is loaded anew meanwhile.
  await visitor.chat.destroy();
  visitor = openChat(adapter(), { device });
  await reconnects('Two');
  await arrives('Three');
  expect(visitor.log).toEqual(['Two', 'Three']);

  away(false);
  own.cut();
  await visitor.until(({ state }) => state.connection.phase !== 'online', 'The line is still there');
  await reconnects('One');
  await arrives('Four');
  expect(visitor.log).toEqual(['One', 'Four']);
  expect(visitor.state.conversation.id).toBe(conversation);
  expect(chatwoot.requests.filter((one) => /POST .*\/contacts$/.test(one)).length).toBe(contacts);
  expect(chatwoot.violations).toEqual([]);
  await visitor.chat.destroy();
});
