/**
 * Bad input of back ends where a model answers, whichever dialect they speak: it says nothing unasked, so the visitor asks for what
 * it is to say (`isPrompt`) and it has no words for anything else. What goes wrong with an answer that is coming goes wrong with the
 * connection.
 */
import type { AiAdapterOptions } from '@support-chat/adapter-ai';
import type { ChatAdapter } from '@support-chat/protocol';
import { expect, it } from 'vitest';
import { isPrompt, type BadInputBackEnd, type BadInputHarness, type ConnectionOutcome } from '../adapters/bad-input.js';
import { describeBadInput, isSent, wordsOf } from '../adapters/describe-bad-input.js';
import { BAD_INPUT_FAULTS } from '../adapters/http-faults.js';
import { startHttpRelay } from '../adapters/http-relay.js';
import type { VisitorChat } from '../adapters/visitor-chat.js';

/** What the model says to a question, piece by piece. */
export type Model = (question: string) => AsyncIterable<string>;

/** A site's endpoint with a model behind it. */
export interface AiServer {
  /** Without a slash at the end. */
  readonly origin: string;
  /** What the visitor has said, as the endpoint has it. */
  stored(conversation: string): readonly string[];
  close(): Promise<void>;
}

export interface AiDialect {
  readonly title: string;
  /** What comes in an answer and says nothing: name → the text of an event. */
  readonly nonsense: Readonly<Record<string, string>>;
  start(model: Model): Promise<AiServer>;
  /** @param origin - in place of the server's own */
  createAdapter(origin: string, options: Pick<AiAdapterOptions, 'headers'>): ChatAdapter;
}

interface AiBackEnd extends BadInputBackEnd {
  /** The visitor asks, and the answer has begun and has no words yet. */
  hold(): Promise<void>;
  /** The line breaks under it. */
  breakOff(): void;
  /** The site has a new credential for the page. */
  renew(): void;
}

const NO_TOKEN = { absent: 'the credential is the site’s: what becomes of it is 401, and below' };
const STREAM = { 'Content-Type': 'text/event-stream' };
const FAULTS = { ...BAD_INPUT_FAULTS, 'a cut body': { ...BAD_INPUT_FAULTS['a cut body'], headers: STREAM } };

/** A failed answer is shown with its code, whatever is done about it. */
const connections: Readonly<Record<keyof typeof FAULTS, ConnectionOutcome>> = {
  'a page': { code: 'unavailable' },
  'an error with 200': { code: 'unavailable' },
  '401': { code: 'forbidden' },
  '403': { code: 'forbidden' },
  '404': { code: 'not-found' },
  '409': { code: 'id-conflict' },
  '413': { code: 'message-too-long' },
  '429 with Retry-After': { code: 'rate-limited' },
  '429 without': { code: 'rate-limited' },
  '500': { code: 'unavailable' },
  '502 with a page': { code: 'unavailable' },
  'a cut body': { code: 'connection-lost' },
};

