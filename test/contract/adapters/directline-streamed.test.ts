/** Answers of a bot that grow while they are written, as Microsoft's Web Chat documents them (docs/LIVESTREAMING.md). */
import { createDirectLineAdapter } from '@support-chat/adapter-directline';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openChat, type VisitorChat } from '../../support/adapters/visitor-chat.js';
import { FakeDirectLine } from '../../support/directline/fake-direct-line.js';
import type { Conversation } from '../../support/directline/records.js';

let directLine: FakeDirectLine;
let visitor: VisitorChat;
let conversation: Conversation;
/** What was shown of it, one after the other; null where only that somebody writes. */
let shown: (string | null)[];

beforeEach(async () => {
  directLine = await FakeDirectLine.start();
  const getToken = ({ conversationId }: { conversationId?: string }) =>
    Promise.resolve(directLine.generate(conversationId));
  visitor = openChat(createDirectLineAdapter({ domain: directLine.domain, getToken, WebSocket }));
  visitor.send('Hello');
  await visitor.until(({ log, state }) => log.includes('Hello') && state.outbox.length === 0, 'It did not begin');
  conversation = directLine.conversation(visitor.state.conversation.id ?? '');
  shown = [];
  visitor.chat.subscribe(({ typing: [first] }) => {
    const preview = first?.preview ?? null;
    if (first && shown.at(-1) !== preview) shown.push(preview);
  });
});
afterEach(async () => {
  await visitor.chat.destroy();
  await directLine.close();
  expect(directLine.violations).toEqual([]);
});

const typing = (text: string, info: object) =>
  directLine.say(conversation, { type: 'typing', text, channelData: { streamType: 'streaming', ...info } }).id;
const say = (text: string, more: object = {}) => directLine.say(conversation, { type: 'message', text, ...more });
const heard = (text: string) => (one: VisitorChat) => one.log.includes(text);
const isQuiet = ({ state }: VisitorChat) => state.typing.length === 0;

it.each(['channelData', 'entities'])('grows, and becomes the message that it is in the log (%s)', async (where) => {
  let streamId: string | undefined;
  const chunk = (type: string, text: string, streamType: string, streamSequence?: number): void => {
    const info = { streamType, streamSequence, streamId };
    const more = where === 'entities' ? { entities: [{ type: 'streaminfo', ...info }] } : { channelData: info };
    const { id } = directLine.say(conversation, { type, text, ...more });
    streamId ??= id;
  };
  chunk('typing', '', 'streaming', 1);
  chunk('typing', 'Looking it up …', 'informative', 2);
  chunk('typing', 'The blue', 'streaming', 3);
  chunk('typing', 'The blue teapot', 'streaming', 5);
  chunk('typing', 'The blue tea', 'streaming', 4); // came late
  await visitor.until(() => shown.at(-1) === 'The blue teapot', 'It does not grow');
  const growing = visitor.state.typing[0]?.message;
  chunk('message', 'The blue teapot is back.', 'final');
  await visitor.until(heard('The blue teapot is back.'), 'It did not end');
  chunk('typing', 'The blue teapot is', 'streaming', 6); // came after the end
  say('And on');
  await visitor.until(heard('And on'), 'It did not go on');
  expect(shown).toEqual([null, 'Looking it up …', 'The blue', 'The blue teapot']);
  expect(visitor.log).toEqual(['Hello', 'The blue teapot is back.', 'And on']);
  expect(visitor.events[1]).toMatchObject({ id: growing });
  expect(isQuiet(visitor)).toBe(true);
});

it('that is withdrawn leaves nothing', async () => {
  const streamId = typing('Perhaps', { streamSequence: 1 });
  await visitor.until(() => shown.includes('Perhaps'), 'It was not shown');
  typing('', { streamType: 'final', streamId });
  await visitor.until(isQuiet, 'It stays');
  expect(visitor.log).toEqual(['Hello']);
});

it('whose connection was cut is there whole', async () => {
  const streamId = typing('The blue', { streamSequence: 1 });
  await visitor.until(() => shown.includes('The blue'), 'It was not shown');
  conversation.stream?.terminate();
  say('The blue teapot.', { channelData: { streamType: 'final', streamId } });
  await visitor.until(heard('The blue teapot.'), 'It was lost');
  expect(visitor.log).toEqual(['Hello', 'The blue teapot.']);
  expect(isQuiet(visitor)).toBe(true);
});
