/**
 * Rows of a visitor's list as pages read them: by hand (decision 10), and apart from the frames, because only the part
 * that shows the list needs it.
 */
import { author, id, phase, score, seq, text, time } from '../../decode-visitor-frame.js';
import { object, oneOf, optional, type Read } from '../../shape.js';
import type { ConversationOverview, OverviewData, OverviewLine } from './conversations-page.js';

/** Made when the first row is read: what runs while a module loads keeps its bundle from loading it later. */
let read: Read<ConversationOverview> | undefined;

/** The rows that can be read, in their order; what a newer server says more of them is dropped (P-F3). */
export function readConversations(rows: readonly OverviewData[]): readonly ConversationOverview[] {
  read ??= makeReader();
  return rows.flatMap((row) => {
    try {
      return [(read as Read<ConversationOverview>)(row, 'conversation')];
    } catch {
      return []; // A row less is better than no list.
    }
  });
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
