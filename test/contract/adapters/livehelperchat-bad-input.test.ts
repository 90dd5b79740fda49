/** What goes wrong with Live Helper Chat: coded, with the right verdict, visible, nothing lost, nothing doubled, nothing executed. */
import { createLiveHelperChatAdapter } from '@support-chat/adapter-livehelperchat';
import { retryVerdict, type ErrorCode } from '@support-chat/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDevice, openChat, type VisitorChat } from '../../support/adapters/visitor-chat.js';
import {
  FakeLiveHelperChat,
  type FakeLiveHelperChatOptions,
  type Fault,
} from '../../support/livehelperchat/fake-live-helper-chat.js';

const POST = /addmsguser$/;
const HTML = '<!doctype html><title>Maintenance</title><script>alert(1)</script>';

let help: FakeLiveHelperChat;
let visitor: VisitorChat;
let id: string;

beforeEach(async () => {
  help = await FakeLiveHelperChat.start();
  visitor = open();
  visitor.send('Hello');
  await visitor.until(isShown('Hello'), 'It did not begin');
  id = visitor.state.conversation.id ?? '';
});
afterEach(async () => {
  await visitor.chat.destroy();
  await help.stop();
  expect(help.violations).toEqual([]);
});

function open(device = createDevice()): VisitorChat {
  return openChat(createLiveHelperChatAdapter({ server: help.url, pollInterval: 20 }), { device });
}

const stored = (): readonly string[] => help.chats.flatMap(({ messages }) => messages.map(({ msg }) => msg));
const isShown = (text: string) => (one: VisitorChat) =>
  one.log.includes(text) && one.state.outbox.every((entry) => entry.text !== text);

describe('a message that is surely not stored', () => {
  it.each<[string, Fault, ErrorCode]>([
    ['403', { status: 403 }, 'forbidden'],
    ['409', { status: 409 }, 'id-conflict'],
    ['413', { status: 413, body: HTML }, 'message-too-long'],
    ['200 with an error in it', { status: 200, body: { error: true, r: 'Upload disabled!' } }, 'forbidden'],
  ])('%s: is shown as failed, and goes by the person’s hand', async (_what, fault, code) => {
    help.failNext(POST, fault);
    visitor.send('Refused');
    await visitor.until(({ statusOf }) => statusOf('Refused') === 'failed', 'Nobody was told');
    expect(visitor.errors.map((one) => one.code)).toEqual([code]);
    expect(retryVerdict(code)).toBe('never');
    visitor.chat.dispatch({ type: 'retry', id: visitor.state.outbox[0]?.id ?? '' });
    await visitor.until(isShown('Refused'), 'It never went');
    expect(stored()).toEqual(['Hello', 'Refused']);
  });

  it.each<[string, Fault]>([
    ['with Retry-After', { status: 429, headers: { 'Retry-After': '0' } }],
    ['without', { status: 429, body: '' }],
  ])('429 %s: waits and goes again by itself', async (_what, fault) => {
    help.failNext(POST, fault);
    visitor.send('Once');
    await visitor.until(isShown('Once'), 'It never went');
    expect(visitor.errors.map((one) => one.code)).toEqual(['rate-limited']);
    expect(stored()).toEqual(['Hello', 'Once']);
  });
});

describe('a message of which nobody knows', () => {
  const faults: [string, Fault][] = [
    ['500', {}],
    ['502 with a page', { status: 502, body: HTML }],
    ['200 with a page', { status: 200, body: HTML }],
    ['200 with nothing', { status: 200, body: '' }],
    ['200 with a failure of the system', { status: 200, body: { error: 'Internal system error', r: '' } }],
    ['a cut body', { status: 200, cut: true }],
  ];

  it.each(faults)('%s, and stored: the next connection finds it, once', async (_what, fault) => {
    help.failNext(POST, { ...fault, stored: true });
    visitor.send('Once [b]bold[/b]');
    await visitor.until(isShown('Once [b]bold[/b]'), 'It was not found');
    expect(stored()).toEqual(['Hello', 'Once [b]bold[/b]']);
    expect(visitor.log).toHaveLength(2);
  });

  it('is found by the connection after the next, when that fails too', async () => {
    help.failNext(POST, { stored: true });
    const held = help.holdNext(POST);
    visitor.send('Once');
    await held.reached;
    help.failNext(/fetchmessages$/, {});
    held.release();
    await visitor.until(isShown('Once'), 'It was not found');
    expect(visitor.log).toEqual(['Hello', 'Once']);
  });

  it.each(faults)('%s, and not stored: the person decides', async (_what, fault) => {
    help.failNext(POST, fault);
    visitor.send('Perhaps');
    await visitor.until(({ statusOf }) => statusOf('Perhaps') === 'failed', 'Nobody was told');
    visitor.chat.dispatch({ type: 'retry', id: visitor.state.outbox[0]?.id ?? '' });
    await visitor.until(isShown('Perhaps'), 'It never went');
    expect(stored()).toEqual(['Hello', 'Perhaps']);
  });
});

