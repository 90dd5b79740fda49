import { expect, it } from 'vitest';
import { AdapterError, type ChatAdapter, type ConversationSummary, type OpenOptions } from '@support-chat/protocol';
import { createInbox, createMemoryPorts } from '@support-chat/core';
import { initialInbox, updateInbox, type InboxHappening } from '../../../packages/core/src/inbox/update-inbox.js';
import { AGENT, ALL_CAPABILITIES, deepFreeze, EPOCH, VISITOR } from '../../support/chat-driver.js';

const summary = (id: string, facts: Partial<ConversationSummary> = {}): ConversationSummary => {
  return { id, epoch: EPOCH, head: 1, phase: 'live', visitor: VISITOR, startedAt: 1, unread: 0, ...facts };
};
const said = (time: number) => ({ lastMessage: { author: VISITOR, text: 'Hello', time } });
const welcome = {
  type: 'welcome',
  protocol: 1,
  connection: 'connection-1',
  self: AGENT,
  conversation: null,
  staffed: true,
  serverTime: 1,
} as const;

function run(...happenings: InboxHappening[]) {
  return happenings.reduce(
    (state, happening) => deepFreeze(updateInbox(state, { ...happening, at: 1_000, random: 0.5 })[0]),
    deepFreeze(initialInbox(0)),
  );
}

it('lists those who wait first, the longest wait on top, then by the newest message', () => {
  const event = (next: Extract<InboxHappening, { type: 'event' }>['event']) =>
    ({ type: 'event', generation: 1, event: next }) as const;
  const state = run(
    { type: 'tick' },
    event(welcome),
    { type: 'opened', generation: 1, capabilities: ALL_CAPABILITIES },
    event({
      type: 'inbox-snapshot',
      conversations: [
        summary('old-0001', said(10)),
        summary('late-0001', { waitingSince: 50, ...said(90) }),
        summary('new-0001', said(20)),
      ],
    }),
    event({ type: 'inbox-changed', conversation: summary('long-0001', { waitingSince: 40 }) }),
    event({ type: 'inbox-changed', conversation: summary('old-0001', said(99)) }),
  );
  expect(state.order).toEqual(['long-0001', 'late-0001', 'old-0001', 'new-0001']);
  expect(state).toMatchObject({ self: AGENT, staffed: true, loaded: true, connection: { phase: 'online' } });
});

it('C1 connects at once, keeps the list over a cut, stops on a refusal and goes on by hand', async () => {
  const attempts: OpenOptions[] = [];
  let refuse = false;
  const adapter: ChatAdapter = {
    name: 'inbox',
    async open(options) {
      attempts.push(options);
      if (refuse) throw new AdapterError('sign-in-required');
      options.onEvent(welcome);
      options.onEvent({ type: 'inbox-snapshot', conversations: [summary('some-0001')] });
      return {
        capabilities: ALL_CAPABILITIES,
        send: () => Promise.reject(new AdapterError('forbidden')),
        notify: () => undefined,
        close: () => undefined,
      };
    },
  };
  let tick: (() => void) | null = null;
  const clock = {
    now: () => time,
    wallTime: () => 0,
    setTimer: (_delay: number, callback: () => void) => {
      tick = callback;
      return () => (tick = null);
    },
  };
  let time = 0;
  const inbox = createInbox({ adapter, ports: createMemoryPorts({ clock }) });
  const reached = (phase: string) =>
    new Promise<void>((resolve) => {
      const stop = inbox.subscribe((state) => {
        if (state.connection.phase !== phase) return;
        stop();
        resolve();
      });
    });
  await reached('online');
  expect(attempts[0]?.identity).toEqual({ kind: 'agent' });
  refuse = true;
  attempts[0]?.onClose({ problem: new AdapterError('connection-lost').problem });
  expect(inbox.getState().order).toEqual(['some-0001']);
  const stopped = reached('stopped');
  time = 60_000;
  (tick as (() => void) | null)?.();
  await stopped;
  expect(attempts).toHaveLength(2);
  refuse = false;
  const online = reached('online');
  inbox.connect();
  await online;
  inbox.destroy();
  expect(attempts.at(-1)?.signal.aborted).toBe(true);
  expect(tick).toBeNull();
});
