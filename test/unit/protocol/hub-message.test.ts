/** The format of messages on a hub, `docs/hub.md`: what is of it is read, anything else is null and never throws. */
import { HUB_TOKEN, readHubMessage, type HubMessage } from '@support-chat/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../support/property.js';

const id = 'message-0001';
const author = { id: 'ada', name: 'Ada', avatarUrl: 'https://shop.example/ada.png' };
const token = `6ad2de11-9cc2-424b-afb0-b351a478b087.${'aA0-_'.repeat(8)}abc`;

const MESSAGES: readonly HubMessage[] = [
  { type: 'message', id, time: 5, text: 'Hi', author, card: { kind: 'choices', choices: [] } },
  { type: 'message', id, text: 'Yes', answer: { to: id, choice: 'yes' }, offered: { trigger: 'rule', text: 'Hm?' } },
  { type: 'joined', id, author },
  { type: 'ended', id },
  { type: 'contact', id, text: 'Hi', name: 'Grace', email: 'grace@example.com', department: 'sales' },
  { type: 'rated', id, score: 5, text: '' },
  { type: 'edited', id, of: id, text: 'Ho' },
  { type: 'deleted', id, of: id },
  { type: 'seen', delivered: id, read: id, author },
  { type: 'typing', active: true, preview: 'H' },
  { type: 'queue', position: 1, minutes: 3 },
  {
    type: 'visitor',
    token,
    profile: { name: 'Grace', fields: { Order: '7' } },
    page: { url: 'https://a.b/', title: 'A' },
  },
];

describe('readHubMessage', () => {
  it.each(MESSAGES.map((message) => [message.type, message] as const))('reads %s', (_, message) => {
    expect(readHubMessage(JSON.stringify(message))).toEqual(message);
  });

  it('drops what it does not know of a message it knows', () => {
    const more = { type: 'ended', id, colour: 'red', author: { ...author, age: 7 } };
    expect(readHubMessage(JSON.stringify(more))).toEqual({ type: 'ended', id, author });
  });

  it.each([
    ['no JSON', '<html>'],
    ['a cut message', '{"type":"ended","id":"message-0'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['no type', '{"id":"message-0001"}'],
    ['a type of another time', '{"type":"painted","id":"message-0001"}'],
    ['a type of every object', '{"type":"constructor","id":"message-0001"}'],
    ['no id', '{"type":"message","text":"Hi"}'],
    ['a short id', '{"type":"message","id":"1","text":"Hi"}'],
    ['a text that is none', '{"type":"message","id":"message-0001","text":{}}'],
    ['too long a text', JSON.stringify({ type: 'message', id, text: 'x'.repeat(10_001) })],
    ['a nameless author', '{"type":"joined","id":"message-0001","author":{}}'],
    ['nobody who joined', '{"type":"joined","id":"message-0001"}'],
    ['six stars', '{"type":"rated","id":"message-0001","score":6,"text":""}'],
    ['half a star', '{"type":"rated","id":"message-0001","score":0.5,"text":""}'],
    ['place 0', '{"type":"queue","position":0}'],
    ['a card of no kind', '{"type":"message","id":"message-0001","text":"","card":{}}'],
    ['a token that is none', '{"type":"visitor","token":"lobby"}'],
  ])('takes %s for no message', (_, json) => {
    expect(readHubMessage(json)).toBeNull();
  });

  it('never throws, whatever is published (property)', () => {
    const values = fc.jsonValue();
    const mutated = fc
      .tuple(
        fc.constantFrom(...MESSAGES),
        fc.constantFrom('id', 'text', 'author', 'of', 'card', 'token', 'read'),
        values,
      )
      .map(([message, field, value]) => JSON.stringify({ ...message, [field]: value }));
    return seeded(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), mutated), (json) => {
        const message = readHubMessage(json);
        if (message && 'id' in message) expect(message.id).toMatch(/^[\w-]{8,64}$/);
        return Promise.resolve();
      }),
    );
  });

  it('stores no half of a character', () => {
    const message = readHubMessage(JSON.stringify({ type: 'message', id, text: 'a\ud800b\0' }));
    expect(message).toMatchObject({ text: 'a\ufffdb\ufffd' });
  });
});

it('a token is a UUID and 32 bytes, nothing more and nothing less', () => {
  expect(token).toMatch(HUB_TOKEN);
  for (const wrong of [`${token}a`, token.slice(1), token.toUpperCase(), token.replace('.', '/'), `${token}\n`]) {
    expect(wrong).not.toMatch(HUB_TOKEN);
  }
});
