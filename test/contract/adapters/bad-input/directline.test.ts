/** Bad input of Direct Line, as of every adapter, and what only Direct Line can do wrong. */
import { createDirectLineAdapter } from '@support-chat/adapter-directline';
import { retryVerdict, type ErrorCode } from '@support-chat/protocol';
import { WebSocket } from 'ws';
import { describe, expect, it } from 'vitest';
import type { BadInputBackEnd, BadInputHarness } from '../../../support/adapters/bad-input.js';
import { describeBadInput, isSent } from '../../../support/adapters/describe-bad-input.js';
import { BAD_INPUT_FAULTS, type HttpFault } from '../../../support/adapters/http-faults.js';
import { FakeDirectLine } from '../../../support/directline/fake-direct-line.js';
import type { Activity, Conversation } from '../../../support/directline/records.js';

const POST = /^POST .*\/activities$/;
const READ = /^GET .*\/activities$/;
const ENTER = /^GET \/conversations\/[^/]+$/;

interface DirectLineBackEnd extends BadInputBackEnd {
  readonly directLine: FakeDirectLine;
  /** The newest one. */
  conversation(): Conversation;
}

/** Activities that are none, and those of the future. */
const NONSENSE: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'an activity of a type nobody knows': { type: 'sang', verse: 1 },
  'an event': { type: 'event', name: 'webchat/join', value: {} },
  'a trace': { type: 'trace', value: { secret: 1 } },
  'a message of nothing': { type: 'message' },
  'a message of numbers': { type: 'message', text: 7, attachments: 7, suggestedActions: 7, channelData: 7 },
  'cards of nothing': {
    type: 'message',
    attachments: [null, 7, { contentType: 'application/vnd.microsoft.card.hero' }],
  },
  'what cannot be turned into words': {
    type: 'message',
    timestamp: { toString: 1 },
    attachments: [{ contentType: { toString: 1 } }],
  },
  'typing of a stream of nothing': {
    type: 'typing',
    channelData: { streamType: 7, streamId: {}, streamSequence: { valueOf: 1, toString: 1 } },
  },
};

const refusal = (status: number, code: string): HttpFault => ({
  status,
  body: { error: { code, message: 'Refused' } },
});

const NO_BODY = { absent: 'a conversation is entered without a body' };
/** The site gives another token, and nobody hears of it. */
const ANOTHER_TOKEN = { becomes: 'repeated', code: null, stored: false } as const;

