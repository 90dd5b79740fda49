/** Bad input of Rocket.Chat, as of every adapter, and what only Rocket.Chat can do wrong. */
import { createRocketChatAdapter } from '@support-chat/adapter-rocketchat';
import { retryVerdict, type ErrorCode } from '@support-chat/protocol';
import { WebSocket } from 'ws';
import { describe, expect, it } from 'vitest';
import type { BadInputBackEnd, BadInputHarness } from '../../../support/adapters/bad-input.js';
import { describeBadInput, isSent } from '../../../support/adapters/describe-bad-input.js';
import { BAD_INPUT_FAULTS, type HttpFault } from '../../../support/adapters/http-faults.js';
import { openChat, type VisitorChat } from '../../../support/adapters/visitor-chat.js';
import { FakeRocketChat } from '../../../support/rocketchat/fake-rocketchat.js';
import type { LivechatOptions } from '../../../support/rocketchat/livechat-api.js';

const POST_MESSAGE = /^POST .*\/message$/;

interface RocketChatBackEnd extends BadInputBackEnd {
  readonly rocketChat: FakeRocketChat;
}

/** Rocket.Chat's own refusal. */
const refusal = (error: string): HttpFault => ({ status: 400, body: { success: false, error } });

const storedIn = ({ rooms }: FakeRocketChat): readonly string[] =>
  rooms.flatMap(({ messages }) =>
    messages.flatMap(({ t, msg, token }) => (t === undefined && token !== undefined ? [msg] : [])),
  );

/** What may come down the socket and is none. */
function nonsenseOf(rocketChat: FakeRocketChat): Readonly<Record<string, () => unknown>> {
  const rid = rocketChat.rooms[0]?._id ?? '';
  const emit = (stream: string, what: string, ...args: readonly unknown[]) =>
    rocketChat.ddp.emit(stream, `${rid}${what}`, ...args);
  return {
    'no message': () => emit('stream-room-messages', '', null),
    'a number': () => emit('stream-room-messages', '', 7),
    'nothing at all': () => emit('stream-room-messages', ''),
    'a message without an id': () => emit('stream-room-messages', '', { rid, msg: 'Lost' }),
    'a message of another room': () => emit('stream-room-messages', '', { _id: 'x', rid: 'other', msg: 'Lost' }),
    'a message without words': () => emit('stream-room-messages', '', { _id: 'y', rid, msg: 7, u: null, ts: 'never' }),
    'a queue without a place': () => emit('stream-livechat-room', '', { type: 'queueData', data: { spot: -1 } }),
    'a queue of nothing': () => emit('stream-livechat-room', '', { type: 'queueData' }),
    'an event nobody knows': () => emit('stream-livechat-room', '', { type: 'weatherData', data: '<html>' }),
    'typing by nobody': () => emit('stream-notify-room', '/user-activity', null, 'user-typing'),
    'the deletion of nothing': () => emit('stream-notify-room', '/deleteMessage', []),
    'a frame nobody knows': () => rocketChat.ddp.sayToAll({ msg: 'levitate' }),
    'a change of nothing': () => rocketChat.ddp.sayToAll({ msg: 'changed' }),
    'the answer to no subscription': () => rocketChat.ddp.sayToAll({ msg: 'ready', subs: 7 }),
  };
}

const NO_BODY = { absent: 'what is asked to connect has no body' };
const REPEATED = (code: ErrorCode | null) => ({ becomes: 'repeated', code, stored: true }) as const;

const harness: BadInputHarness<RocketChatBackEnd> = {
  title: 'Rocket.Chat',
  messages: {
    'a page': REPEATED('unavailable'),
    'an error with 200': REPEATED('unavailable'),
    '401': { becomes: 'begun anew' },
    '403': { becomes: 'failed', code: 'forbidden' },
    '404': { becomes: 'failed', code: 'not-found' },
    '409': { becomes: 'failed', code: 'id-conflict' },
    '413': { becomes: 'failed', code: 'message-too-long' },
    '429 with Retry-After': REPEATED('rate-limited'),
    '429 without': REPEATED('rate-limited'),
    '500': REPEATED('unavailable'),
    '502 with a page': REPEATED('unavailable'),
    // A failing network is told by the state of the connection alone.
    'a cut body': REPEATED(null),
  },
  connections: {
    'a page': { code: 'unavailable' },
    'an error with 200': { code: 'unavailable' },
    '401': { code: 'session-unknown' },
    '403': { code: 'forbidden' },
    '404': { code: 'not-found' },
    '409': NO_BODY,
    '413': NO_BODY,
    '429 with Retry-After': { code: 'rate-limited' },
    '429 without': { code: 'rate-limited' },
    '500': { code: 'unavailable' },
    '502 with a page': { code: 'unavailable' },
    'a cut body': { code: 'network-failed' },
  },
  repeats: 'changed',
  times: 'told',
  expiry: 'begins anew',
  nonsense: [
    'no message',
    'a number',
    'nothing at all',
    'a message without an id',
    'a message of another room',
    'a message without words',
    'a queue without a place',
    'a queue of nothing',
    'an event nobody knows',
    'typing by nobody',
    'the deletion of nothing',
    'a frame nobody knows',
    'a change of nothing',
    'the answer to no subscription',
  ],
  start: () => begin(),
};

