/**
 * What Direct Line says, as our events. Pure: unknown in, never an exception, and what cannot be read is null or left out.
 * Texts stay texts: bots write Markdown, and nothing here renders.
 */
import { foreignId } from '@support-chat/adapter-kit';
import type { Author, CardAnswerData } from '@support-chat/protocol';
import { recordOf, textOf } from './read-fields.js';

/** The visitor, whichever id Direct Line has them under: a token may bring another one. */
export const SELF: Author = { kind: 'visitor', id: 'visitor' };

/** How the bot is called here, in place of its name in the Bot Framework. */
export interface BotLooks {
  readonly name?: string;
  readonly avatarUrl?: string;
}

interface ActivityCommon {
  /** The back end's id. */
  readonly key: string;
  readonly author: Author;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** An activity that means something here. */
export type Activity =
  | (ActivityCommon & {
      readonly type: 'message';
      /** Of a message of ours, as it was sent. */
      readonly sentAs: string | undefined;
      /** The streamed answer that it completes. */
      readonly stream: string | undefined;
      readonly text: string;
      readonly answer: CardAnswerData | undefined;
    })
  | (ActivityCommon & { readonly type: 'ended'; readonly sentAs: string | undefined })
  | (ActivityCommon & { readonly type: 'typing' })
  | (ActivityCommon & {
      readonly type: 'streamed';
      readonly stream: string;
      /** All of it so far; '' withdraws it. */
      readonly text: string;
      readonly sequence: number;
    });

/** @param userId - the visitor's, as we say it */
export function readActivity(raw: unknown, userId: string, bot: BotLooks): Activity | null {
  const fields = recordOf(raw);
  const key = textOf(fields['id']);
  if (!key) return null;
  const channel = recordOf(fields['channelData']);
  const author = readAuthor(fields['from'], userId, bot);
  const time = Date.parse(String(fields['timestamp'])) || Date.now();
  const common = { key, author, time };
  const sentAs = author === SELF ? textOf(channel['clientActivityID']) : undefined;
  const stream = author === SELF ? undefined : textOf(channel['streamId']);
  const text = typeof fields['text'] === 'string' ? fields['text'] : '';
  switch (fields['type']) {
    case 'message': {
      // What was said here beside what a bot understands comes back as it was.
      const { text: said, answer } = recordOf(author === SELF ? channel['supportChat'] : undefined);
      const words = textOf(said) ?? text;
      const to = textOf(recordOf(answer)['to']);
      if (!words.trim()) return null;
      return {
        type: 'message',
        ...common,
        sentAs,
        stream,
        text: words,
        answer: to ? (answer as CardAnswerData) : undefined,
      };
    }
    case 'endOfConversation':
      return { type: 'ended', ...common, sentAs };
    case 'typing':
      if (author === SELF) return null;
      if (!textOf(channel['streamType'])) return { type: 'typing', ...common };
      // The first one of a stream gives it its name.
      return {
        type: 'streamed',
        ...common,
        stream: stream ?? key,
        text,
        sequence: Number(channel['streamSequence']) || 0,
      };
    default:
      return null;
  }
}

function readAuthor(raw: unknown, userId: string, { name, avatarUrl }: BotLooks): Author {
  const { id, role, name: told } = recordOf(raw);
  if (role === 'user' || id === userId) return SELF;
  const label = name ?? textOf(told);
  return {
    kind: 'bot',
    id: foreignId(textOf(id) ?? 'bot'),
    ...(label && { name: label }),
    ...(avatarUrl && { avatarUrl }),
  };
}
