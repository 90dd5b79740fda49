/** Bad input of Chatwoot, as of every adapter, and what only Chatwoot can do wrong. */
import { createChatwootAdapter } from '@support-chat/adapter-chatwoot';
import type { AdapterError, ErrorCode } from '@support-chat/protocol';
import { WebSocket } from 'ws';
import { describe, expect, it, vi } from 'vitest';
import type { BadInputBackEnd, BadInputHarness } from '../../../support/adapters/bad-input.js';
import { describeBadInput, isSent } from '../../../support/adapters/describe-bad-input.js';
import { BAD_INPUT_FAULTS, type HttpFault } from '../../../support/adapters/http-faults.js';
import { openChat } from '../../../support/adapters/visitor-chat.js';
import { FakeChatwoot, INBOX } from '../../../support/chatwoot/fake-chatwoot.js';

const POST_MESSAGE = /^POST .*\/messages$/;

interface ChatwootBackEnd extends BadInputBackEnd {
  readonly chatwoot: FakeChatwoot;
}

/** What may come down the socket and is none: by the frame's `message`. */
const NONSENSE: Readonly<Record<string, unknown>> = {
  'no event': null,
  'a number': 7,
  'an event without data': { event: 'message.created' },
  'a message that is none': { event: 'message.created', data: { conversation_id: 1 } },
  'a status of nothing': { event: 'conversation.status_changed', data: '<html>' },
  'a status nobody knows': { event: 'conversation.status_changed', data: { id: 1, status: 'levitating' } },
  'typing by nobody': { event: 'conversation.typing_on', data: { conversation: { id: 1 } } },
  'presence of nobody': { event: 'presence.update', data: [] },
  'an event nobody knows': { event: 'conversation.sang', data: { verse: 1 } },
};

const identifierOf = ({ contacts }: FakeChatwoot): string =>
  JSON.stringify({ channel: 'RoomChannel', pubsub_token: contacts[0]?.pubsubToken });

const NO_BODY = { absent: 'what is asked to connect has no body' };