async function begin(options: LivechatOptions = {}): Promise<RocketChatBackEnd> {
  const rocketChat = await FakeRocketChat.start(options);
  const newest = () => rocketChat.rooms.at(-1)?._id ?? '';
  return {
    rocketChat,
    createAdapter: () => createRocketChatAdapter({ server: rocketChat.url, WebSocket }),
    stored: () => Promise.resolve(storedIn(rocketChat)),
    answerMessage: (how, isStored) => rocketChat.failNext(POST_MESSAGE, { ...BAD_INPUT_FAULTS[how], stored: isStored }),
    refuseConnection(how) {
      rocketChat.failNext(/config$/, BAD_INPUT_FAULTS[how]);
      rocketChat.ddp.cut();
    },
    say(text, { id, time } = {}) {
      if (id === undefined) return rocketChat.say(newest(), text, time === undefined ? {} : { ts: time })._id;
      const message = rocketChat.room(newest()).messages.find((one) => one._id === id);
      if (!message) throw new Error(`There is no message ${id}.`);
      rocketChat.edit(message, text);
      return id;
    },
    get nonsense() {
      return nonsenseOf(rocketChat);
    },
    expire: () => void rocketChat.visitors.splice(0),
    async close() {
      await rocketChat.close();
      expect(rocketChat.violations).toEqual([]);
    },
  };
}

