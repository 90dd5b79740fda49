import { initialState, type ChatState } from '@support-chat/core';
import type { Author, Capabilities } from '@support-chat/protocol';
import { describe, expect, it } from 'vitest';
import { createLocalizer } from '../../../../packages/ui/src/localizer/localizer.js';
import { presence } from '../../../../packages/ui/src/panel/presence.js';

const localizer = createLocalizer('en');
const capabilities: Capabilities = {
  resume: true,
  idempotentSend: true,
  history: true,
  typing: true,
  receipts: true,
  endConversation: true,
};
const start: ChatState = { ...initialState({}, 0), capabilities, staffed: true };
const agent = (index: number): Author => ({ kind: 'agent', id: `agent-${index}`, name: `Agent ${index}` });
const withAgents = (count: number, phase: ChatState['conversation']['phase']): ChatState => ({
  ...start,
  conversation: {
    ...start.conversation,
    phase,
    participants: Array.from({ length: count }, (_, index) => ({ author: agent(index), delivered: 0, read: 0 })),
  },
});

describe('presence in the header', () => {
  it('claims nothing before anything is known', () => {
    const unknown = { ...start, capabilities: null };
    expect(presence(unknown, localizer, {})).toMatchObject({ name: 'Support', line: '', here: false, team: true });
    expect(presence(unknown, localizer, { replyTime: 'Answers in an hour' }).line).toBe('Answers in an hour');
  });

  it('says who is here, that nobody is, or that it is over', () => {
    expect(presence(withAgents(1, 'live'), localizer, {})).toMatchObject({ line: 'Agent 0 is here', here: true });
    expect(presence({ ...start, staffed: false }, localizer, { replyTime: 'In a minute' })).toMatchObject({
      line: 'We answer as soon as we are back',
      here: false,
    });
    expect(presence(withAgents(1, 'ended'), localizer, {})).toMatchObject({
      line: 'This conversation has ended',
      here: false,
    });
  });

  it('A14 says what somebody is as well, whichever way that is written', () => {
    const state = withAgents(1, 'live');
    const author = { ...agent(0), title: 'خزّافة' };
    const participants = [{ author, delivered: 0, read: 0 }];
    const shown = presence({ ...state, conversation: { ...state.conversation, participants } }, localizer, {});
    expect(shown.line).toBe('Agent 0 is here · \u2068خزّافة\u2069');
  });

  it('shows three faces at most: those who took part, before them the owner’s choice', () => {
    expect(presence(withAgents(5, 'live'), localizer, {}).faces.map(({ id }) => id)).toEqual([
      'agent-2',
      'agent-3',
      'agent-4',
    ]);
    const faces = [{ name: 'Ada' }, { name: 'Bo' }];
    const shown = presence(start, localizer, { title: 'Lumen', faces });
    expect(shown).toMatchObject({ name: 'Lumen', team: false });
    expect(shown.faces.map(({ name }) => name)).toEqual(['Ada', 'Bo']);
    expect(presence(start, localizer, { title: 'Lumen' }).faces.map(({ name }) => name)).toEqual(['Lumen']);
  });
});
