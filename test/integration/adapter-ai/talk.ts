/** A visitor's chat on an adapter, and what is seen of it. */
import { createChat, type Chat, type ChatState } from '@support-chat/core';
import type { ChatAdapter, MessageAdded, Problem } from '@support-chat/protocol';
import { onTestFinished } from 'vitest';
import { untilState } from '../../support/until-state.js';

export interface TalkFixture {
  readonly chat: Chat;
  /** Each view of a growing answer that was different from the one before. */
  readonly grown: string[];
  readonly problems: Problem[];
  /** `visitor: …` and `bot: …`, in the order of the log. */
  log(): string[];
  messages(): MessageAdded[];
  ask(text: string): void;
  until(condition: (state: ChatState) => boolean, what: string): Promise<void>;
  /** As many messages are in the log, and nobody is writing. */
  settled(count: number): Promise<void>;
}

export function talk(adapter: ChatAdapter): TalkFixture {
  const chat = createChat({ adapter });
  const grown: string[] = [];
  const problems: Problem[] = [];
  chat.on('connection', ({ problem }) => problem && problems.push(problem));
  const unsubscribe = chat.subscribe(({ typing: [one] }) => {
    if (one?.message && one.preview && one.preview !== grown.at(-1)) grown.push(one.preview);
  });
  onTestFinished(() => {
    unsubscribe();
    return chat.destroy();
  });
  chat.dispatch({ type: 'connect' });
  const messages = (): MessageAdded[] => {
    const { closed, open } = chat.getState().timeline;
    return [...closed.flatMap(({ events }) => events), ...open].filter((event) => event.type === 'message-added');
  };
  const until: TalkFixture['until'] = (condition, what) =>
    untilState(chat, condition, () => `${what}: ${JSON.stringify(chat.getState().connection)}`);
  return {
    chat,
    grown,
    problems,
    messages,
    log: () => messages().map(({ author, text }) => `${author.kind}: ${text}`),
    ask: (text) => chat.dispatch({ type: 'send', text }),
    until,
    settled: (count) =>
      until(({ typing, outbox }) => messages().length === count && typing.length + outbox.length === 0, `${count}`),
  };
}

/** Something that is opened by hand. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
