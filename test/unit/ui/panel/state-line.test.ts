import { createChat, initialState, type ChatState } from '@support-chat/core';
import { problem } from '@support-chat/protocol';
import { describe, expect, it } from 'vitest';
import { createLocalizer } from '../../../../packages/ui/src/localizer/localizer.js';
import { stateLine, stateLineDue } from '../../../../packages/ui/src/panel/state-line.js';

const localizer = createLocalizer('en');
const adapter = { name: 'none', open: () => new Promise<never>(() => undefined) };
const start: ChatState = initialState({}, 0);
const at = (connection: Partial<ChatState['connection']>, rest: Partial<ChatState> = {}): ChatState => ({
  ...start,
  ...rest,
  connection: { ...start.connection, ...connection },
});

describe('state line', () => {
  it('has nothing to say about a chat that nobody has opened', () => {
    const chat = createChat({ adapter });
    expect(stateLine(chat.getState(), 0, localizer)).toBeNull();
    return chat.destroy();
  });

  it('Y4 is silent for the first three seconds of a cut and asks to be woken then', () => {
    const state = at({ phase: 'waiting', attempt: 1, changedAt: 1000 });
    expect(stateLine(state, 3999, localizer)).toBeNull();
    expect(stateLineDue(state, 3999)).toBe(1);
    expect(stateLine(state, 4000, localizer)).toMatchObject({ kind: 'connection', canRetry: true });
    expect(stateLineDue(state, 4000)).toBeNull();
  });

  it('tells a first connection from a lost one, and being offline from both', () => {
    const phase = 'connecting' as const;
    expect(stateLine(at({ phase }), 4000, localizer)?.text).toBe('Connecting');
    expect(stateLine(at({ phase, attempt: 2 }), 4000, localizer)?.text).toMatch(/^Connection lost/);
    expect(stateLine(at({ phase, attempt: 2, offline: true }), 4000, localizer)?.text).toMatch(/^You are offline/);
  });

  it('C1 says at once why it has stopped', () => {
    const state = at({ phase: 'stopped', problem: problem('origin-refused') });
    expect(stateLine(state, 0, localizer)).toEqual({
      kind: 'stopped',
      text: 'The chat is not allowed on this page.',
      canRetry: true,
    });
  });

  it('says what a waiting visitor can expect, and how to go on after the end', () => {
    const conversation = (phase: ChatState['conversation']['phase']) => ({ ...start.conversation, phase });
    const online = { phase: 'online' } as const;
    const queued = at(online, { conversation: conversation('queued'), staffed: true });
    expect(stateLine(queued, 0, localizer)?.text).toBe('Someone will be with you shortly.');
    const placed = (queue: ChatState['conversation']['queue']) =>
      stateLine({ ...queued, conversation: { ...queued.conversation, queue } }, 0, localizer);
    expect(placed({ position: 2 })?.text).toBe('You are number 2 in the queue.');
    const timed = placed({ position: 2, minutes: 5 });
    expect(timed?.text).toBe('You are number 2 in the queue. About 5 minutes to wait.');
    // The minutes go by without being counted down aloud.
    expect(timed?.topic).toBe(placed({ position: 2, minutes: 4 })?.topic);
    expect(stateLine({ ...queued, staffed: false }, 0, localizer)?.text).toMatch(/^Nobody is here/);
    expect(stateLine(at(online, { conversation: conversation('ended') }), 0, localizer)?.kind).toBe('ended');
    expect(stateLine(at(online, { conversation: conversation('live') }), 0, localizer)).toBeNull();
  });
});
