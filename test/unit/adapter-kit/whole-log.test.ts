/** Places for a log that is known from its beginning. */
import type { ServerEvent } from '@support-chat/protocol';
import { expect, it } from 'vitest';
import { WholeLog, type LogEventBody } from '@support-chat/adapter-kit';

const body = (text: string): LogEventBody => ({
  type: 'message-added',
  id: `message-${text}`,
  author: { kind: 'agent', id: 'jane' },
  text,
});

function filled(...texts: readonly string[]): { log: WholeLog; told: ServerEvent[] } {
  const log = new WholeLog('conversation');
  const told: ServerEvent[] = [];
  texts.forEach((text, time) => log.arrive({ key: text, time, body: body(text) }));
  log.emit = (event) => told.push(event);
  return { log, told };
}
const texts = (events: readonly object[]) => events.map((event) => ('text' in event ? event.text : null));

it('L1 numbers from 1 without holes, and tells whoever follows', () => {
  const { log, told } = filled('one', 'two');
  log.arrive({ key: 'three', time: 3, body: body('three') });
  expect(told).toMatchObject([{ seq: 3, text: 'three', epoch: log.cursor.epoch }]);
  expect(log.snapshot().events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(log.seqOf('two')).toBe(2);
  expect(log.seqOf('four')).toBe(0);
});

it('D2 goes on after a place, and begins anew for a place of another log', () => {
  const { log } = filled('one', 'two', 'three');
  const { epoch } = log.cursor;
  expect(log.snapshot({ epoch, seq: 1 })).toMatchObject({ resumed: true, head: 3 });
  expect(texts(log.snapshot({ epoch, seq: 1 }).events)).toEqual(['two', 'three']);
  expect(log.snapshot({ epoch: 'another-epoch', seq: 1 })).toMatchObject({ resumed: false });
  expect(log.snapshot({ epoch, seq: 4 }).resumed).toBe(false);
});

it('D2 is another log after a change and a deletion, whole at once', () => {
  const { log, told } = filled('one', 'two');
  const { epoch } = log.cursor;
  log.arrive({ key: 'one', time: 1, body: body('first') });
  log.remove('two');
  log.remove('never there');
  expect(told).toHaveLength(2);
  expect(told[1]).toMatchObject({ type: 'conversation-reset', conversation: { head: 1 } });
  expect(log.cursor.epoch).not.toBe(epoch);
  expect(() => log.older({ epoch, seq: 1 }, 10)).toThrow('epoch-stale');
});

it('gives what is before a place, to the start', () => {
  const { log } = filled('one', 'two', 'three');
  const { epoch } = log.cursor;
  const page = log.older({ epoch, seq: 4 }, 2);
  expect([texts(page.events), page.atStart]).toEqual([['two', 'three'], false]);
  const first = log.older({ epoch, seq: 2 }, 2);
  expect([texts(first.events), first.atStart]).toEqual([['one'], true]);
});

it('has at most 300 in a snapshot, the newest', () => {
  const { log } = filled(...Array.from({ length: 301 }, (_, index) => `${index}`));
  expect(log.snapshot().events).toHaveLength(300);
  expect(log.snapshot()).toMatchObject({ head: 301, resumed: false });
});
