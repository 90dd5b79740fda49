import type { ConversationSummary } from '@support-chat/protocol';
import { describe, expect, it } from 'vitest';
import {
  attentionCount,
  conversationsIn,
  HOT_AFTER,
  WARM_AFTER,
  waitingLevel,
} from '../../../packages/desk/src/inbox/inbox-view.js';
import { inboxNews } from '../../../packages/desk/src/inbox/inbox-news.js';

const anna = { kind: 'agent', id: 'agent-anna' } as const;
const otto = { kind: 'agent', id: 'agent-otto' } as const;

function row(id: string, given: Partial<ConversationSummary> = {}): ConversationSummary {
  const visitor = { kind: 'visitor', id: `visitor-${id}` } as const;
  return { id, epoch: 'epoch-00001', head: 1, phase: 'live', visitor, startedAt: 1000, unread: 0, ...given };
}

const at = (time: number) => ({ lastMessage: { author: anna, text: '', time } });
const ids = (rows: readonly ConversationSummary[]): string[] => rows.map(({ id }) => id);

describe('the views of the inbox (A2)', () => {
  const rows = [
    row('mine-idle', { assignee: anna, ...at(50) }),
    row('mine-asked', { assignee: anna, waitingSince: 40, ...at(40) }),
    row('mine-ended', { assignee: anna, phase: 'ended', ...at(60) }),
    row('otto', { assignee: otto, ...at(70) }),
    row('late', { phase: 'queued', waitingSince: 30, ...at(30) }),
    row('early', { phase: 'queued', waitingSince: 10, ...at(80) }),
  ];

  it('puts the longest wait first', () => {
    expect(ids(conversationsIn('waiting', rows, anna.id))).toEqual(['early', 'late']);
  });

  it('puts own chats that wait for an answer before the others, and ended ones nowhere', () => {
    expect(ids(conversationsIn('mine', rows, anna.id))).toEqual(['mine-asked', 'mine-idle']);
    expect(conversationsIn('mine', rows, null)).toEqual([]);
  });

  it('V22 nobody waits in a ticket until the visitor writes in the chat; open ones stand first, the oldest on top', () => {
    const ticket = (time: number) => ({ id: 'entry-0001', name: 'Zofia', email: 'zofia@example.com', time });
    const tickets = [
      row('taken', { assignee: anna, ticket: ticket(90), ...at(90) }),
      row('new', { phase: 'queued', ticket: ticket(80), ...at(80) }),
      row('old', { phase: 'queued', ticket: ticket(20), ...at(20) }),
      row('waits', { phase: 'queued', ticket: ticket(30), waitingSince: 35, ...at(35) }),
      ...rows,
    ];
    expect(ids(conversationsIn('tickets', tickets, anna.id))).toEqual(['old', 'waits', 'new', 'taken']);
    expect(ids(conversationsIn('waiting', tickets, anna.id))).toEqual(['early', 'late', 'waits']);
  });

  it('has everything by the newest message', () => {
    expect(ids(conversationsIn('all', rows, anna.id))).toEqual([
      'early',
      'otto',
      'mine-ended',
      'mine-idle',
      'mine-asked',
      'late',
    ]);
  });

  it('keeps the order of equals, whatever order they came in', () => {
    const equals = ['c', 'a', 'b'].map((id) => row(id, { phase: 'queued', waitingSince: 5 }));
    for (const tab of ['waiting', 'all'] as const) {
      expect(ids(conversationsIn(tab, equals, null))).toEqual(['a', 'b', 'c']);
      expect(ids(conversationsIn(tab, equals.toReversed(), null))).toEqual(['a', 'b', 'c']);
    }
  });

  it('counts what wants attention: who waits, and own chats with something unread', () => {
    expect(attentionCount(rows, anna.id)).toBe(2);
    const unread = [row('a', { assignee: anna, unread: 3 }), row('b', { assignee: otto, unread: 1 })];
    expect(attentionCount(unread, anna.id)).toBe(1);
  });

  it('lets a wait turn warm before it turns hot', () => {
    expect([0, WARM_AFTER - 1, WARM_AFTER, HOT_AFTER - 1, HOT_AFTER].map((now) => waitingLevel(0, now))).toEqual([
      'calm',
      'calm',
      'warm',
      'warm',
      'hot',
    ]);
  });
});

describe('news of the inbox', () => {
  const news = (before: readonly ConversationSummary[] | null, after: readonly ConversationSummary[]) => {
    const byId = (rows: readonly ConversationSummary[]) => Object.fromEntries(rows.map((one) => [one.id, one]));
    return inboxNews(before && byId(before), byId(after), anna.id).map(
      ({ type, conversation }) => `${type} ${conversation.id}`,
    );
  };
  const queued = row('a', { phase: 'queued', unread: 1 });

  it('is none the first time', () => {
    expect(news(null, [queued])).toEqual([]);
  });

  it('is a chat that begins to wait, once', () => {
    expect(news([], [queued])).toEqual(['chat-waiting a']);
    expect(news([queued], [{ ...queued, unread: 2 }])).toEqual([]);
    expect(news([row('a', { phase: 'ended', assignee: anna })], [queued])).toEqual(['chat-waiting a']);
  });

  it("is a message in an own chat, and not in a colleague's", () => {
    const mine = row('a', { assignee: anna });
    const theirs = row('b', { assignee: otto });
    const after = [mine, theirs].map((one) => ({ ...one, unread: 1 }));
    expect(news([mine, theirs], after)).toEqual(['message-arrived a']);
    expect(news(after, [mine, theirs])).toEqual([]);
  });
});
