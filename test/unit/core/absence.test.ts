import { absence, initialState, type ChatState } from '@support-chat/core';
import { problem } from '@support-chat/protocol';
import { describe, expect, it } from 'vitest';

const closed = { timeZone: 'UTC', weekly: {} };
const now = { monotonic: 10_000, wall: Date.UTC(2026, 10, 25) };
const capabilities = {
  resume: true,
  idempotentSend: true,
  history: true,
  typing: true,
  receipts: true,
  endConversation: true,
};

/** Online with somebody there, and what differs. */
function state(change: Partial<ChatState['connection']> = {}, more: Partial<ChatState> = {}): ChatState {
  const fresh = initialState({}, 0);
  return {
    ...fresh,
    capabilities,
    staffed: true,
    ...more,
    connection: { ...fresh.connection, phase: 'online', ...change },
  };
}

describe('V22 why nobody answers', () => {
  const down = { phase: 'waiting', problem: problem('network-failed') } as const;
  const waiting = { ...initialState({}, 0).conversation, phase: 'queued' as const };
  const long = { conversation: { ...waiting, queue: { position: 1, form: true as const } } };
  const live = { conversation: { ...initialState({}, 0).conversation, phase: 'live' as const } };

  it.each([
    ['somebody is there', state(), null, null],
    ['nobody is at the desk', state({}, { staffed: false }), null, 'away'],
    ['the visitor waits so long that the form is offered', state({}, long), null, 'busy'],
    ['the visitor waits so long and nobody is at the desk', state({}, { ...long, staffed: false }), null, 'away'],
    ['nobody knows yet', state({ phase: 'connecting' }, { capabilities: null, staffed: false }), null, null],
    ['it is closed', state(), closed, 'closed'],
    ['it is closed and the back end is away', state(down), closed, 'closed'],
    ['the back end is away', state(down), null, 'down'],
    ['the back end went a moment ago', state({ ...down, changedAt: 9_000 }), null, null],
    ['the device has no network', state({ ...down, offline: true }), null, 'offline'],
    ['the back end has refused', state({ phase: 'stopped' }), closed, 'refused'],
    ['an agent is in the talk and has left the desk', state({}, { ...live, staffed: false }), null, null],
    ['an agent is in the talk after hours', state({}, live), closed, null],
  ] as const)('V22 %s', (_name, at, hours, expected) => {
    expect(absence(at, hours, now)).toBe(expected);
  });
});