const harness: BadInputHarness<ChatwootBackEnd> = {
  title: 'Chatwoot',
  messages: {
    'a page': { becomes: 'perhaps' },
    'an error with 200': { becomes: 'perhaps' },
    '401': { becomes: 'begun anew' },
    '403': { becomes: 'failed', code: 'forbidden' },
    // Only a new hello can tell what it means: here, nothing.
    '404': { becomes: 'repeated', code: null, stored: false },
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
    '401': { code: 'session-unknown' },
    '403': { code: 'forbidden' },
    '404': { code: 'session-unknown' },
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
  nonsense: Object.keys(NONSENSE),
  async start() {
    const chatwoot = await FakeChatwoot.start();
    const newest = () => chatwoot.conversations.at(-1)?.uuid ?? '';
    const fail = (of: RegExp, fault: HttpFault) => chatwoot.failNext(of, fault);
    const tell = (message: unknown) => chatwoot.cable.sayToAll({ identifier: identifierOf(chatwoot), message });
    return {
      chatwoot,
      createAdapter: () => createChatwootAdapter({ server: chatwoot.url, inbox: INBOX, WebSocket }),
      stored: () =>
        Promise.resolve(
          chatwoot.conversations.flatMap(({ messages }) =>
            messages.flatMap(({ messageType, content }) => (messageType === 0 && content !== null ? [content] : [])),
          ),
        ),
      answerMessage: (how, isStored) => fail(POST_MESSAGE, { ...BAD_INPUT_FAULTS[how], stored: isStored }),
      refuseConnection(how) {
        fail(/^GET .*\/contacts\/[^/]+$/, BAD_INPUT_FAULTS[how]);
        chatwoot.cable.sayToAll({ type: 'disconnect', reason: 'server_restart', reconnect: true });
      },
      say(text, { id, time } = {}) {
        if (id === undefined) {
          return `${chatwoot.say(newest(), text, time === undefined ? {} : { createdAt: time / 1000 }).id}`;
        }
        const message = chatwoot.conversation(newest()).messages.find((one) => `${one.id}` === id);
        if (!message) throw new Error(`There is no message ${id}.`);
        message.content = text;
        const { id: number, createdAt: created_at } = message;
        const data = { id: number, content: text, conversation_id: 1, message_type: 1, created_at };
        tell({ event: 'message.created', data });
        return id;
      },
      nonsense: Object.fromEntries(Object.entries(NONSENSE).map(([name, message]) => [name, () => tell(message)])),
      async expire() {
        const [contact] = chatwoot.contacts;
        if (contact) await chatwoot.removeContact(contact);
      },
      async close() {
        await chatwoot.close();
        expect(chatwoot.violations).toEqual([]);
      },
    };
  },
};

describeBadInput(harness, (bench) => {
  describe('a message', () => {
    it('429 says when', async () => {
      const { visitor, backEnd } = bench;
      backEnd.chatwoot.failNext(POST_MESSAGE, { status: 429, headers: { 'Retry-After': '3600' } });
      visitor.send('Later');
      await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
      expect(visitor.errors[0]).toMatchObject({ code: 'rate-limited', retryAfter: 3600 });
      expect(visitor.statusOf('Later')).toBe('queued');
    });

    it.each<[string, HttpFault, ErrorCode]>([
      ['503', { status: 503 }, 'server-stopping'],
      [
        '422 too long',
        { status: 422, body: { message: 'Content is too long (maximum is 150000 characters)' } },
        'message-too-long',
      ],
    ])('%s is told as such', async (_what, fault, code) => {
      const { visitor, backEnd } = bench;
      backEnd.chatwoot.failNext(POST_MESSAGE, fault);
      visitor.send('Once');
      await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
      expect(visitor.errors.map((one) => one.code)).toEqual([code]);
      if (code === 'message-too-long') return expect(visitor.statusOf('Once')).toBe('failed');
      await visitor.until(isSent('Once'), 'It never went');
    });

    it('404: what is said before the connection has ended is refused by it too, and surely not stored', async () => {
      const { backEnd } = bench;
      const { chatwoot } = backEnd;
      const { sourceId: token = '' } = chatwoot.contacts[0] ?? {};
      const callbacks = { onEvent: () => undefined, onClose: () => undefined };
      const signal = new AbortController().signal;
      const identity = { kind: 'visitor', token } as const;
      const connection = await backEnd.createAdapter().open({ identity, signal, ...callbacks });
      chatwoot.failNext(POST_MESSAGE, { status: 404 });
      const say = (text: string) =>
        connection.send({ type: 'message-send', id: `message ${text}`, text }).then(
          () => 'stored',
          ({ code }: AdapterError) => code,
        );
      // Whoever hears of it may say it again at once.
      expect(await say('One')).toBe('connection-unknown');
      expect(await say('Two')).toBe('connection-unknown');
      expect(await backEnd.stored(1)).toEqual(['Hello']);
    });
  });

  describe('a connection', () => {
    it.each<[string, RegExp]>([
      ['conversations', /^GET .*\/conversations$/],
      ['messages', /^GET .*\/messages$/],
    ])('%s that are no list are asked for again, not taken for none', async (_what, of) => {
      const { visitor } = bench;
      const { chatwoot } = bench.backEnd;
      chatwoot.failNext(of, { status: 200, body: { error: 'x' } });
      chatwoot.failNext(of, { status: 200, body: {} });
      chatwoot.cable.sayToAll({ type: 'disconnect', reason: 'server_restart', reconnect: true });
      await visitor.until(({ state }) => state.connection.phase !== 'online', 'The connection did not end');
      await visitor.until(({ state }) => state.connection.phase === 'online', 'It never connects');
      expect(visitor.log).toEqual(['Hello']);
    });

    it('404: there is no such inbox, and nobody asks again', async () => {
      const { url } = bench.backEnd.chatwoot;
      const other = openChat(createChatwootAdapter({ server: url, inbox: 'other', WebSocket }));
      await other.until(({ state }) => state.connection.phase === 'stopped', 'It goes on');
      expect(other.state.connection.problem?.code).toBe('not-found');
      await other.chat.destroy();
    });
  });

  describe('the socket', () => {
    const say = (frame: object) => bench.backEnd.chatwoot.cable.sayToAll(frame);

    it('frames of other subscriptions and of types nobody knows are not heard', async () => {
      const { visitor, backEnd } = bench;
      const data = { id: 9999, content: 'Of somebody else', conversation_id: 1, message_type: 1, created_at: 1 };
      say({ identifier: 'other', message: { event: 'message.created', data } });
      say({ type: 'levitate', message: { event: 'message.created', data } });
      await backEnd.say('After all');
      await visitor.until(({ log }) => log.includes('After all'), 'It did not go on');
      expect(visitor.log).not.toContain('Of somebody else');
    });

    it('disconnected for good, as pages of other origins are: nobody tries again', async () => {
      const { visitor } = bench;
      say({ type: 'disconnect', reason: 'invalid_request', reconnect: false });
      await visitor.until(({ state }) => state.connection.phase === 'stopped', 'It goes on');
      expect(visitor.state.connection.problem?.code).toBe('origin-refused');
    });

    it('a frame that is no JSON ends the connection, and what it held comes with the next', async () => {
      const { visitor } = bench;
      const { chatwoot } = bench.backEnd;
      chatwoot.conversations[0]?.messages.push({
        ...{ id: 9999, content: 'Unheard', messageType: 1, contentType: 'text', contentAttributes: {}, private: false },
        ...{ createdAt: chatwoot.now(), sender: null, files: [] },
      });
      chatwoot.cable.sayText('{"identifier":');
      await visitor.until(({ log }) => log.includes('Unheard'), 'It was lost');
    });
  });

  it('what may be lost is lost quietly', async () => {
    const { visitor } = bench;
    const { chatwoot } = bench.backEnd;
    chatwoot.failNext(/toggle_typing$/, {});
    chatwoot.failNext(/update_last_seen$/, BAD_INPUT_FAULTS['a page']);
    await bench.backEnd.say('Good morning');
    await visitor.until(({ log }) => log.includes('Good morning'), 'The agent’s words did not come');
    visitor.chat.dispatch({ type: 'type' });
    visitor.chat.dispatch({ type: 'mark-read' });
    const asked = (what: string) => chatwoot.requests.some((line) => line.endsWith(what));
    await vi.waitFor(() => expect(asked('toggle_typing') && asked('update_last_seen')).toBe(true));
    visitor.send('Still here');
    await visitor.until(isSent('Still here'), 'It did not go on');
    expect(visitor.errors).toEqual([]);
  });
});
