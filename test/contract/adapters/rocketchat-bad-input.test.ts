/** What goes wrong with Rocket.Chat: coded, with the right verdict, visible, nothing lost, nothing doubled, nothing executed. */
import { createRocketChatAdapter } from '@support-chat/adapter-rocketchat';
import { retryVerdict, type ErrorCode } from '@support-chat/protocol';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDevice, openChat, type VisitorChat } from '../../support/adapters/visitor-chat.js';
import { FakeRocketChat, type Fault } from '../../support/rocketchat/fake-rocketchat.js';
import type { LivechatOptions } from '../../support/rocketchat/livechat-api.js';

const POST_MESSAGE = /^POST .*\/message$/;
const HTML = '<!doctype html><title>Maintenance</title><script>alert(1)</script>';

let rocketChat: FakeRocketChat;
let visitor: VisitorChat;
let rid: string;

async function begin(options: LivechatOptions = {}): Promise<void> {
  rocketChat = await FakeRocketChat.start(options);
  visitor = open();
  visitor.send('Hello');
  await visitor.until(({ log, state }) => log.includes('Hello') && state.outbox.length === 0, 'It did not begin');
  rid = rocketChat.rooms[0]?._id ?? '';
}

async function end(): Promise<void> {
  await visitor.chat.destroy();
  await rocketChat.close();
}

beforeEach(() => begin());
afterEach(async () => {
  await end();
  expect(rocketChat.violations).toEqual([]);
});

function open(device = createDevice()): VisitorChat {
  return openChat(createRocketChatAdapter({ server: rocketChat.url, WebSocket }), { device });
}

const stored = (): readonly string[] =>
  rocketChat.rooms.flatMap(({ messages }) => messages.flatMap(({ t, msg }) => (t === undefined ? [msg] : [])));
const isShown = (text: string) => (one: VisitorChat) => one.log.includes(text) && one.statusOf(text) === 'sent';
/** Rocket.Chat's own refusal. */
const refusal = (error: string): Fault => ({ status: 400, body: { success: false, error } });

describe('a message', () => {
  it.each<[string, Fault, ErrorCode | null]>([
    ['429 with Retry-After', { status: 429, headers: { 'Retry-After': '0' } }, 'rate-limited'],
    ['429 without', { status: 429, body: '' }, 'rate-limited'],
    ['500', {}, 'unavailable'],
    ['502 with a page', { status: 502, body: HTML }, 'unavailable'],
    ['200 with a page', { status: 200, body: HTML }, 'unavailable'],
    ['200 without a message', { status: 200, body: { success: true, message: 7 } }, 'unavailable'],
    // A failing network is told by the state of the connection alone.
    ['a cut body', { status: 200, cut: true }, null],
  ])('%s: goes again by itself, and is stored once whether it was or not', async (_what, fault, code) => {
    for (const [text, isStored] of [
      ['Not stored', false],
      ['Stored', true],
    ] as const) {
      rocketChat.failNext(POST_MESSAGE, { ...fault, stored: isStored });
      visitor.send(text);
      await visitor.until(isShown(text), 'It never went');
    }
    expect(new Set(visitor.errors.map((one) => one.code))).toEqual(new Set(code ? [code] : []));
    expect(visitor.log).toEqual(['Hello', 'Not stored', 'Stored']);
    expect(stored()).toEqual(['Hello', 'Not stored', 'Stored']);
  });

  it('429 says when, in its words too', async () => {
    const error = 'Error, too many requests. You must wait 3600 seconds before trying again. [error-too-many-requests]';
    rocketChat.failNext(POST_MESSAGE, { status: 429, body: { success: false, error } });
    visitor.send('Later');
    await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
    expect(visitor.errors[0]).toMatchObject({ code: 'rate-limited', retryAfter: 3600 });
    expect(visitor.statusOf('Later')).toBe('queued');
  });

  it.each<[string, Fault, ErrorCode]>([
    ['403', { status: 403 }, 'forbidden'],
    ['413', { status: 413, body: HTML }, 'message-too-long'],
    ['too long', refusal('message-length-exceeds-character-limit'), 'message-too-long'],
    ['a refusal nobody knows', refusal('error-of-the-future'), 'forbidden'],
  ])('%s: is shown as failed, and goes by the person’s hand', async (_what, fault, code) => {
    rocketChat.failNext(POST_MESSAGE, fault);
    visitor.send('Refused');
    await visitor.until(({ statusOf }) => statusOf('Refused') === 'failed', 'Nobody was told');
    expect(visitor.errors.map((one) => one.code)).toEqual([code]);
    expect(retryVerdict(code)).toBe('never');
    visitor.chat.dispatch({ type: 'retry', id: visitor.state.outbox[0]?.id ?? '' });
    await visitor.until(isShown('Refused'), 'It never went');
    expect(stored()).toEqual(['Hello', 'Refused']);
  });

  it('is stored once by versions that refuse what they have', async () => {
    await end();
    await begin({ refusesRepeats: true });
    rocketChat.failNext(POST_MESSAGE, { status: 200, cut: true, stored: true });
    visitor.send('Once');
    await visitor.until(isShown('Once'), 'It is lost');
    expect(visitor.state.outbox).toEqual([]);
    expect(stored()).toEqual(['Hello', 'Once']);
  });

  it('that is longer than the owner wants is refused by its code', async () => {
    await end();
    await begin({ characterLimit: 20 });
    visitor.send('x'.repeat(21));
    await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
    expect(visitor.errors[0]?.code).toBe('message-too-long');
  });
});

