import { initialState, type ChatState } from '@support-chat/core';
import type { LogEvent } from '@support-chat/protocol';
import { describe, expect, it } from 'vitest';
import { transcriptFile } from '../../../packages/ui/src/features/transcript/transcript.js';
import { createLocalizer } from '../../../packages/ui/src/localizer/localizer.js';

const place = { conversation: 'conversation-1', epoch: 'epoch-0001' };
const time = Date.UTC(2026, 0, 15, 9, 30);
const visitor = { kind: 'visitor', id: 'visitor-1' } as const;
const agent = { kind: 'agent', id: 'agent-01', name: '<b>Anna</b> & "Co"' } as const;
const log: readonly LogEvent[] = [
  {
    ...place,
    type: 'message-added',
    id: 'message-1',
    seq: 1,
    time,
    author: visitor,
    text: 'Two\nlines <script>alert(1)</script>',
    offered: { trigger: 'help', text: 'May we help?' },
  },
  { ...place, type: 'participant-joined', seq: 2, time, author: agent },
  { ...place, type: 'unknown', seq: 3, time },
  { ...place, type: 'message-added', id: 'message-2', seq: 4, time: time + 60_000, author: agent, text: "It's fine" },
];
const start = initialState({}, 0);
const state: ChatState = {
  ...start,
  self: visitor,
  conversation: { ...start.conversation, id: 'conversation-1' },
  timeline: { ...start.timeline, closed: [{ from: 1, to: 1, events: log.slice(0, 1) }], open: log.slice(1) },
};
const localizer = createLocalizer('en');
const make = (format: 'text' | 'html' | 'json') => transcriptFile(format, state, localizer, 'Lumen & Co');

describe('V17 transcripts', () => {
  it('V17 as text says who said what and when, in order', () => {
    const { content, extension, type } = make('text');
    expect([extension, type]).toEqual(['txt', 'text/plain;charset=utf-8']);
    const at = localizer.dateTime(time);
    expect(content.split('\n\n')).toEqual([
      'Lumen & Co',
      `You, ${at}:\n> May we help?\nTwo\nlines <script>alert(1)</script>`,
      `${at}: ${agent.name} joined`,
      `${agent.name}, ${localizer.dateTime(time + 60_000)}:\nIt's fine\n`,
    ]);
  });

  it('V17 as a page runs nothing, loads nothing and shows what was written', () => {
    const { content, extension } = make('html');
    expect(extension).toBe('html');
    expect(content).not.toMatch(/<script|<b>Anna|\son\w+=/i);
    expect(content).toContain('Two\nlines &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(content).toContain('&lt;b&gt;Anna&lt;/b&gt; &amp; &quot;Co&quot;');
    expect(content).toContain('It&#39;s fine');
    expect(content).toContain('<title>Lumen &amp; Co</title>');
    expect(content).toContain(`default-src 'none'`);
    expect(content).not.toMatch(/\s(src|href)=/);
  });

  it('V17 as data holds what the log holds, without what only the wire needs', () => {
    const { events, ...head } = JSON.parse(make('json').content) as { events: object[] };
    expect(head).toEqual({ title: 'Lumen & Co', conversation: 'conversation-1' });
    expect(events).toHaveLength(3);
    expect(events[0]).toEqual({
      type: 'message-added',
      id: 'message-1',
      seq: 1,
      time: '2026-01-15T09:30:00.000Z',
      author: visitor,
      text: 'Two\nlines <script>alert(1)</script>',
      offered: { trigger: 'help', text: 'May we help?' },
    });
  });
});
