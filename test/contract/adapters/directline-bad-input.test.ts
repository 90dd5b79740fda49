/** What goes wrong with Direct Line: coded, with the right verdict, visible, nothing lost, nothing doubled, nothing executed. */
import { createDirectLineAdapter } from '@support-chat/adapter-directline';
import { retryVerdict, type ErrorCode } from '@support-chat/protocol';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDevice, openChat, type VisitorChat } from '../../support/adapters/visitor-chat.js';
import { FakeDirectLine, type Fault } from '../../support/directline/fake-direct-line.js';
import type { Conversation } from '../../support/directline/records.js';

const POST = /^POST .*\/activities$/;
const READ = /^GET .*\/activities$/;
const ENTER = /^GET \/conversations\/[^/]+$/;
const HTML = '<!doctype html><title>Maintenance</title><script>alert(1)</script>';

let directLine: FakeDirectLine;
let visitor: VisitorChat;
let conversation: Conversation;

beforeEach(async () => {
  directLine = await FakeDirectLine.start();
  visitor = open();
  visitor.send('Hello');
  await visitor.until(({ log, state }) => log.includes('Hello') && state.outbox.length === 0, 'It did not begin');
  conversation = directLine.conversation(visitor.state.conversation.id ?? '');
});
afterEach(async () => {
  await visitor.chat.destroy();
  await directLine.close();
  expect(directLine.violations).toEqual([]);
});

function open(device = createDevice()): VisitorChat {
  const getToken = ({ conversationId }: { conversationId?: string }) =>
    Promise.resolve(directLine.generate(conversationId));
  return openChat(createDirectLineAdapter({ domain: directLine.domain, getToken, WebSocket }), { device });
}

const stored = (): readonly unknown[] =>
  directLine.conversations.flatMap(({ activities }) =>
    activities.flatMap(({ type, text }) => (type === 'message' ? [text] : [])),
  );
const isShown = (text: string) => (one: VisitorChat) => one.log.includes(text) && one.statusOf(text) === 'sent';
const refusal = (status: number, code: string): Fault => ({ status, body: { error: { code, message: 'Refused' } } });
const say = (text: string, more: object = {}) => directLine.say(conversation, { type: 'message', text, ...more });

async function goesOn(): Promise<void> {
  say('After all');
  await visitor.until(({ log }) => log.includes('After all'), 'It did not go on');
}

describe('a message that is surely not stored', () => {
  it.each<[string, readonly Fault[], readonly ErrorCode[]]>([
    ['429 with Retry-After', [{ status: 429, headers: { 'Retry-After': '0' } }], ['rate-limited']],
    ['429 without', [{ status: 429, body: '' }], ['rate-limited']],
    ['429 with a page', [{ status: 429, body: HTML, headers: { 'Retry-After': '0' } }], ['rate-limited']],
    ['403, the token has expired', [refusal(403, 'TokenExpired')], []],
    ['403, without a word', [{ status: 403, body: '' }], []],
    ['401', [refusal(401, 'BadArgument')], []],
    ['404, of something that is there', [refusal(404, 'BadArgument')], []],
    ['403 for two tokens in a row', [refusal(403, 'TokenExpired'), refusal(403, 'TokenExpired')], ['unavailable']],
  ])('%s: goes again by itself', async (_what, faults, codes) => {
    for (const fault of faults) directLine.failNext(POST, fault);
    visitor.send('Once');
    await visitor.until(isShown('Once'), 'It never went');
    expect(visitor.errors.map(({ code }) => code)).toEqual(codes);
    expect(visitor.log).toEqual(['Hello', 'Once']);
    expect(stored()).toEqual(['Hello', 'Once']);
    expect(directLine.conversations).toHaveLength(1);
  });

  it('429 says when', async () => {
    directLine.failNext(POST, { status: 429, headers: { 'Retry-After': '3600' } });
    visitor.send('Later');
    await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
    expect(visitor.errors[0]).toMatchObject({ code: 'rate-limited', retryAfter: 3600 });
    expect(visitor.statusOf('Later')).toBe('queued');
  });

  it.each<[string, readonly Fault[], ErrorCode]>([
    ['403 for another token too', [refusal(403, 'BadArgument'), refusal(403, 'BadArgument')], 'forbidden'],
    ['409', [{ status: 409 }], 'id-conflict'],
    ['413', [{ status: 413, body: HTML }], 'message-too-long'],
    ['400', [refusal(400, 'MissingProperty')], 'frame-invalid'],
  ])('%s: is shown as failed, and goes by the person’s hand', async (_what, faults, code) => {
    for (const fault of faults) directLine.failNext(POST, fault);
    visitor.send('Refused');
    await visitor.until(({ statusOf }) => statusOf('Refused') === 'failed', 'Nobody was told');
    expect(visitor.errors.map((one) => one.code)).toEqual([code]);
    expect(retryVerdict(code)).toBe('never');
    visitor.chat.dispatch({ type: 'retry', id: visitor.state.outbox[0]?.id ?? '' });
    await visitor.until(isShown('Refused'), 'It never went');
    expect(stored()).toEqual(['Hello', 'Refused']);
  });
});

