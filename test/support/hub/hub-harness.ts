/** A hub, as the conformance kit judges it: the desk of our tests is the person at the other end. */
import type { AdapterHarness, HarnessAgent, HarnessBackEnd } from '@support-chat/testkit';
import { randomUUID } from 'node:crypto';
import type { HubBackEnd, RunningHub } from './hub-back-ends.js';
import type { HubDesk } from './hub-desk.js';

const AUTHOR = { id: 'ada' };

/** Stands between the adapter and its hub, and answers in the hub's place. */
export type HubFaults = Pick<HarnessBackEnd, 'createAdapter' | 'answerBadly'> & { close(): Promise<void> };

/**
 * @param title - in the kit's reports
 * @param startFaults - for a hub whose protocol knows such answers
 */
export function hubHarness(
  title: string,
  backEnd: HubBackEnd,
  startFaults?: (hub: RunningHub) => Promise<HubFaults>,
): AdapterHarness {
  return {
    title,
    missing: () => backEnd.lacks,
    async start() {
      const hub = await backEnd.start();
      const { desk, proxy } = hub;
      const faults = await startFaults?.(hub);
      return {
        createAdapter: hub.createAdapter,
        ...faults,
        cut: () => void proxy.cut(),
        setReachable(reachable) {
          proxy.refuse(!reachable);
          if (!reachable) proxy.cut(); // `fetch` keeps connections for the next request
        },
        agent: hubAgent(desk),
        stored: (conversation) => desk.stored(conversation),
        refuses: ['id-conflict', 'epoch-stale'],
        async sayUnknown() {
          const unknown = { type: 'of-the-future', id: randomUUID() };
          for (const conversation of desk.conversations) await desk.publish(conversation, 'log', unknown);
        },
        async stop() {
          await faults?.close();
          await hub.stop();
        },
      };
    },
  };
}

/** The desk as the kit plays it. */
export function hubAgent(desk: HubDesk): HarnessAgent {
  const newest = <Type extends string>(conversation: string, type: Type) =>
    desk.heard(conversation).findLast((message) => message.type === type);
  return {
    say: async (conversation, text) => void (await desk.say(conversation, text)),
    type: (conversation, active) => desk.publish(conversation, 'passing', { type: 'typing', active, author: AUTHOR }),
    async read(conversation) {
      const message = newest(conversation, 'message');
      const read = (id: string): Promise<void> =>
        desk.publish(conversation, 'seen', { type: 'seen', delivered: id, read: id, author: AUTHOR });
      if (message && 'id' in message) await read(message.id);
      // What the hub has told the visitor it may still be telling the desk, which is reading on.
      void desk
        .until(() => newest(conversation, 'message') !== message)
        .then(() => {
          const next = newest(conversation, 'message');
          return next && 'id' in next ? read(next.id) : undefined;
        });
    },
    join: (conversation, who) =>
      desk.publish(conversation, 'log', { type: 'joined', id: randomUUID(), author: { id: 'lovelace', ...who } }),
    end: (conversation) => desk.publish(conversation, 'log', { type: 'ended', id: randomUUID(), author: AUTHOR }),
    sendQuickReplies: async (conversation, text, card) => void (await desk.say(conversation, text, { card })),
    seesTyping(conversation) {
      const message = newest(conversation, 'typing');
      return message?.type === 'typing' && message.active;
    },
    seesRating(conversation) {
      const message = newest(conversation, 'rated');
      return message?.type === 'rated' ? message.score : null;
    },
  };
}
