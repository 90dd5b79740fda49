/** C3: ten tabs cost one connection, and no tab loses anything when the one that has it goes. */
import {
  AdapterError,
  problem,
  type CloseReason,
  type Identity,
  type OpenOptions,
  type ServerEvent,
} from '@support-chat/protocol';
import { createScriptedAdapter, type ScriptedAdapter } from '@support-chat/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shareAcrossTabs } from '../../../packages/browser/src/adapters/share-across-tabs/share-across-tabs.js';
import type { LocksLike } from '../../../packages/browser/src/tabs/sender-lock.js';
import { createWebLocks } from '../../support/web-locks.js';

const VISITOR: Identity = { kind: 'visitor', token: 'the-same' };

let adapter: ScriptedAdapter;
let locks: LocksLike;
let names = 0;
let name: string;
let controllers: AbortController[];

async function open(
  options: Partial<OpenOptions> = {},
  with_: { locks?: LocksLike | undefined; answerWithin?: number } = { locks },
) {
  const events: ServerEvent[] = [];
  const closed: CloseReason[] = [];
  const controller = new AbortController();
  controllers.push(controller);
  const connection = await shareAcrossTabs(adapter, { name, answerWithin: 200, ...with_ }).open({
    identity: VISITOR,
    signal: controller.signal,
    onEvent: (event) => events.push(event),
    onClose: (reason) => closed.push(reason),
    ...options,
  });
  const texts = () => events.flatMap((event) => (event.type === 'message-added' ? [event.text] : []));
  return { connection, events, closed, controller, texts };
}

const message = (id: string) => ({ type: 'message-send', id, text: `text of ${id}` }) as const;

beforeEach(() => {
  [adapter, locks, controllers] = [createScriptedAdapter({ messages: 3 }), createWebLocks(), []];
  name = `share-test-${++names}`;
});
afterEach(() => {
  for (const controller of controllers) controller.abort();
});

