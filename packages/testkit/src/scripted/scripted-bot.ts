/** The bot of a script: streams what it writes, and stores it under the id it was streamed under (P-R11). */
import type { Author, Card, OwnCard, ServerEvent } from '@support-chat/protocol';
import type { ScriptedAdapter } from './scripted-adapter.js';

interface Stage {
  nextId(): string;
  /** Id of the visitor's conversation. */
  conversation(): string;
  publish(event: ServerEvent): void;
  say(author: Author, text: string, card: Card | OwnCard | undefined, id: string): void;
}

const BOT: Author = { kind: 'bot', id: 'bot-0001', name: 'Pip' };

/** Makes the strings by which it is played. */
export function scriptedBot({
  nextId,
  conversation,
  publish,
  say,
}: Stage): Pick<ScriptedAdapter, 'botStreams' | 'botSays'> {
  /** Id of the message that it is writing. */
  let streaming: string | null = null;
  return {
    botStreams(text) {
      const said = { conversation: conversation(), author: BOT };
      streaming = text === null ? null : (streaming ?? nextId());
      publish(
        text === null || streaming === null
          ? { type: 'typing-stopped', ...said }
          : { type: 'message-streamed', ...said, id: streaming, text },
      );
    },
    botSays(text, card) {
      const id = streaming ?? nextId();
      streaming = null;
      say(BOT, text, card, id);
    },
  };
}
