/** Bad input of nchan, as of every adapter: a real nginx, and a relay that answers as it would not. */
import { createNchanAdapter } from '@support-chat/adapter-nchan';
import { expect, it } from 'vitest';
import type { BadInputBackEnd, BadInputHarness } from '../../../support/adapters/bad-input.js';
import { describeBadInput, wordsOf } from '../../../support/adapters/describe-bad-input.js';
import { BAD_INPUT_FAULTS } from '../../../support/adapters/http-faults.js';
import { startHttpRelay, type HttpRelay } from '../../../support/adapters/http-relay.js';
import { NCHAN } from '../../../support/hub/hub-back-ends.js';
import { HUB_NONSENSE, shareHub } from '../../../support/hub/hub-bad-input.js';

const POST_LOG = /^POST .*\/log$/;
const { hub, deskOf, begun, stop } = shareHub(NCHAN);

/** What may come down a stream and is no message of any channel. */
const IN_STREAM: Readonly<Record<string, string>> = {
  'a place that is none': 'id: here\nevent: agent\ndata: {"type":"message","id":"odd-00001","text":"Lost"}\n\n',
  'an event of no side': 'id: 1:[1],-,-,-\nevent: nobody\ndata: {"type":"message","id":"odd-00002","text":"Lost"}\n\n',
  'a channel that is none': 'id: 1:-,-,-,-,[1]\nevent: agent\ndata: {"type":"ended","id":"odd-00003"}\n\n',
  'a page in the stream': '<!doctype html><title>Maintenance</title>\n\n',
};

const harness: BadInputHarness<BadInputBackEnd & { readonly relay: HttpRelay }> = {
  title: 'nchan',
  lacks: NCHAN.lacks,
  messages: {
    // What nchan has taken comes down the stream, whatever the answer was; it answers in plain words itself.
    'a page': { becomes: 'repeated', code: 'unavailable', stored: true },
    'an error with 200': { absent: 'nchan says by its status alone whether it has taken a message' },
    '401': { becomes: 'begun anew' },
    '403': { becomes: 'failed', code: 'forbidden' },
    '404': { becomes: 'failed', code: 'not-found' },
    '409': { becomes: 'failed', code: 'id-conflict' },
    '413': { becomes: 'failed', code: 'message-too-long' },
    '429 with Retry-After': { becomes: 'repeated', code: 'rate-limited', stored: true },
    '429 without': { becomes: 'repeated', code: 'rate-limited', stored: true },
    '500': { becomes: 'repeated', code: 'unavailable', stored: true },
    '502 with a page': { becomes: 'repeated', code: 'unavailable', stored: true },
    'a cut body': { becomes: 'repeated', code: null, stored: true },
  },
  connections: {
    'a page': { code: 'unavailable' },
    'an error with 200': { code: 'unavailable' },
    '401': { code: 'session-unknown' },
    '403': { code: 'forbidden' },
    '404': { code: 'not-found' },
    '409': { absent: 'a stream changes nothing' },
    '413': { absent: 'a stream is asked for without a body' },
    '429 with Retry-After': { code: 'rate-limited' },
    '429 without': { code: 'rate-limited' },
    '500': { code: 'unavailable' },
    '502 with a page': { code: 'unavailable' },
    'a cut body': { code: 'unavailable' },
  },
  repeats: 'first',
  times: { absent: 'nchan dates what it takes itself' },
  expiry: 'begins anew',
  nonsense: [...HUB_NONSENSE, ...Object.keys(IN_STREAM)],
  async start() {
    const running = await hub();
    const relay = await startHttpRelay(running.server.replace(/\/support$/, ''));
    const desk = deskOf(running);
    return {
      relay,
      ...desk,
      createAdapter: () => createNchanAdapter({ server: `${relay.url}/support` }),
      answerMessage: (how, isStored) => relay.failNext(POST_LOG, { ...BAD_INPUT_FAULTS[how], stored: isStored }),
      refuseConnection(how) {
        relay.failNext(/^GET .*\/events$/, BAD_INPUT_FAULTS[how]);
        relay.cut();
      },
      nonsense: {
        ...desk.nonsense,
        ...Object.fromEntries(Object.entries(IN_STREAM).map(([name, text]) => [name, () => relay.say(text)])),
      },
      expire() {
        let expired: string | undefined; // whoever asks next has it
        relay.failAll(
          { status: 401 },
          ({ headers: { authorization } }) => authorization === (expired ??= authorization),
        );
        relay.cut();
      },
      close: () => relay.close(),
    };
  },
  begun,
  stop,
};

describeBadInput(harness, (bench) => {
  it('a hub that is away is tried for ever, and everything is there afterwards', async () => {
    const { visitor, backEnd } = bench;
    let attempts = 0;
    visitor.chat.subscribe(({ connection }) => {
      if (connection.phase !== 'waiting') return;
      attempts++;
      visitor.chat.dispatch({ type: 'connect' });
    });
    backEnd.relay.failAll(BAD_INPUT_FAULTS['502 with a page']);
    backEnd.relay.cut();
    await backEnd.say('Unheard');
    await visitor.until(() => attempts > 10, 'It has given up');
    backEnd.relay.failAll(null);
    await visitor.until((one) => wordsOf(one).includes('Unheard'), 'It was lost');
    expect(wordsOf(visitor)).toEqual(['Hello', 'Unheard']);
  });
});