describe('what is said', () => {
  it('HTML with scripts is text', async () => {
    const text = '<img src=x onerror="globalThis.harmed = true"><script>globalThis.harmed = true</script>';
    help.say(id, text);
    await visitor.until(({ log }) => log.includes(text), 'The words did not come');
    expect(globalThis).not.toHaveProperty('harmed');
  });

  it('time that jumps back changes no order', async () => {
    help.say(id, 'One', undefined, Date.now());
    help.say(id, 'Two', undefined, Date.now() - 86_400_000);
    await visitor.until(({ log }) => log.includes('Two'), 'The words did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'One', 'Two']);
  });

  it.each<[string, Fault]>([
    ['a page', { status: 200, body: HTML }],
    ['500', {}],
    ['no chat', { status: 200, body: { error: true } }],
    ['a cut body', { status: 200, cut: true }],
  ])('%s in place of news ends the connection, and the next one goes on', async (_what, fault) => {
    help.failNext(/fetchmessages$/, fault);
    await visitor.until(({ state }) => state.connection.phase !== 'online', 'Nobody noticed');
    help.say(id, 'After all');
    await visitor.until(({ log }) => log.includes('After all'), 'It did not go on');
  });
});

it('a credential that is worth nothing any more: the visitor is a new one, and their words are not lost', async () => {
  help.chats.splice(0);
  visitor.send('Still here');
  await visitor.until(isShown('Still here'), 'The words are lost');
  expect(visitor.log).toEqual(['Still here']);
  expect(help.chats).toHaveLength(1);
});

describe('first words whose answer is lost', () => {
  const LOST: Fault = { status: 502, body: HTML, stored: true };
  const START = /submitonline$/;

  /** Another visitor's page, whose first words were stored, which it does not know. */
  async function lost(options: FakeLiveHelperChatOptions = {}): Promise<void> {
    await visitor.chat.destroy();
    await help.stop();
    help = await FakeLiveHelperChat.start(options);
    help.failNext(START, LOST);
    visitor = open();
    visitor.send('Hello');
    await visitor.until(({ statusOf }) => statusOf('Hello') === 'failed', 'Nobody was told');
    help.say('livehelperchat-1', 'Good morning');
    visitor.chat.dispatch({ type: 'retry', id: visitor.state.outbox[0]?.id ?? '' });
    await visitor.until(isShown('Hello'), 'It never went');
  }

  it('lead back into their chat, where its owner has chats go on', async () => {
    await lost({ reopens: true });
    expect(help.chats).toHaveLength(1);
    await visitor.until(({ log }) => log.includes('Good morning'), 'The answer is lost');
    // As Live Helper Chat has it: it was said twice.
    expect(visitor.log).toEqual(['participant-joined', 'Hello', 'Good morning', 'Hello']);
    visitor.send('Here I am');
    await visitor.until(isShown('Here I am'), 'It does not go on');
  });

  it('are said again by the same visitor in another chat, where chats do not go on', async () => {
    await lost();
    expect(help.chats.map(({ vid }) => vid)).toEqual([help.chats[0]?.vid, help.chats[0]?.vid]);
    expect(visitor.log).toEqual(['Hello']);
  });
});

it('what waits while the chat turns out to be gone was not stored, and goes again by itself', async () => {
  const held = help.holdNext(/fetchmessages$/);
  await held.reached;
  help.chats.splice(0);
  visitor.send('Still here');
  held.release();
  await visitor.until(isShown('Still here'), 'The words are lost');
  expect(visitor.errors).toEqual([]);
});
