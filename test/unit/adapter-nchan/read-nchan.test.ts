/** Ids and states as nchan 1.3 writes them; what is none of it is null and never throws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBefore, readChannel, readMessage } from '../../../packages/adapter-nchan/src/read-nchan.js';
import { seeded } from '../../support/property.js';

const event = (id: string, name = 'agent', data = '{}') => ({ id, name, data });

describe('readMessage', () => {
  it.each([
    ['1795720690:[2],-,-,-', 'log', [1_795_720_690, 2]],
    ['1795720690:1,[0],-,-', 'passing', null],
    ['1795720690:2,0,[7],-', 'seen', null],
    ['1795720690:2,-,-,[0]', 'seen', null],
  ] as const)('%s is of the channel %s', (id, channel, place) => {
    expect(readMessage(event(id))).toEqual({
      delivery: { side: 'agent', channel, data: '{}', time: 1_795_720_690_000 },
      place,
    });
  });

  it.each([
    ['a single channel', '1795720690:2', 'agent'],
    ['no channel of ours', '1795720690:-,-,-,-,[0]', 'agent'],
    ['no id', '', 'agent'],
    ['an id of another server', 'abc', 'agent'],
    ['no name', '1795720690:[2],-', 'message'],
    ['a name of nobody', '1795720690:[2],-', 'constructor'],
  ])('%s is passed over', (_, id, name) => {
    expect(readMessage(event(id, name))).toBeNull();
  });
});

describe('readChannel', () => {
  it.each([
    ['a channel', { messages: 3, subscribers: 2, last_message_id: '1795720690:2' }, [1_795_720_690, 2], 2],
    ['one whose messages are forgotten', { messages: 0, subscribers: 1, last_message_id: '1795720690:2' }, null, 1],
    ['none', null, null, 0],
    ['something else', { messages: '3', subscribers: 'x', last_message_id: 7 }, null, 0],
    ['text', '<html>', null, 0],
  ])('%s', (_, raw, head, subscribers) => {
    expect(readChannel(raw)).toEqual({ head, subscribers });
  });
});

it('never throws (property)', () => {
  seeded(
    fc.property(fc.string(), fc.string(), fc.jsonValue(), (id, name, raw) => {
      readMessage(event(id, name));
      readChannel(raw);
    }),
  );
});

it('orders places by second, then by number', () => {
  expect(isBefore([1, 9], [2, 0])).toBe(true);
  expect(isBefore([2, 0], [1, 9])).toBe(false);
  expect(isBefore([2, 0], [2, 1])).toBe(true);
  expect(isBefore([2, 1], [2, 1])).toBe(false);
});