describeBadInput(harness, (bench) => {
  /** Another one, which its owner has set up otherwise. */
  async function beginWith(
    options: LivechatOptions,
  ): Promise<{ rocketChat: FakeRocketChat; visitor: VisitorChat; end: () => Promise<void> }> {
    const backEnd = await begin(options);
    const visitor = openChat(backEnd.createAdapter());
    visitor.send('Hello');
    await visitor.until(isSent('Hello'), 'It did not begin');
    const end = async (): Promise<void> => {
      await visitor.chat.destroy();
      await backEnd.close();
    };
    return { rocketChat: backEnd.rocketChat, visitor, end };
  }

  describe('a message', () => {
    it('429 says when, in its words too', async () => {
      const { visitor, backEnd } = bench;
      const error =
        'Error, too many requests. You must wait 3600 seconds before trying again. [error-too-many-requests]';
      backEnd.rocketChat.failNext(POST_MESSAGE, { status: 429, body: { success: false, error } });
      visitor.send('Later');
      await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
      expect(visitor.errors[0]).toMatchObject({ code: 'rate-limited', retryAfter: 3600 });
      expect(visitor.statusOf('Later')).toBe('queued');
    });

    it.each<[string, HttpFault, ErrorCode]>([
      ['too long', refusal('message-length-exceeds-character-limit'), 'message-too-long'],
      ['a refusal nobody knows', refusal('error-of-the-future'), 'forbidden'],
    ])('%s: is shown as failed', async (_what, fault, code) => {
      const { visitor, backEnd } = bench;
      backEnd.rocketChat.failNext(POST_MESSAGE, fault);
      visitor.send('Refused');
      await visitor.until(({ statusOf }) => statusOf('Refused') === 'failed', 'Nobody was told');
      expect(visitor.errors.map((one) => one.code)).toEqual([code]);
      expect(retryVerdict(code)).toBe('never');
    });

    it('is stored once by versions that refuse what they have', async () => {
      const { rocketChat, visitor, end } = await beginWith({ refusesRepeats: true });
      rocketChat.failNext(POST_MESSAGE, { status: 200, cut: true, stored: true });
      visitor.send('Once');
      await visitor.until(isSent('Once'), 'It is lost');
      expect(storedIn(rocketChat)).toEqual(['Hello', 'Once']);
      await end();
    });

    it('that is longer than the owner wants is refused by its code', async () => {
      const { visitor, end } = await beginWith({ characterLimit: 20 });
      visitor.send('x'.repeat(21));
      await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
      expect(visitor.errors[0]?.code).toBe('message-too-long');
      await end();
    });
  });

  describe('what ends in mid-conversation', () => {
    it.each(['invalid-room', 'room-closed'])('%s: the words go on, once', async (error) => {
      const { visitor } = bench;
      const { rocketChat } = bench.backEnd;
      rocketChat.failNext(POST_MESSAGE, refusal(error));
      visitor.send('Still here');
      await visitor.until(isSent('Still here'), 'The words are lost');
      expect(storedIn(rocketChat)).toEqual(['Hello', 'Still here']);
    });

    it('the room, without a word: the words go into a new one', async () => {
      const { visitor } = bench;
      const { rocketChat } = bench.backEnd;
      rocketChat.room(rocketChat.rooms[0]?._id ?? '').open = false;
      visitor.send('Still here');
      await visitor.until(isSent('Still here'), 'The words are lost');
      expect(rocketChat.rooms).toHaveLength(2);
      expect(storedIn(rocketChat)).toEqual(['Hello', 'Still here']);
    });
  });

  describe('a file', () => {
    const send = async (name: string, type: string, size: number): Promise<void> => {
      const files = await bench.visitor.chat.files();
      files.add(new Blob(['x'.repeat(size)], { type }), { name, type, size });
      bench.visitor.chat.dispatch({ type: 'send', text: 'See', withFiles: true });
    };

    it.each<[string, string, string, number, ErrorCode]>([
      ['of a type that is not wanted', 'drawing.svg', 'image/svg+xml', 3, 'file-type-refused'],
      ['that is too large', 'large.txt', 'text/plain', 2 ** 20 + 1, 'file-too-large'],
    ])('%s is refused by its code, and nothing of it is stored', async (_what, name, type, size, code) => {
      const { visitor } = bench;
      const { rocketChat } = bench.backEnd;
      await send(name, type, size);
      await visitor.until(({ statusOf }) => statusOf('See') === 'failed', 'Nobody was told');
      expect(visitor.errors.map((one) => one.code)).toContain(code);
      expect(storedIn(rocketChat)).toEqual(['Hello']);
    });

    it.each<[string, HttpFault]>([
      ['a cut body', { status: 200, cut: true }],
      ['500', {}],
    ])('%s, and it is stored: the next connection finds it, once', async (_what, fault) => {
      const { visitor } = bench;
      const { rocketChat } = bench.backEnd;
      rocketChat.failNext(/^POST .*\/upload\//, { ...fault, stored: true });
      await send('one.txt', 'text/plain', 3);
      await visitor.until(isSent('See'), 'It was not found');
      expect(visitor.log).toEqual(['Hello', 'See']);
      expect(storedIn(rocketChat)).toEqual(['Hello', 'See']);
    });

    it('for a room that was closed meanwhile goes into the next one', async () => {
      const { visitor } = bench;
      const { rocketChat } = bench.backEnd;
      rocketChat.room(rocketChat.rooms[0]?._id ?? '').open = false;
      await send('one.txt', 'text/plain', 3);
      await visitor.until(isSent('See'), 'It is lost');
      expect(rocketChat.rooms[1]?.messages.at(-1)).toMatchObject({ msg: 'See', file: { name: 'one.txt' } });
    });
  });

  it.each<[string, RegExp, HttpFault]>([
    ['Livechat that is off', /config$/, { status: 200, body: { config: { enabled: false }, success: true } }],
    ['history that is none', /messages\.history/, { status: 200, body: { success: true, messages: {} } }],
  ])('%s: the connection is tried again', async (_what, of, fault) => {
    const { visitor } = bench;
    const { rocketChat } = bench.backEnd;
    const codes: (string | undefined)[] = [];
    visitor.chat.subscribe(({ connection }) => codes.push(connection.problem?.code));
    rocketChat.failNext(of, fault);
    rocketChat.ddp.cut();
    await visitor.until(() => codes.includes('unavailable'), 'Nobody was told');
    await visitor.until(({ state }) => state.connection.phase === 'online', 'It never connects');
    expect(visitor.log).toEqual(['Hello']);
  });

  it('a connection is tried for ever, and everything is there afterwards', async () => {
    const { visitor } = bench;
    const { rocketChat } = bench.backEnd;
    rocketChat.failAll(BAD_INPUT_FAULTS['502 with a page']);
    rocketChat.ddp.cut();
    rocketChat.say(rocketChat.rooms[0]?._id ?? '', 'Unheard');
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

  it('a frame that is no JSON ends the connection, and what it held comes with the next', async () => {
    const { visitor } = bench;
    const { rocketChat } = bench.backEnd;
    rocketChat.fill(rocketChat.rooms[0]?._id ?? '', 1);
    rocketChat.ddp.sayText('{"msg":');
    await visitor.until(({ log }) => log.includes('Earlier 1'), 'It was lost');
  });

  it('who is registered five times a minute waits for their turn', async () => {
    const backEnd = await begin({ rateLimits: true });
    for (let n = 1; n <= 5; n++)
      await fetch(`${backEnd.rocketChat.url}/api/v1/livechat/visitor`, {
        method: 'POST',
        body: JSON.stringify({ visitor: { token: `another-${n}` } }),
      });
    const late = openChat(backEnd.createAdapter());
    late.send('Is it my turn?');
    await late.until(({ errors }) => errors.length > 0, 'Nobody was told');
    expect(late.errors[0]).toMatchObject({ code: 'rate-limited' });
    expect(late.errors[0]?.retryAfter).toBeGreaterThan(0);
    expect(late.statusOf('Is it my turn?')).toBe('queued');
    await late.chat.destroy();
    await backEnd.close();
  });
});
