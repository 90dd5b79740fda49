/** A visitor as the real core sees them, on any adapter: what they see, and waiting for it. */
import {
  createChat,
  createMemoryPorts,
  createMemoryStorage,
  messageStatus,
  type Chat,
  type ChatState,
} from '@support-chat/core';
import type { ChatAdapter, LogEvent, Problem, VisitorProfile } from '@support-chat/protocol';
import { untilState } from '../until-state.js';

export interface VisitorChat {
  readonly chat: Chat;
  readonly state: ChatState;
  /** Failures that the visitor was told of, in order. */
  readonly errors: readonly Problem[];
  /** The log in words: texts, and the types of what has none. */
  readonly log: readonly string[];
  readonly events: readonly LogEvent[];
  send(text: string): void;
  /** Waits until something is true of what the visitor sees. */
  until(condition: (visitor: VisitorChat) => boolean, what: string): Promise<void>;
  /** What became of an own message, by its text. */
  statusOf(text: string): string | undefined;
}

/** What is on one device: another page with the same finds outbox and session. */
export const createDevice = () => createMemoryStorage(true);

export function openChat(
  adapter: ChatAdapter,
  options: { readonly device?: ReturnType<typeof createDevice>; readonly profile?: VisitorProfile } = {},
): VisitorChat {
  const { device = createDevice(), profile } = options;
  const chat = createChat({ adapter, ports: createMemoryPorts({ storage: device }), ...(profile && { profile }) });
  const errors: Problem[] = [];
  chat.on('error', (problem) => errors.push(problem));
  const visitor: VisitorChat = {
    chat,
    errors,
    get state() {
      return chat.getState();
    },
    get events() {
      const { closed, open } = chat.getState().timeline;
      return [...closed.flatMap(({ events }) => events), ...open];
    },
    get log() {
      return visitor.events.map((event) =>
        'text' in event && event.type !== 'rating-given' ? event.text : event.type,
      );
    },
    send: (text) => chat.dispatch({ type: 'send', text }),
    statusOf(text) {
      const state = chat.getState();
      const entry = state.outbox.find((one) => one.text === text);
      if (entry) return entry.phase;
      const event = visitor.events.find((one) => 'text' in one && one.text === text);
      return event && messageStatus(state, event.seq);
    },
    until: (condition, what) =>
      untilState(
        chat,
        () => condition(visitor),
        () => `${what}. Log: ${visitor.log.join(' | ')}`,
      ),
  };
  chat.dispatch({ type: 'set-open', open: true });
  return visitor;
}