describe('a message of which nobody knows', () => {
  const faults: [string, Fault][] = [
    ['500', {}],
    ['502 with a page, as when the bot fails', { status: 502, body: HTML }],
    ['200 with a page', { status: 200, body: HTML }],
    ['200 with an error in it', { status: 200, body: { error: { code: 'ServiceError' } } }],
    ['200 without an id', { status: 200, body: { id: 7 } }],
    ['a cut body', { status: 200, cut: true }],
  ];

  it.each(faults)('%s, and stored: the next connection finds it, once', async (_what, fault) => {
    directLine.failNext(POST, { ...fault, stored: true });
    visitor.send('Once');
    await visitor.until(isShown('Once'), 'It was not found');
    expect(visitor.log).toEqual(['Hello', 'Once']);
    expect(stored()).toEqual(['Hello', 'Once']);
  });

  it.each(faults)('%s, and not stored: the person decides', async (_what, fault) => {
    directLine.failNext(POST, fault);
    visitor.send('Perhaps');
    await visitor.until(({ statusOf }) => statusOf('Perhaps') === 'failed', 'Nobody was told');
    expect(visitor.errors.at(-1)?.code).toBe('connection-lost');
    visitor.chat.dispatch({ type: 'retry', id: visitor.state.outbox[0]?.id ?? '' });
    await visitor.until(isShown('Perhaps'), 'It never went');
    expect(stored()).toEqual(['Hello', 'Perhaps']);
  });
});

describe('a token that expires in mid-conversation', () => {
  it('with its stream cut: the same conversation goes on, and nothing is lost on either side', async () => {
    directLine.expireTokens();
    conversation.stream?.terminate();
    say('Meanwhile');
    await visitor.until(({ log }) => log.includes('Meanwhile'), 'The bot’s words are lost');
    visitor.send('Still here');
    await visitor.until(isShown('Still here'), 'The words are lost');
    await goesOn();
    expect(visitor.log).toEqual(['Hello', 'Meanwhile', 'Still here', 'After all']);
    expect(directLine.conversations).toHaveLength(1);
    expect(visitor.errors).toEqual([]);
  });
});

describe('a connection that cannot be made', () => {
  it.each<[string, RegExp, Fault, ErrorCode]>([
    ['a page', ENTER, { status: 200, body: HTML }, 'unavailable'],
    ['an error with 200', ENTER, { status: 200, body: { error: {} } }, 'unavailable'],
    ['500', ENTER, {}, 'unavailable'],
    ['a cut body', ENTER, { status: 200, cut: true }, 'network-failed'],
    ['429', ENTER, { status: 429, headers: { 'Retry-After': '0' } }, 'rate-limited'],
    ['activities that are no list', READ, { status: 200, body: { activities: {}, watermark: '1' } }, 'unavailable'],
    ['activities that fail', READ, {}, 'unavailable'],
  ])('%s: is tried again, and what was missed is there', async (_what, of, fault, code) => {
    const codes: (string | undefined)[] = [];
    visitor.chat.subscribe(({ connection }) => codes.push(connection.problem?.code));
    directLine.failNext(of, fault);
    conversation.stream?.terminate();
    say('Missed');
    await visitor.until(({ log }) => log.includes('Missed'), 'It was lost');
    expect(codes).toContain(code);
    expect(retryVerdict(code)).toBe('retry');
    expect(visitor.log).toEqual(['Hello', 'Missed']);
  });

  it('is tried for ever, and everything is there afterwards', async () => {
    directLine.failAll({ status: 502, body: HTML });
    visitor.chat.subscribe(({ connection }) => {
      if (connection.phase === 'waiting') visitor.chat.dispatch({ type: 'connect' });
    });
    const attempts = () => directLine.requests.filter((line) => ENTER.test(line)).length;
    const before = attempts();
    conversation.stream?.terminate();
    say('Unheard');
    await visitor.until(() => attempts() > before + 10, 'It has given up');
    directLine.failAll(null);
    await visitor.until(({ log }) => log.includes('Unheard'), 'It was lost');
    expect(visitor.log).toEqual(['Hello', 'Unheard']);
  });
});