describe('what ends in mid-conversation', () => {
  it.each(['invalid-room', 'room-closed'])('%s: the words go on, once', async (error) => {
    rocketChat.failNext(POST_MESSAGE, refusal(error));
    visitor.send('Still here');
    await visitor.until(isShown('Still here'), 'The words are lost');
    expect(stored()).toEqual(['Hello', 'Still here']);
  });

  it('the room, without a word: the words go into a new one', async () => {
    rocketChat.room(rid).open = false;
    visitor.send('Still here');
    await visitor.until(isShown('Still here'), 'The words are lost');
    expect(rocketChat.rooms).toHaveLength(2);
    expect(stored()).toEqual(['Hello', 'Still here']);
  });

  it('the visitor (invalid-token): they are a new one, and their words are not lost', async () => {
    rocketChat.visitors.splice(0);
    visitor.send('Still here');
    await visitor.until(isShown('Still here'), 'The words are lost');
    expect(rocketChat.visitors).toHaveLength(1);
    expect(visitor.log).toEqual(['Still here']);
  });
});

describe('a file', () => {
  const send = async (name: string, type: string, size: number): Promise<void> => {
    const files = await visitor.chat.files();
    files.add(new Blob(['x'.repeat(size)], { type }), { name, type, size });
    visitor.chat.dispatch({ type: 'send', text: 'See', withFiles: true });
  };

  it.each<[string, string, string, number, ErrorCode]>([
    ['of a type that is not wanted', 'drawing.svg', 'image/svg+xml', 3, 'file-type-refused'],
    ['that is too large', 'large.txt', 'text/plain', 2 ** 20 + 1, 'file-too-large'],
  ])('%s is refused by its code, and nothing of it is stored', async (_what, name, type, size, code) => {
    await send(name, type, size);
    await visitor.until(({ statusOf }) => statusOf('See') === 'failed', 'Nobody was told');
    expect(visitor.errors.map((one) => one.code)).toContain(code);
    expect(stored()).toEqual(['Hello']);
  });

  it.each<[string, Fault]>([
    ['a cut body', { status: 200, cut: true }],
    ['500', {}],
  ])('%s, and it is stored: the next connection finds it, once', async (_what, fault) => {
    rocketChat.failNext(/^POST .*\/upload\//, { ...fault, stored: true });
    await send('one.txt', 'text/plain', 3);
    await visitor.until(isShown('See'), 'It was not found');
    expect(visitor.log).toEqual(['Hello', 'See']);
    expect(stored()).toEqual(['Hello', 'See']);
  });

  it('for a room that was closed meanwhile goes into the next one', async () => {
    rocketChat.room(rid).open = false;
    await send('one.txt', 'text/plain', 3);
    await visitor.until(isShown('See'), 'It is lost');
    expect(rocketChat.rooms[1]?.messages.at(-1)).toMatchObject({ msg: 'See', file: { name: 'one.txt' } });
  });
});

describe('a connection that cannot be made', () => {
  it.each<[string, RegExp, Fault, ErrorCode]>([
    ['a page', /config$/, { status: 200, body: HTML }, 'unavailable'],
    ['no configuration', /config$/, { status: 200, body: { success: true } }, 'unavailable'],
    ['Livechat is off', /config$/, { status: 200, body: { config: { enabled: false }, success: true } }, 'unavailable'],
    ['500', /config$/, {}, 'unavailable'],
    ['a cut body', /config$/, { status: 200, cut: true }, 'network-failed'],
    ['429', /config$/, { status: 429, headers: { 'Retry-After': '0' } }, 'rate-limited'],
    [
      'history that is none',
      /messages\.history/,
      { status: 200, body: { success: true, messages: {} } },
      'unavailable',
    ],
  ])('%s: is tried again', async (_what, of, fault, code) => {
    const codes: (string | undefined)[] = [];
    visitor.chat.subscribe(({ connection }) => codes.push(connection.problem?.code));
    rocketChat.failNext(of, fault);
    rocketChat.ddp.cut();
    await visitor.until(() => codes.includes(code), 'Nobody was told');
    await visitor.until(({ state }) => state.connection.phase === 'online', 'It never connects');
    expect(retryVerdict(code)).toBe('retry');
    expect(visitor.log).toEqual(['Hello']);
  });

  it('is tried for ever, and everything is there afterwards', async () => {
    rocketChat.failAll({ status: 502, body: HTML });
    rocketChat.ddp.cut();
    rocketChat.say(rid, 'Unheard');
    visitor.chat.subscribe(({ connection }) => {
      if (connection.phase === 'waiting') visitor.chat.dispatch({ type: 'connect' });
    });
    // More often than Rocket.Chat's own client does.
    const attempts = () => rocketChat.requests.filter((line) => line.endsWith('/config')).length;
    await visitor.until(() => attempts() > 10, 'It has given up');
    rocketChat.failAll(null);
    await visitor.until(({ log }) => log.includes('Unheard'), 'It was lost');
    expect(visitor.log).toEqual(['Hello', 'Unheard']);
  });
});

describe('the socket', () => {
  const emit = (stream: string, what: string, ...args: readonly unknown[]) =>
    rocketChat.ddp.emit(stream, `${rid}${what}`, ...args);
  const goesOn = async () => {
    rocketChat.say(rid, 'After all');
    await visitor.until(({ log }) => log.includes('After all'), 'It did not go on');
  };

  it.each<[string, () => unknown]>([
    ['no message', () => emit('stream-room-messages', '', null)],
    ['a number', () => emit('stream-room-messages', '', 7)],
    ['nothing at all', () => emit('stream-room-messages', '')],
    ['a message without an id', () => emit('stream-room-messages', '', { rid, msg: 'Lost' })],
    ['a message of another room', () => emit('stream-room-messages', '', { _id: 'x', rid: 'other', msg: 'Lost' })],
    [
      'a message without words',
      () => emit('stream-room-messages', '', { _id: 'y', rid, msg: 7, u: null, ts: 'never' }),
    ],
    ['a queue without a place', () => emit('stream-livechat-room', '', { type: 'queueData', data: { spot: -1 } })],
    ['a queue of nothing', () => emit('stream-livechat-room', '', { type: 'queueData' })],
    ['an event nobody knows', () => emit('stream-livechat-room', '', { type: 'weatherData', data: '<html>' })],
    ['typing by nobody', () => emit('stream-notify-room', '/user-activity', null, 'user-typing')],
    ['the deletion of nothing', () => emit('stream-notify-room', '/deleteMessage', [])],
    ['a frame nobody knows', () => rocketChat.ddp.sayToAll({ msg: 'levitate' })],
    ['a change of nothing', () => rocketChat.ddp.sayToAll({ msg: 'changed' })],
    ['the answer to no subscription', () => rocketChat.ddp.sayToAll({ msg: 'ready', subs: 7 })],
  ])('%s changes nothing', async (_what, say) => {
    say();
    await goesOn();
    expect(visitor.log.filter((text) => text !== 'participant-joined')).toEqual(['Hello', 'After all']);
    expect(visitor.errors).toEqual([]);
  });

  it('a frame that is no JSON ends the connection, and what it held comes with the next', async () => {
    rocketChat.fill(rid, 1);
    rocketChat.ddp.sayText('{"msg":');
    await visitor.until(({ log }) => log.includes('Earlier 1'), 'It was lost');
  });

  it('time that jumps back changes no order', async () => {
    rocketChat.say(rid, 'One', { ts: 2_000_000_000_000 });
    rocketChat.say(rid, 'Two', { ts: 1_000_000_000_000 });
    await visitor.until(({ log }) => log.includes('Two'), 'The agent’s words did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'One', 'Two']);
  });

  it('HTML with scripts is text', async () => {
    const text = '<img src=x onerror="globalThis.harmed = true"><script>globalThis.harmed = true</script>';
    rocketChat.say(rid, text);
    await visitor.until(({ log }) => log.includes(text), 'The agent’s words did not come');
    expect(globalThis).not.toHaveProperty('harmed');
  });
});

it('who is registered five times a minute waits for their turn', async () => {
  await end();
  await begin({ rateLimits: true });
  for (let n = 1; n <= 4; n++)
    await fetch(`${rocketChat.url}/api/v1/livechat/visitor`, {
      method: 'POST',
      body: JSON.stringify({ visitor: { token: `another-${n}` } }),
    });
  const late = open();
  late.send('Is it my turn?');
  await late.until(({ errors }) => errors.length > 0, 'Nobody was told');
  expect(late.errors[0]).toMatchObject({ code: 'rate-limited' });
  expect(late.errors[0]?.retryAfter).toBeGreaterThan(0);
  expect(late.statusOf('Is it my turn?')).toBe('queued');
  await late.chat.destroy();
});
