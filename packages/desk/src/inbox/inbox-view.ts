/** What the inbox shows: which conversations in which order, and how urgent a wait is. Pure; owns no words. */
import type { ConversationSummary } from '@support-chat/protocol';

/** The views of the inbox, in the order they stand in. */
export const INBOX_TABS = ['waiting', 'mine', 'all', 'tickets'] as const;
export type InboxTab = (typeof INBOX_TABS)[number];

/** After this many milliseconds a wait is `warm`, after that many `hot`. */
export const WARM_AFTER = 2 * 60_000;
export const HOT_AFTER = 5 * 60_000;

export type WaitingLevel = 'calm' | 'warm' | 'hot';

/** @param since, now - wall time */
export function waitingLevel(since: number, now: number): WaitingLevel {
  const waited = now - since;
  if (waited >= HOT_AFTER) return 'hot';
  return waited >= WARM_AFTER ? 'warm' : 'calm';
}

/**
 * The conversations of a tab. Who waits longest stands first in `waiting`; in `mine` those who wait for an answer
 * come before the others; everything else is newest first.
 *
 * @param self - id of the agent; null until it is known
 */
export function conversationsIn(
  tab: InboxTab,
  conversations: Iterable<ConversationSummary>,
  self: string | null,
): readonly ConversationSummary[] {
  const all = [...conversations];
  switch (tab) {
    case 'waiting':
      return all.filter(isWaiting).sort((a, b) => waitingFrom(a) - waitingFrom(b) || byId(a, b));
    case 'mine':
      return all.filter((conversation) => isMine(conversation, self)).sort(byNeed);
    case 'tickets':
      return all.filter(({ ticket }) => ticket !== undefined).sort(byTicket);
    case 'all':
      return all.sort((a, b) => lastActivity(b) - lastActivity(a) || byId(a, b));
  }
}

/** Every tab's conversations, and how many it says it has: of tickets only those that wait. */
export function inboxTabs(
  conversations: Iterable<ConversationSummary>,
  self: string | null,
): Readonly<Record<InboxTab, { readonly rows: readonly ConversationSummary[]; readonly count: number }>> {
  const all = [...conversations];
  const tab = (name: InboxTab): { rows: readonly ConversationSummary[]; count: number } => {
    const rows = conversationsIn(name, all, self);
    return { rows, count: name === 'tickets' ? rows.filter(isOpenTicket).length : rows.length };
  };
  return { waiting: tab('waiting'), mine: tab('mine'), all: tab('all'), tickets: tab('tickets') };
}

/** Nobody has taken it yet, and the visitor waits: who filled in the contact form does not. */
export function isWaiting({ phase, ticket, waitingSince }: ConversationSummary): boolean {
  return phase === 'queued' && (ticket === undefined || waitingSince !== undefined);
}

/** An entry of the contact form that nobody has taken yet. */
export function isOpenTicket(conversation: ConversationSummary): boolean {
  return conversation.phase === 'queued' && conversation.ticket !== undefined;
}

/** The agent has it and it goes on. */
export function isMine({ phase, assignee }: ConversationSummary, self: string | null): boolean {
  return self !== null && assignee?.id === self && phase !== 'ended';
}

/** What deserves a look: chats that wait, open tickets, and own ones with something unread. */
export function attentionCount(conversations: Iterable<ConversationSummary>, self: string | null): number {
  let count = 0;
  for (const conversation of conversations) {
    if (
      isWaiting(conversation) ||
      isOpenTicket(conversation) ||
      (isMine(conversation, self) && conversation.unread > 0)
    )
      count++;
  }
  return count;
}

function waitingFrom({ waitingSince, startedAt }: ConversationSummary): number {
  return waitingSince ?? startedAt;
}

function lastActivity({ lastMessage, startedAt }: ConversationSummary): number {
  return lastMessage?.time ?? startedAt;
}

function byNeed(a: ConversationSummary, b: ConversationSummary): number {
  const waitA = a.waitingSince ?? Infinity;
  const waitB = b.waitingSince ?? Infinity;
  if (waitA !== waitB) return waitA - waitB;
  return lastActivity(b) - lastActivity(a) || byId(a, b);
}

/** Open ones first, the oldest of them on top; then the others, newest first. */
function byTicket(a: ConversationSummary, b: ConversationSummary): number {
  const open = Number(isOpenTicket(b)) - Number(isOpenTicket(a));
  const age = (a.ticket?.time ?? 0) - (b.ticket?.time ?? 0);
  return open || (isOpenTicket(a) ? age : -age) || byId(a, b);
}

function byId(a: ConversationSummary, b: ConversationSummary): number {
  return a.id < b.id ? -1 : 1;
}
