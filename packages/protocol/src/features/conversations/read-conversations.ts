/**
 * A visitor's list as pages read it: by hand (decision 10), and apart from the frames, because only the part that shows
 * the list needs it.
 */
import { author, id, phase, score, seq, text, time } from '../../decode-visitor-frame.js';
import { isRecord, object, oneOf, optional, type Read } from '../../shape.js';
import type { ConversationOverview, ConversationsPage, OverviewLine } from './conversations-page.js';

/** Made when the first row is read: what runs while a module loads keeps its bundle from loading it later. */
let read: Read<ConversationOverview> | undefined;

/** An answer of `listConversations`: the rows that can be read, in their order. What a newer server says more is dropped (P-F3). */
export function readConversations(answer: unknown): ConversationsPage {
  if (!isRecord(answer) || !Array.isArray(answer['conversations'])) return { conversations: [] };
  read ??= makeReader();
  const conversations: ConversationOverview[] = [];
  for (const row of answer['conversations'] as readonly unknown[]) {
    try {
      conversations.push(read(row, 'conversation'));
    } catch {
      continue; // A row less is better than no list.
    }
  }
  const { after } = answer;
  return { conversations, ...(typeof after === 'string' && { after }) };
}

function makeReader(): Read<ConversationOverview> {
  const line = { author, text, time };
  return object<ConversationOverview>({
    id,
    epoch: id,
    head: seq,
    phase,
    startedAt: time,
    movedAt: time,
    current: oneOf(true, false),
    agent: optional(author),
    first: optional(object<OverviewLine>(line)),
    last: optional(object<OverviewLine>(line)),
    rating: optional(score),
    unread: seq,
    found: optional(object<OverviewLine & { seq: number }>({ ...line, seq })),
  });
}
