/** What is asked next in a conversation of the bot, as the log has it. */
import { wordsOf, type MessageAdded, type PageContext } from '@support-chat/protocol';
import { toEvent } from '../conversation/log.js';
import type { Database } from '../store/store.js';

/** A message that the bot is to deal with. */
export interface Question {
  readonly seq: number;
  readonly id: string;
  /** Empty where there are files only. */
  readonly text: string;
  readonly choice: string | undefined;
  /** In which the visitor is spoken to; empty: not known. */
  readonly locale: string;
}

/** The first message of the visitor after a place; null: there is none. */
export async function readQuestion(database: Database, conversation: string, after: number): Promise<Question | null> {
  const row = await database
    .selectFrom('events')
    .selectAll()
    .where('conversation', '=', conversation)
    .where('seq', '>', after)
    .where('type', '=', 'message-added')
    .where('author_kind', '=', 'visitor')
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { page } = await database
    .selectFrom('visitors')
    .innerJoin('conversations', 'conversations.visitor', 'visitors.id')
    .select('visitors.page')
    .where('conversations.id', '=', conversation)
    .executeTakeFirstOrThrow();
  const event = toEvent(row, '') as MessageAdded;
  return {
    seq: event.seq,
    id: event.id,
    text: event.text.trim(),
    choice: choiceOf(event.answer),
    locale: page === null ? '' : ((JSON.parse(page) as PageContext).locale ?? ''),
  };
}

/** What was said so far, for a model to know what "it" is: the newest last. */
export async function readTalk(
  database: Database,
  conversation: string,
  before: number,
): Promise<readonly { readonly role: 'user' | 'assistant'; readonly content: string }[]> {
  const rows = await database
    .selectFrom('events')
    .selectAll()
    .where('conversation', '=', conversation)
    .where('seq', '<', before)
    .where('type', '=', 'message-added')
    .orderBy('seq', 'desc')
    .limit(6)
    .execute();
  return rows.reverse().map((row) => {
    const event = toEvent(row, '') as MessageAdded;
    return { role: event.author.kind === 'visitor' ? 'user' : 'assistant', content: wordsOf(event).slice(0, 1000) };
  });
}

function choiceOf(answer: MessageAdded['answer']): string | undefined {
  return typeof answer?.['choice'] === 'string' ? answer['choice'] : undefined;
}
