/** What bad input of hubs has in common: one hub for all tests of a file, and its desk, which may publish whatever it likes. */
import { randomUUID } from 'node:crypto';
import type { BadInputBackEnd } from '../adapters/bad-input.js';
import type { VisitorChat } from '../adapters/visitor-chat.js';
import type { HubBackEnd, RunningHub } from './hub-back-ends.js';

/** What a desk may publish that is no message for the visitor. */
const NONSENSE: Readonly<Record<string, unknown>> = {
  'an event of the future': { type: 'of-the-future', id: 'future-0001' },
  'a list': [1, 2, 3],
  'a message of numbers': { type: 'message', id: 'numbers-0001', text: 7 },
  'a message without an id': { type: 'message', text: 'Lost' },
  'a rating by the desk': { type: 'rated', id: 'rated-0001', score: 5, text: '' },
  'an edit of nothing': { type: 'edited', id: 'edited-0001', of: 'nothing-0001', text: 'Lost' },
  'the deletion of nothing': { type: 'deleted', id: 'deleted-0001', of: 'nothing-0001' },
  'typing in the log': { type: 'typing', active: true, author: { id: 'ada' } },
};

export const HUB_NONSENSE: readonly string[] = Object.keys(NONSENSE);

export interface SharedHub {
  hub(): Promise<RunningHub>;
  /** What a desk can do; a test's own conversations alone. */
  deskOf(hub: RunningHub): Pick<BadInputBackEnd, 'stored' | 'say' | 'nonsense'>;
  begun(visitor: VisitorChat): Promise<void>;
  stop(): Promise<void>;
}

export function shareHub(backEnd: HubBackEnd): SharedHub {
  let running: Promise<RunningHub> | undefined;
  return {
    hub: () => (running ??= backEnd.start()),
    deskOf({ desk }) {
      const before = desk.conversations.length;
      const said = (): readonly string[] =>
        desk.conversations
          .slice(before)
          .flatMap((conversation) => desk.heard(conversation))
          .flatMap((message) => (message.type === 'message' ? [message.text] : []));
      const publish = (message: object) => desk.publish(desk.conversations.at(-1) ?? '', 'log', message);
      return {
        async stored(count) {
          await desk.until(() => said().length >= count);
          return said();
        },
        async say(text, { id = randomUUID(), time } = {}) {
          await publish({ type: 'message', id, text, author: { id: 'ada', name: 'Ada' }, ...(time && { time }) });
          return id;
        },
        nonsense: Object.fromEntries(
          Object.entries(NONSENSE).map(([name, message]) => [name, () => publish(message as object)]),
        ),
      };
    },
    // The desk hears of it a moment after the visitor.
    async begun({ state }) {
      const { desk } = await (running ?? Promise.reject(new Error('It is not started.')));
      await desk.until(() => desk.conversations.includes(state.conversation.id ?? ''));
    },
    stop: async () => (await running)?.stop(),
  };
}