const harness: BadInputHarness<DirectLineBackEnd> = {
  title: 'Direct Line',
  messages: {
    'a page': { becomes: 'perhaps' },
    'an error with 200': { becomes: 'perhaps' },
    '401': ANOTHER_TOKEN,
    '403': ANOTHER_TOKEN,
    '404': ANOTHER_TOKEN,
    '409': { becomes: 'failed', code: 'id-conflict' },
    '413': { becomes: 'failed', code: 'message-too-long' },
    '429 with Retry-After': { becomes: 'repeated', code: 'rate-limited', stored: false },
    '429 without': { becomes: 'repeated', code: 'rate-limited', stored: false },
    '500': { becomes: 'perhaps' },
    '502 with a page': { becomes: 'perhaps' },
    'a cut body': { becomes: 'perhaps' },
  },
  connections: {
    'a page': { code: 'unavailable' },
    'an error with 200': { code: 'unavailable' },
    // The site gives another token.
    '401': { code: null },
    '403': { code: null },
    '404': { code: null },
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
  expiry: 'goes on',
  nonsense: Object.keys(NONSENSE),
  async start() {
    const directLine = await FakeDirectLine.start();
    const getToken = ({ conversationId }: { conversationId?: string }) =>
      Promise.resolve(directLine.generate(conversationId));
    const conversation = (): Conversation => {
      const newest = directLine.conversations.at(-1);
      if (!newest) throw new Error('There is no conversation.');
      return newest;
    };
    return {
      directLine,
      conversation,
      createAdapter: () => createDirectLineAdapter({ domain: directLine.domain, getToken, WebSocket }),
      stored: () =>
        Promise.resolve(
          directLine.conversations.flatMap(({ activities }) =>
            activities.flatMap(({ type, text, from }) =>
              type === 'message' && from.role !== 'bot' && typeof text === 'string' ? [text] : [],
            ),
          ),
        ),
      answerMessage: (how, isStored) => directLine.failNext(POST, { ...BAD_INPUT_FAULTS[how], stored: isStored }),
      refuseConnection(how) {
        directLine.failNext(ENTER, BAD_INPUT_FAULTS[how]);
        conversation().stream?.terminate();
      },
      say(text, { id, time } = {}) {
        const at = time === undefined ? {} : { timestamp: new Date(time).toISOString() };
        if (id === undefined) return directLine.say(conversation(), { type: 'message', text, ...at }).id;
        const before = conversation().activities.find((one) => one.id === id);
        directLine.repeat(conversation(), { ...before, text } as Activity);
        return id;
      },
      nonsense: Object.fromEntries(
        Object.entries(NONSENSE).map(([name, activity]) => [name, () => directLine.say(conversation(), activity)]),
      ),
      expire: () => directLine.expireTokens(),
      async close() {
        await directLine.close();
        expect(directLine.violations).toEqual([]);
      },
    };
  },
};

describeBadInput(harness, (bench) => {
  const say = (text: string, more: object = {}) =>
    bench.backEnd.directLine.say(bench.backEnd.conversation(), { type: 'message', text, ...more });
  const goesOn = async (): Promise<void> => {
    say('After all');
    await bench.visitor.until(({ log }) => log.includes('After all'), 'It did not go on');
  };

  describe('a message', () => {
    it.each<[string, readonly HttpFault[], readonly ErrorCode[]]>([
      ['403, the token has expired', [refusal(403, 'TokenExpired')], []],
      ['401', [refusal(401, 'BadArgument')], []],
      ['404, of something that is there', [refusal(404, 'BadArgument')], []],
      ['403 for two tokens in a row', [refusal(403, 'TokenExpired'), refusal(403, 'TokenExpired')], ['unavailable']],
    ])('%s: goes again by itself', async (_what, faults, codes) => {
      const { visitor, backEnd } = bench;
      for (const fault of faults) backEnd.directLine.failNext(POST, fault);
      visitor.send('Once');
      await visitor.until(isSent('Once'), 'It never went');
      expect(visitor.errors.map(({ code }) => code)).toEqual(codes);
      expect(await backEnd.stored(2)).toEqual(['Hello', 'Once']);
      expect(backEnd.directLine.conversations).toHaveLength(1);
    });

    it('429 says when', async () => {
      const { visitor, backEnd } = bench;
      backEnd.directLine.failNext(POST, { status: 429, headers: { 'Retry-After': '3600' } });
      visitor.send('Later');
      await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
      expect(visitor.errors[0]).toMatchObject({ code: 'rate-limited', retryAfter: 3600 });
      expect(visitor.statusOf('Later')).toBe('queued');
    });

    it.each<[string, readonly HttpFault[], ErrorCode]>([
      ['403 for another token too', [refusal(403, 'BadArgument'), refusal(403, 'BadArgument')], 'forbidden'],
      ['400', [refusal(400, 'MissingProperty')], 'frame-invalid'],
    ])('%s: is shown as failed', async (_what, faults, code) => {
      const { visitor, backEnd } = bench;
      for (const fault of faults) backEnd.directLine.failNext(POST, fault);
      visitor.send('Refused');
      await visitor.until(({ statusOf }) => statusOf('Refused') === 'failed', 'Nobody was told');
      expect(visitor.errors.map((one) => one.code)).toEqual([code]);
    });
  });

  it('a token that expires with its stream: the same conversation goes on, and nothing is lost on either side', async () => {
    const { visitor } = bench;
    bench.backEnd.directLine.expireTokens();
    bench.backEnd.conversation().stream?.terminate();
    say('Meanwhile');
    await visitor.until(({ log }) => log.includes('Meanwhile'), 'The bot’s words are lost');
    visitor.send('Still here');
    await visitor.until(isSent('Still here'), 'The words are lost');
    await goesOn();
    expect(visitor.log).toEqual(['Hello', 'Meanwhile', 'Still here', 'After all']);
    expect(bench.backEnd.directLine.conversations).toHaveLength(1);
    expect(visitor.errors).toEqual([]);
  });

  it.each<[string, HttpFault, ErrorCode]>([
    ['that are no list', { status: 200, body: { activities: {}, watermark: '1' } }, 'unavailable'],
    ['that fail', {}, 'unavailable'],
  ])('activities %s: the connection is tried again, and what was missed is there', async (_what, fault, code) => {
    const { visitor, backEnd } = bench;
    const codes: (string | undefined)[] = [];
    visitor.chat.subscribe(({ connection }) => codes.push(connection.problem?.code));
    backEnd.directLine.failNext(READ, fault);
    backEnd.conversation().stream?.terminate();
    say('Missed');
    await visitor.until(({ log }) => log.includes('Missed'), 'It was lost');
    expect(codes).toContain(code);
    expect(retryVerdict(code)).toBe('retry');
    expect(visitor.log).toEqual(['Hello', 'Missed']);
  });

  it('a connection is tried for ever, and everything is there afterwards', async () => {
    const { visitor } = bench;
    const { directLine } = bench.backEnd;
    directLine.failAll(BAD_INPUT_FAULTS['502 with a page']);
    visitor.chat.subscribe(({ connection }) => {
      if (connection.phase === 'waiting') visitor.chat.dispatch({ type: 'connect' });
    });
    const attempts = () => directLine.requests.filter((line) => ENTER.test(line)).length;
    const before = attempts();
    bench.backEnd.conversation().stream?.terminate();
    say('Unheard');
    await visitor.until(() => attempts() > before + 10, 'It has given up');
    directLine.failAll(null);
    await visitor.until(({ log }) => log.includes('Unheard'), 'It was lost');
    expect(visitor.log).toEqual(['Hello', 'Unheard']);
  });

  it.each(['{"activities":', '[]', '{"activities":7}', 'null', '<html>'])(
    'the frame %s ends the connection, and what it held comes with the next',
    async (frame) => {
      const { visitor, backEnd } = bench;
      backEnd.conversation().activities.push({
        ...{ type: 'message', id: 'unheard', text: 'Unheard', from: { id: 'the-bot', role: 'bot' } },
      });
      backEnd.directLine.sendRaw(backEnd.conversation(), frame);
      await visitor.until(({ log }) => log.includes('Unheard'), 'It was lost');
      expect(visitor.log).toEqual(['Hello', 'Unheard']);
    },
  );

  it('an id again with other content is changed in its place, with fewer cards too', async () => {
    const { visitor } = bench;
    const { directLine, conversation } = bench.backEnd;
    const hero = (title: string) => ({ contentType: 'application/vnd.microsoft.card.hero', content: { title } });
    const one = say('One', { attachments: [hero('Jug'), hero('Cup')] });
    say('Two');
    await visitor.until(({ log }) => log.includes('Two'), 'The bot’s words did not come');
    expect(visitor.log).toEqual(['Hello', 'One', 'Jug', 'Cup', 'Two']);
    directLine.repeat(conversation(), { ...one, text: 'Other', attachments: [hero('Pot')] });
    await visitor.until(({ log }) => log.includes('Other') && !log.includes('Cup'), 'The change did not come');
    expect(visitor.log).toEqual(['Hello', 'Other', 'Pot', 'Two']);
    await goesOn();
  });

  it('an id again with the same content is nothing new', async () => {
    const { visitor } = bench;
    const { directLine, conversation } = bench.backEnd;
    const one = say('One');
    await visitor.until(({ log }) => log.includes('One'), 'The bot’s words did not come');
    const { epoch } = visitor.events[0] ?? {};
    directLine.repeat(conversation(), one);
    await goesOn();
    expect(visitor.log).toEqual(['Hello', 'One', 'After all']);
    expect(visitor.events.at(-1)?.epoch).toBe(epoch);
  });

  it('a time that is none changes no order', async () => {
    const { visitor } = bench;
    say('One', { timestamp: 'yesterday' });
    await goesOn();
    expect(visitor.log).toEqual(['Hello', 'One', 'After all']);
  });

  it('HTML with scripts is text, in words, cards and buttons', async () => {
    const { visitor } = bench;
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
  });
});
