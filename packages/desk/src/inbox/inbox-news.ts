/** What changed in the inbox that is worth a word to someone who is not looking. Pure. */
import type { ConversationSummary } from '@support-chat/protocol';
import { isMine, isWaiting } from './inbox-view.js';

/** A visitor wants somebody, or an own chat has more unread than before. */
export type InboxNews =
  | { readonly type: 'chat-waiting'; readonly conversation: ConversationSummary }
  | { readonly type: 'message-arrived'; readonly conversation: ConversationSummary };

/**
 * Compares two states of the inbox.
 *
 * @param before - null for the first one, which is no news
 * @param self - id of the agent; others' chats are not announced
 */
export function inboxNews(
  before: Readonly<Record<string, ConversationSummary>> | null,
  after: Readonly<Record<string, ConversationSummary>>,
  self: string | null,
): readonly InboxNews[] {
  if (before === null) return [];
  const news: InboxNews[] = [];
  for (const conversation of Object.values(after)) {
    const earlier = before[conversation.id];
    if (earlier === conversation) continue;
    if (isWaiting(conversation) && !(earlier && isWaiting(earlier))) {
      news.push({ type: 'chat-waiting', conversation });
    } else if (isMine(conversation, self) && earlier && conversation.unread > earlier.unread) {
      news.push({ type: 'message-arrived', conversation });
    }
  }
  return news;
}