export function describeAiBadInput(dialect: AiDialect): void {
  /** The one of the test that runs. */
  let visitor: VisitorChat;

  async function start(): Promise<AiBackEnd> {
    /** What the model is to say: prompt → pieces. */
    const answers = new Map<string, () => AsyncIterable<string>>();
    /** Comes in the middle of the next answer. */
    let strange: string | undefined;
    let release = (): void => undefined;
    let [good, token] = [1, 1];
    const silent = async function* (): AsyncGenerator<string> {};
    const server = await dialect.start((question) => (answers.get(question) ?? silent)());
    const relay = await startHttpRelay(server.origin);

    /** Asks for these pieces; asked again, the model has no words any more. */
    function ask(pieces: () => AsyncIterable<string>): void {
      const prompt = `… ${answers.size + 1}`;
      answers.set(prompt, () => {
        answers.set(prompt, silent);
        return pieces();
      });
      visitor.send(prompt);
    }

    const backEnd: AiBackEnd = {
      createAdapter: () => dialect.createAdapter(relay.url, { headers: () => ({ Authorization: `Bearer ${token}` }) }),
      async stored(count) {
        const said = (): readonly string[] =>
          server.stored(visitor.state.conversation.id ?? '').filter((text) => !isPrompt(text));
        await visitor.until(() => said().length >= count, 'The endpoint has not heard of it');
        return said();
      },
      answerMessage: (how, isStored) => relay.failNext(/^POST/, { ...FAULTS[how], stored: isStored }),
      async hold() {
        ask(async function* () {
          await new Promise<void>((resolve) => (release = resolve));
          yield '';
        });
        await visitor.until(({ state }) => state.typing.length > 0, 'No answer has begun');
      },
      breakOff() {
        relay.cut();
        release();
      },
      async refuseConnection(how) {
        await backEnd.hold();
        relay.failNext(/^POST/, FAULTS[how]);
        relay.failNext(/^GET/, FAULTS[how]); // of one that goes on with answers
        backEnd.breakOff();
      },
      async say(text) {
        const half = Math.ceil(text.length / 2);
        ask(async function* () {
          yield text.slice(0, half);
          await visitor.until(({ state }) => state.typing[0]?.preview === text.slice(0, half), 'Nothing grows');
          if (strange !== undefined) relay.say(strange);
          yield text.slice(half);
        });
        await visitor.until((one) => wordsOf(one).includes(text), 'It was not said');
        return '';
      },
      nonsense: Object.fromEntries(
        Object.entries(dialect.nonsense).map(([name, event]) => [name, () => void (strange = event)]),
      ),
      expire() {
        good++;
        relay.failAll({ status: 401 }, ({ headers }) => headers.authorization !== `Bearer ${good}`);
      },
      renew() {
        token = good;
      },
      async close() {
        await relay.close();
        await server.close();
      },
    };
    return backEnd;
  }

  const harness: BadInputHarness<AiBackEnd> = {
    title: dialect.title,
    messages: {
      'a page': { becomes: 'repeated', code: 'unavailable', stored: true },
      'an error with 200': { becomes: 'repeated', code: 'unavailable', stored: true },
      '401': { becomes: 'failed', code: 'forbidden' },
      '403': { becomes: 'failed', code: 'forbidden' },
      '404': { becomes: 'failed', code: 'not-found' },
      '409': { becomes: 'failed', code: 'id-conflict' },
      '413': { becomes: 'failed', code: 'message-too-long' },
      '429 with Retry-After': { becomes: 'repeated', code: 'rate-limited', stored: true },
      '429 without': { becomes: 'repeated', code: 'rate-limited', stored: true },
      '500': { becomes: 'repeated', code: 'unavailable', stored: true },
      '502 with a page': { becomes: 'repeated', code: 'unavailable', stored: true },
      // The answer had begun, so the question is taken; the answer is asked for again.
      'a cut body': { becomes: 'repeated', code: null, stored: true },
    },
    connections,
    repeats: { absent: 'an answer is called what the page calls it' },
    times: { absent: 'nobody asks when a model has answered' },
    expiry: NO_TOKEN,
    nonsense: Object.keys(dialect.nonsense),
    start,
    async begun(one) {
      visitor = one;
      await visitor.until(({ state }) => state.typing.length === 0, 'The first answer does not end');
    },
  };

  describeBadInput(harness, (bench) => {
    it('a credential that is worth nothing any more keeps the words, which go with the next one', async () => {
      const { backEnd } = bench;
      await backEnd.expire();
      visitor.send('Still here');
      await visitor.until(({ statusOf }) => statusOf('Still here') === 'failed', 'Nobody was told');
      expect(visitor.errors.map(({ code }) => code)).toEqual(['forbidden']);
      backEnd.renew();
      visitor.chat.dispatch({ type: 'retry', id: visitor.state.outbox[0]?.id ?? '' });
      await visitor.until(isSent('Still here'), 'It never went');
      expect(await backEnd.stored(2)).toEqual(['Hello', 'Still here']);
    });

    it('a credential that ends while an answer comes stops the chat visibly, and what was said is there afterwards', async () => {
      const { backEnd } = bench;
      await backEnd.hold();
      await backEnd.expire();
      backEnd.breakOff();
      await visitor.until(({ state }) => state.connection.phase === 'stopped', 'Nobody was told');
      expect(visitor.state.connection.problem?.code).toBe('forbidden');
      backEnd.renew();
      visitor.chat.dispatch({ type: 'connect' });
      await backEnd.say('Here I am');
      expect(wordsOf(visitor)).toEqual(['Hello', 'Here I am']);
      expect(await backEnd.stored(1)).toEqual(['Hello']);
    });
  });
}
