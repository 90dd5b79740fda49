/** What of a conversation the statistics look at (A10): everything that changes a figure, and few of its messages. */
import { describe, expect, it } from 'vitest';
import { isWorthRecording } from '../../../packages/server/src/statistics/chat-record.js';

describe('what the statistics look at', () => {
  const answer = (before: { readonly waiting_since: number | null; readonly ticket: string | null }): boolean => {
    const state = { phase: 'live', assignee: 'ada', ...before } as const;
    const author = { kind: 'agent', id: 'ada' } as const;
    const events = [{ type: 'message-added', seq: 7, author }];
    return isWorthRecording({ before: state, after: { ...state, waiting_since: null }, events, time: 1 });
  };

  it('A10 the answer to whoever waits, and to whoever waits no more because they filled in the form', () => {
    expect(answer({ waiting_since: 1, ticket: null })).toBe(true);
    expect(answer({ waiting_since: null, ticket: '{}' })).toBe(true);
    expect(answer({ waiting_since: null, ticket: null })).toBe(false);
  });
});