describe('what a stream may bring', () => {
  it.each<[string, object]>([
    ['an activity of a type nobody knows', { type: 'sang', verse: 1 }],
    ['an event', { type: 'event', name: 'webchat/join', value: {} }],
    ['a trace', { type: 'trace', value: { secret: 1 } }],
    ['a message of nothing', { type: 'message' }],
    ['a message of numbers', { type: 'message', text: 7, attachments: 7, suggestedActions: 7, channelData: 7 }],
    [
      'cards of nothing',
      { type: 'message', attachments: [null, 7, { contentType: 'application/vnd.microsoft.card.hero' }] },
    ],
    [
      'what cannot be turned into words',
      { type: 'message', timestamp: { toString: 1 }, attachments: [{ contentType: { toString: 1 } }] },
    ],
    [
      'typing of a stream of nothing',
      { type: 'typing', channelData: { streamType: 7, streamId: {}, streamSequence: { valueOf: 1, toString: 1 } } },
    ],
  ])('%s changes nothing', async (_what, activity) => {
    directLine.say(conversation, activity as Record<string, unknown>);
    await goesOn();
    expect(visitor.log).toEqual(['Hello', 'After all']);
    expect(visitor.errors).toEqual([]);
    expect(visitor.state.connection.phase).toBe('online');
  });

  it.each(['{"activities":', '[]', '{"activities":7}', 'null', HTML])(
    'the frame %s ends the connection, and what it held comes with the next',
    async (frame) => {
      conversation.activities.push({
        ...{ type: 'message', id: 'unheard', text: 'Unheard', from: { id: 'the-bot', role: 'bot' } },
      });
      directLine.sendRaw(conversation, frame);
      await visitor.until(({ log }) => log.includes('Unheard'), 'It was lost');
      expect(visitor.log).toEqual(['Hello', 'Unheard']);
    },
  );

  it('an id again with other content is changed in its place, with fewer cards too', async () => {
    const hero = (title: string) => ({ contentType: 'application/vnd.microsoft.card.hero', content: { title } });
    const one = say('One', { attachments: [hero('Jug'), hero('Cup')] });
    say('Two');
    await visitor.until(({ log }) => log.includes('Two'), 'The bot’s words did not come');
    expect(visitor.log).toEqual(['Hello', 'One', 'Jug', 'Cup', 'Two']);
    directLine.repeat(conversation, { ...one, text: 'Other', attachments: [hero('Pot')] });
    await visitor.until(({ log }) => log.includes('Other') && !log.includes('Cup'), 'The change did not come');
    expect(visitor.log).toEqual(['Hello', 'Other', 'Pot', 'Two']);
    await goesOn();
  });

  it('an id again with the same content is nothing new', async () => {
    const one = say('One');
    await visitor.until(({ log }) => log.includes('One'), 'The bot’s words did not come');
    const { epoch } = visitor.events[0] ?? {};
    directLine.repeat(conversation, one);
    await goesOn();
    expect(visitor.log).toEqual(['Hello', 'One', 'After all']);
    expect(visitor.events.at(-1)?.epoch).toBe(epoch);
  });

  it('time that jumps back, or is none, changes no order', async () => {
    for (const [id, timestamp] of [
      ['one', '2033-01-01T00:00:00Z'],
      ['two', '2001-01-01T00:00:00Z'],
      ['three', 'yesterday'],
    ])
      directLine.repeat(conversation, {
        ...{ type: 'message', id: `${id}`, text: `${id}`, timestamp, from: { id: 'the-bot', role: 'bot' } },
      });
    await goesOn();
    expect(visitor.log).toEqual(['Hello', 'one', 'two', 'three', 'After all']);
  });

  it('HTML with scripts is text, in words, cards and buttons', async () => {
    const html = '<img src=x onerror="globalThis.harmed = true"><script>globalThis.harmed = true</script>';
    say(html, {
      textFormat: 'xml',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.hero',
          content: {
            title: html,
            buttons: [{ type: 'openUrl', title: html, value: 'javascript:globalThis.harmed = true' }],
          },
        },
      ],
      suggestedActions: { actions: [{ type: 'imBack', title: html, value: html }] },
    });
    await visitor.until(({ log }) => log.filter((text) => text === html).length === 2, 'The words did not come');
    expect(JSON.stringify(visitor.events)).not.toContain('javascript:');
    expect(globalThis).not.toHaveProperty('harmed');
  });
});
