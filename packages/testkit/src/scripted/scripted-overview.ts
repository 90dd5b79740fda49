/** A visitor's list of scripted conversations, with search, as the reference server gives it (P-M5, P-M6). */
import {
  excerpt,
  excerptAround,
  holdsWords,
  isWritten,
  searchWords,
  type ConversationOverview,
  type ConversationsPage,
  type ConversationsQuery,
  type WrittenEvent,
} from '@support-chat/protocol';
import type { ScriptedConversation } from './scripted-conversation.js';

/** One page of the list; `after` is the number of those before. */
export function scriptedOverviews(
  conversations: readonly ScriptedConversation[],
  current: ScriptedConversation | null,
  { words = '', after = '0', limit }: ConversationsQuery,
): ConversationsPage {
  const wanted = searchWords(words);
  const rows = [...conversations]
    .filter(({ head }) => head > 0)
    .sort((one, other) => movedAt(other) - movedAt(one))
    .map((conversation) => ({ conversation, found: find(conversation, wanted) }))
    .filter(({ found }) => wanted.length === 0 || found)
    .map(({ conversation, found }) => ({
      ...overviewOf(conversation, conversation === current),
      ...(found && { found: { ...lineOf(found, excerptAround(found.text, wanted)), seq: found.seq } }),
    }));
  const from = Number(after);
  const more = rows.length > from + limit;
  return { conversations: rows.slice(from, from + limit), ...(more && { after: String(from + limit) }) };
}

function find(conversation: ScriptedConversation, words: readonly string[]): WrittenEvent | undefined {
  if (words.length === 0) return undefined;
  return conversation.events.filter(isWritten).findLast(({ text }) => holdsWords(text, words));
}

function overviewOf(conversation: ScriptedConversation, current: boolean): ConversationOverview {
  const { id, epoch, head, phase, events, visitor } = conversation;
  const { participants } = conversation.snapshot(null);
  const written = events.filter(isWritten);
  const [first, last] = [written[0], written.at(-1)];
  const joined = events.findLast((event) => event.type === 'participant-joined');
  const rated = events.findLast((event) => event.type === 'rating-given');
  const read = participants.find(({ author }) => author.id === visitor.id)?.read ?? 0;
  return {
    id,
    epoch,
    head,
    phase,
    startedAt: events[0]?.time ?? 0,
    movedAt: movedAt(conversation),
    current,
    ...(joined && { agent: joined.author }),
    ...(first && { first: lineOf(first) }),
    ...(last && { last: lineOf(last) }),
    ...(rated && { rating: rated.score }),
    unread: written.filter(({ seq, author }) => seq > read && author.kind !== 'visitor').length,
  };
}

function movedAt({ events }: ScriptedConversation): number {
  return events.at(-1)?.time ?? 0;
}

function lineOf(
  { author, text, time }: WrittenEvent,
  shown = excerpt(text),
): NonNullable<ConversationOverview['last']> {
  return { author, text: shown, time };
}
