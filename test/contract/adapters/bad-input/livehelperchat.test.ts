/** Bad input of Live Helper Chat, as of every adapter, and what only Live Helper Chat can do wrong. */
import { createLiveHelperChatAdapter } from '@support-chat/adapter-livehelperchat';
import { describe, expect, it } from 'vitest';
import type { BadInputBackEnd, BadInputHarness } from '../../../support/adapters/bad-input.js';
import { describeBadInput, isSent } from '../../../support/adapters/describe-bad-input.js';
import { BAD_INPUT_FAULTS, type HttpFault } from '../../../support/adapters/http-faults.js';
import { openChat, type VisitorChat } from '../../../support/adapters/visitor-chat.js';
import {
  FakeLiveHelperChat,
  type FakeLiveHelperChatOptions,
} from '../../../support/livehelperchat/fake-live-helper-chat.js';

const POST = /addmsguser$/;
const FETCH = /fetchmessages$/;

interface LiveHelperChatBackEnd extends BadInputBackEnd {
  readonly help: FakeLiveHelperChat;
}

/** Answers to a question for news that are none. */
const NEWS: Readonly<Record<string, unknown>> = {
  'an answer that sings': {
    status: 1,
    ott: false,
    message_id: 0,
    messages: '',
    sang: { verse: 1 },
    op: ['lhc_sing:1'],
  },
  'rows of nothing': { status: 1, ott: false, message_id: 9, messages: '<div id="msg-x">Lost</div><p>Lost' },
  'a status nobody knows': { status: 77, ott: false, message_id: 0, messages: '' },
};

const NO_BODY = { absent: 'a question for news says nothing that could be too much, or there already' };

const harness: BadInputHarness<LiveHelperChatBackEnd> = {
  title: 'Live Helper Chat',
  messages: {
    'a page': { becomes: 'perhaps' },
    // Its own refusal, in words of its own language.
    'an error with 200': { becomes: 'failed', code: 'forbidden' },
    '401': { becomes: 'begun anew' },
    '403': { becomes: 'failed', code: 'forbidden' },
    '404': { becomes: 'failed', code: 'not-found' },
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
  nonsense: Object.keys(NEWS),
  start: () => begin(),
};

async function begin(options: FakeLiveHelperChatOptions = {}): Promise<LiveHelperChatBackEnd> {
  const help = await FakeLiveHelperChat.start(options);
  const newest = () => `livehelperchat-${help.chats.at(-1)?.id}`;
  return {
    help,
    createAdapter: () => createLiveHelperChatAdapter({ server: help.url, pollInterval: 20 }),
    stored: () =>
      Promise.resolve(
        help.chats.flatMap(({ messages }) => messages.flatMap(({ by, msg }) => (by === null ? [msg] : []))),
      ),
    answerMessage(how, isStored) {
      const refused = { status: 200, body: { error: true, r: 'Upload disabled!' } };
      const fault = how === 'an error with 200' ? refused : BAD_INPUT_FAULTS[how];
      help.failNext(POST, { ...fault, stored: isStored });
    },
    refuseConnection: (how) => help.failNext(FETCH, BAD_INPUT_FAULTS[how]),
    say(text, { id, time } = {}) {
      if (id === undefined) return `${help.say(newest(), text, undefined, time).id}`;
      const message = help.chat(newest()).messages.find((one) => `${one.id}` === id);
      if (!message) throw new Error(`There is no message ${id}.`);
      help.edit(newest(), message, text);
      return id;
    },
    nonsense: Object.fromEntries(
      Object.entries(NEWS).map(([name, body]) => [name, () => help.failNext(FETCH, { status: 200, body })]),
    ),
    expire: () => void help.chats.splice(0),
    async close() {
      await help.stop();
      expect(help.violations).toEqual([]);
    },
  };
}

describeBadInput(harness, (bench) => {
  it('a message of which nobody knows is found by the connection after the next, when that fails too', async () => {
    const { visitor } = bench;
    const { help } = bench.backEnd;
    help.failNext(POST, { stored: true });
    const held = help.holdNext(POST);
    visitor.send('Once');
    await held.reached;
    help.failNext(FETCH, {});
    held.release();
    await visitor.until(isSent('Once'), 'It was not found');
    expect(visitor.log).toEqual(['Hello', 'Once']);
  });

  describe('first words whose answer is lost', () => {
    const LOST: HttpFault = { ...BAD_INPUT_FAULTS['502 with a page'], stored: true };
    const START = /submitonline$/;

    /** Another visitor's page, whose first words were stored, which it does not know. */
    async function lost(
      options: FakeLiveHelperChatOptions = {},
    ): Promise<{ help: FakeLiveHelperChat; visitor: VisitorChat; end: () => Promise<void> }> {
      const backEnd = await begin(options);
      const { help } = backEnd;
      help.failNext(START, LOST);
      const visitor = openChat(backEnd.createAdapter());
      visitor.send('Hello');
      await visitor.until(({ statusOf }) => statusOf('Hello') === 'failed', 'Nobody was told');
      help.say('livehelperchat-1', 'Good morning');
      visitor.chat.dispatch({ type: 'retry', id: visitor.state.outbox[0]?.id ?? '' });
      await visitor.until(isSent('Hello'), 'It never went');
      const end = async (): Promise<void> => {
        await visitor.chat.destroy();
        await backEnd.close();
      };
      return { help, visitor, end };
    }

    it('lead back into their chat, where its owner has chats go on', async () => {
      const { help, visitor, end } = await lost({ reopens: true });
      expect(help.chats).toHaveLength(1);
      await visitor.until(({ log }) => log.includes('Good morning'), 'The answer is lost');
      // As Live Helper Chat has it: it was said twice.
      expect(visitor.log).toEqual(['participant-joined', 'Hello', 'Good morning', 'Hello']);
      visitor.send('Here I am');
      await visitor.until(isSent('Here I am'), 'It does not go on');
      await end();
    });

    it('are said again by the same visitor in another chat, where chats do not go on', async () => {
      const { help, visitor, end } = await lost();
      expect(help.chats.map(({ vid }) => vid)).toEqual([help.chats[0]?.vid, help.chats[0]?.vid]);
      expect(visitor.log).toEqual(['Hello']);
      await end();
    });
  });

  it('what waits while the chat turns out to be gone was not stored, and goes again by itself', async () => {
    const { visitor } = bench;
    const { help } = bench.backEnd;
    const held = help.holdNext(FETCH);
    await held.reached;
    help.chats.splice(0);
    visitor.send('Still here');
    held.release();
    await visitor.until(isSent('Still here'), 'The words are lost');
    expect(visitor.errors).toEqual([]);
  });
});