describe('shareAcrossTabs', () => {
  it('gives ten tabs one connection, and every tab the whole log', async () => {
    const tabs = await Promise.all(Array.from({ length: 10 }, () => open()));
    expect(adapter.connections).toBe(1);
    adapter.agentSays('To all of you');
    for (const { events, texts } of tabs) {
      await expect.poll(texts).toEqual(['To all of you']);
      expect(events[0]).toMatchObject({ type: 'welcome', conversation: { head: 4, events: { length: 4 } } });
    }
  });

  it('shares from the start: a tab that asked before there was a leader is not left to wait', async () => {
    const delivered = vi.fn();
    vi.stubGlobal('BroadcastChannel', promptChannel(delivered));
    // As in browsers, where the lock is granted by another process: the first tab leads after the second has asked it.
    const asked = vi.waitUntil(() => delivered.mock.calls.length > 0);
    const slow = (...request: Parameters<LockManager['request']>) => asked.then(() => locks.request(...request));
    const patient = { locks: { request: slow as LocksLike['request'] }, answerWithin: 60_000 };
    await Promise.all([open({}, patient), open({}, patient)]);
    vi.unstubAllGlobals();
    expect(adapter.connections).toBe(1);
  });

  it('carries commands, queries and signals of followers, and their refusals', async () => {
    const [leader, follower] = [await open(), await open()];
    expect(await follower.connection.send(message('message-1'))).toMatchObject({ seq: 5 });
    await expect.poll(leader.texts).toEqual(['text of message-1']);
    adapter.refuseNext('rate-limited');
    const refused = await follower.connection.send(message('message-2')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AdapterError);
    expect(refused).toMatchObject({ code: 'rate-limited' });
    const epoch = adapter.log[0]?.epoch ?? '';
    const page = await follower.connection.loadHistory?.('conversation-0001', { epoch, seq: 3 }, 2);
    expect(page).toMatchObject({ atStart: true, events: [{ seq: 1 }, { seq: 2 }] });
    follower.connection.notify({ type: 'ping' });
    await expect.poll(() => follower.events.at(-1)?.type).toBe('pong');
  });

  it('D2 a follower resumes from its own cursor', async () => {
    await open();
    const epoch = adapter.log[0]?.epoch ?? '';
    const { events } = await open({ resumeAfter: { epoch, seq: 2 }, conversationId: 'conversation-0001' });
    expect(events[0]).toMatchObject({ conversation: { resumed: true, events: [{ seq: 3 }, { seq: 4 }] } });
  });

  it('a follower learns of a conversation that was begun after the welcome', async () => {
    adapter = createScriptedAdapter();
    const leader = await open();
    await leader.connection.send(message('message-1'));
    const { events } = await open();
    expect(events[0]).toMatchObject({ conversation: { head: 1 } });
  });

  it('closes every follower once when the leader leaves, and lets one of them lead', async () => {
    const [leader, ...followers] = [await open(), await open(), await open()];
    leader.connection.close();
    for (const { closed } of followers) {
      await expect.poll(() => closed).toMatchObject([{ problem: { code: 'connection-lost' } }]);
    }
    await Promise.all([open(), open()]);
    expect(adapter.connections).toBe(1);
    expect(leader.closed).toEqual([]);
  });

  it('closes everybody with the reason of a lost connection', async () => {
    const tabs = [await open(), await open()];
    adapter.cut(problem('server-stopping', { retryAfter: 3 }));
    for (const { closed } of tabs) {
      await expect.poll(() => closed).toMatchObject([{ problem: { code: 'server-stopping', retryAfter: 3 } }]);
    }
  });

  it('notices a leader that died without a word: its lock is free, and nobody says why', async () => {
    const crash = dyingLocks(locks);
    await open({}, { locks: crash.locks });
    const followers = [await open(), await open()];
    adapter.holdAcks();
    const unanswered = followers[0]?.connection.send(message('message-1')).catch((error: unknown) => error);
    await expect.poll(() => adapter.held.length).toBe(1);
    crash.die();
    expect(await unanswered).toMatchObject({ code: 'connection-lost' });
    for (const { closed } of followers) {
      await expect.poll(() => closed).toMatchObject([{ problem: { code: 'connection-lost' } }]);
    }
  });

  it('O3 overtakes a leader that does not answer', async () => {
    // A frozen tab: it holds the lock and hears nothing.
    const { promise: frozen, resolve: thaw } = withResolvers();
    const lost = locks
      .request(`${name} share-2 visitor`, {}, () => frozen)
      .catch((error: unknown) => (error as Error).name);
    const { events } = await open();
    expect(events[0]?.type).toBe('welcome');
    expect(await lost).toBe('AbortError');
    thaw();
  });

  it('O5 shares with nobody who is somebody else', async () => {
    await open();
    await open({ identity: { kind: 'visitor', token: 'another' } });
    await open({ identity: { kind: 'visitor' } });
    expect(adapter.connections).toBe(3);
  });

  it('shares nothing that cannot be resumed: inboxes, back ends without resume', async () => {
    await open({ identity: { kind: 'agent' } });
    await open({ identity: { kind: 'agent' } });
    expect(adapter.connections).toBe(2);
    adapter = createScriptedAdapter({ messages: 3, capabilities: { resume: false } });
    await open();
    await open();
    expect(adapter.connections).toBe(2);
  });

  it('shares nothing where there are no locks', async () => {
    await open({}, { locks: undefined });
    await open({}, { locks: undefined });
    expect(adapter.connections).toBe(2);
  });

  it('fails every waiting tab when the leader cannot open', async () => {
    adapter.goOffline();
    const results = await Promise.allSettled([open(), open()]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    adapter.goOnline();
    await Promise.all([open(), open()]);
    expect(adapter.connections).toBe(1);
  });
});

/** Channels that deliver at once, so that a test knows what was heard when. */
function promptChannel(delivered: (data: unknown) => void) {
  const channels = new Set<{ onmessage: ((event: { data: unknown }) => void) | null }>();
  return class {
    onmessage: ((event: { data: unknown }) => void) | null = null;
    constructor() {
      channels.add(this);
    }
    postMessage(data: unknown): void {
      for (const other of channels) {
        if (other !== this) queueMicrotask(() => (other.onmessage?.({ data }), delivered(data)));
      }
    }
    close(): void {
      channels.delete(this);
    }
  };
}

/** The locks of a tab that can crash: they become free, and the tab never hears of it. */
function dyingLocks(real: LocksLike): { readonly locks: LocksLike; die(): void } {
  const { promise: death, resolve: die } = withResolvers();
  const request = (name: string, options: LockOptions, hold: (lock: Lock | null) => Promise<unknown>) =>
    new Promise(() => void real.request(name, options, (lock) => Promise.race([hold(lock), death])));
  return { locks: { request: request as LocksLike['request'] }, die };
}

function withResolvers() {
  let resolve = () => undefined as void;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
