/** C3 with the Web Locks and BroadcastChannels of real engines: ten tabs, one connection. */
import { expect, waitUntil } from '@open-wc/testing';
import { shareAcrossTabs } from '@support-chat/browser';
import type { CloseReason, ServerEvent } from '@support-chat/protocol';
import { createScriptedAdapter, describeAdapter, type ScriptedAdapter } from '@support-chat/testkit';

let adapter: ScriptedAdapter;
let name: string;
let controllers: AbortController[];

async function open() {
  const events: ServerEvent[] = [];
  const closed: CloseReason[] = [];
  const controller = new AbortController();
  controllers.push(controller);
  const connection = await shareAcrossTabs(adapter, { name }).open({
    identity: { kind: 'visitor', token: 'the-same' },
    signal: controller.signal,
    onEvent: (event) => events.push(event),
    onClose: (reason) => closed.push(reason),
  });
  return { connection, events, closed };
}

describe('shareAcrossTabs', () => {
  beforeEach(() => {
    [adapter, name, controllers] = [createScriptedAdapter({ messages: 3 }), crypto.randomUUID(), []];
  });
  afterEach(() => {
    for (const controller of controllers) controller.abort();
  });

  it('gives ten tabs one connection, and the next one when its tab goes', async () => {
    const tabs = await Promise.all(Array.from({ length: 10 }, open));
    expect(adapter.connections).to.equal(1);
    adapter.agentSays('To all of you');
    const isHeard = ({ events }: (typeof tabs)[number]) => events.at(-1)?.type === 'message-added';
    await waitUntil(() => tabs.every(isHeard), undefined, { timeout: 9000 });
    for (const { connection } of tabs) if (adapter.connections > 0) connection.close();
    expect(adapter.connections).to.equal(0);
    await Promise.all(Array.from({ length: 3 }, open));
    expect(adapter.connections).to.equal(1);
  });

  it('takes over from a window that is gone without a word', async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const { locks } = (frame.contentWindow as Window & typeof globalThis).navigator;
    const held = new Promise<void>((granted) => {
      locks.request(`${name} share-2 visitor`, () => (granted(), new Promise(() => undefined))).catch(() => undefined);
    });
    await held;
    const opening = open();
    frame.remove();
    expect((await opening).events[0]?.type).to.equal('welcome');
  });

  describeAdapter(
    {
      title: 'C4',
      start: () => ({
        reset() {
          [adapter, name] = [createScriptedAdapter(), crypto.randomUUID()];
        },
        createAdapter: () => shareAcrossTabs(adapter, { name }),
        cut: () => adapter.cut(),
        setReachable: (reachable) => (reachable ? adapter.goOnline() : adapter.goOffline()),
        agent: { say: (_conversation, text) => adapter.agentSays(text) },
        text: { longest: 10_000 },
        refuses: ['id-conflict', 'epoch-stale'],
      }),
    },
    { describe, it, beforeAll: before, afterAll: after },
  );
});
