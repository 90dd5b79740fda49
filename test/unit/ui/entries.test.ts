import type { Author, LogEvent } from '@support-chat/protocol';
import { describe, expect, it } from 'vitest';
import { initials } from '../../../packages/ui/src/log/author.js';
import { displayName } from '../../../packages/ui/src/log/display-name.js';
import { deliveryOf } from '../../../packages/ui/src/log/delivery.js';
import { entriesOf, placementOf, type Entry } from '../../../packages/ui/src/log/entries.js';
import { createLocalizer } from '../../../packages/ui/src/localizer/localizer.js';

const ADA: Author = { kind: 'agent', id: 'agent-1', name: 'Ada' };
const BEN: Author = { kind: 'agent', id: 'agent-2', name: 'Ben' };
const START = new Date(2026, 2, 10, 12, 0).getTime();

let seq = 0;
const place = (seconds: number) => ({
  conversation: 'conversation-1',
  epoch: 'epoch-0001',
  seq: ++seq,
  time: START + seconds * 1000,
});
const said = (author: Author, seconds: number): LogEvent => ({
  type: 'message-added',
  ...place(seconds),
  id: `message-${seq}`,
  author,
  text: 'x',
});

/** 'DFL' for a row with the day above it, the first and the last of its group. */
function shape(entries: readonly Entry[], previous: Entry | null = null, next: Entry | null = null): string[] {
  return entries.map((entry, index) => {
    const { newDay, first, last } = placementOf(entries[index - 1] ?? previous, entry, entries[index + 1] ?? next);
    return `${newDay ? 'D' : ''}${first ? 'F' : ''}${last ? 'L' : ''}`;
  });
}

describe('groups', () => {
  it('are runs of one author with at most two minutes between neighbours', () => {
    const entries = entriesOf([said(ADA, 0), said(ADA, 120), said(ADA, 241), said(BEN, 242), said(ADA, 243)]);
    expect(shape(entries)).toEqual(['DF', 'L', 'FL', 'FL', 'FL']);
  });

  it('go on over whatever chunk border there is', () => {
    const entries = entriesOf(Array.from({ length: 10 }, (_, index) => said(ADA, index)));
    const whole = shape(entries);
    for (let border = 1; border < entries.length; border++) {
      const before = entries.slice(0, border);
      const after = entries.slice(border);
      expect([...shape(before, null, after[0]), ...shape(after, before.at(-1))]).toEqual(whole);
    }
  });

  it('end at a system line, at midnight and at a failed message, and not at an event that shows nothing', () => {
    const midnight = 12 * 3600;
    const unknown: LogEvent = { type: 'unknown', ...place(1) };
    const joined: LogEvent = { type: 'participant-joined', ...place(2), author: ADA };
    expect(shape(entriesOf([said(ADA, 0), unknown, said(ADA, 2)]))).toEqual(['DF', 'L']);
    expect(shape(entriesOf([said(ADA, 0), joined, said(ADA, 3)]))).toEqual(['DFL', 'FL', 'FL']);
    expect(shape(entriesOf([said(ADA, midnight - 1), said(ADA, midnight)]))).toEqual(['DFL', 'DFL']);
  });
});

describe('how far a message got (D4)', () => {
  it('is told by cursors', () => {
    const others = { delivered: 5, read: 3 };
    expect([2, 3, 4, 5, 6].map((place) => deliveryOf(place, others))).toEqual([
      'read',
      'read',
      'delivered',
      'delivered',
      'sent',
    ]);
  });
});

describe('names (X6)', () => {
  const localizer = createLocalizer();
  const name = (text: string): string => displayName({ kind: 'agent', id: 'a', name: text }, localizer);

  it('lose control over the text around them', () => {
    expect(name('A\u202enna\u0000 \u2066B\nC')).toBe('A nna B C');
    expect(name('  ')).toBe('Support');
    expect(name('ليلى')).toBe('\u2068ليلى\u2069');
  });

  it('become initials', () => {
    expect(['Ada', 'Ada Lovelace', 'ada b. lovelace', '👩‍🚀 Ada', 'ليلى حداد', ''].map(initials)).toEqual([
      'A',
      'AL',
      'AL',
      '👩A',
      'لح',
      '',
    ]);
  });
});
