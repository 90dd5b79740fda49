/**
 * What goes wrong with a back end, one suite for every adapter: a coded error with the right verdict, a state that is seen, nothing
 * lost, nothing doubled, nothing executed. The harness says what becomes of each fault, and which its protocol does not know.
 */
import { retryVerdict } from '@support-chat/protocol';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeWith } from '../needs.js';
import {
  BAD_INPUTS,
  isPrompt,
  type Absent,
  type BadInput,
  type BadInputBackEnd,
  type BadInputHarness,
} from './bad-input.js';
import { createDevice, openChat, type VisitorChat } from './visitor-chat.js';

/** What a test of one adapter alone works with. */
export interface BadInputBench<BackEnd extends BadInputBackEnd = BadInputBackEnd> {
  readonly backEnd: BackEnd;
  /** Has said 'Hello', which is stored. */
  visitor: VisitorChat;
  readonly device: ReturnType<typeof createDevice>;
}

const SCRIPT = '<img src=x onerror="globalThis.harmed = true"><script>globalThis.harmed = true</script>';

/** Texts of messages, in the order of the log. */
export const wordsOf = ({ events }: VisitorChat): readonly string[] =>
  events.flatMap((event) => (event.type === 'message-added' && !isPrompt(event.text) ? [event.text] : []));

/** An own message is there and marked as sent. */
export const isSent =
  (text: string) =>
  (visitor: VisitorChat): boolean =>
    wordsOf(visitor).includes(text) && visitor.state.outbox.every((entry) => entry.text !== text);

const isThere = <Outcome>(outcome: Outcome | Absent): outcome is Outcome =>
  typeof outcome !== 'object' || outcome === null || !('absent' in outcome);

/** @param more - tests of this adapter alone; `bench` is new for each */
export function describeBadInput<BackEnd extends BadInputBackEnd>(
  harness: BadInputHarness<BackEnd>,
  more?: (bench: BadInputBench<BackEnd>) => void,
): void {
  describeWith(harness.lacks ?? null, `bad input of ${harness.title}`, () => {
    const bench = {} as { backEnd: BackEnd; visitor: VisitorChat; device: ReturnType<typeof createDevice> };

    beforeEach(async () => {
      bench.backEnd = await harness.start();
      bench.device = createDevice();
      bench.visitor = openChat(bench.backEnd.createAdapter(), { device: bench.device });
      bench.visitor.send('Hello');
      await bench.visitor.until(isSent('Hello'), 'It did not begin');
      await harness.begun?.(bench.visitor);
    });
    afterEach(async () => {
      await bench.visitor.chat.destroy();
      await bench.backEnd.close();
      expect(globalThis).not.toHaveProperty('harmed');
    });
    afterAll(() => harness.stop?.());

    describe('a message that is answered with', () => {
      for (const how of BAD_INPUTS) judgeMessage(harness, bench, how);
    });
    describe('a connection that is answered with', () => {
      for (const how of BAD_INPUTS) judgeConnection(harness, bench, how);
    });
    describe('what is heard', () => judgeHeard(harness, bench));
    const { expiry } = harness;
    if (isThere(expiry)) {
      it(`a credential that is worth nothing any more is another one by itself, the conversation ${expiry}, and no word is lost or said twice`, async () => {
        const { backEnd, visitor } = bench;
        await backEnd.expire();
        visitor.send('Still here');
        await visitor.until(isSent('Still here'), 'The words are lost');
        expect(wordsOf(visitor)).toEqual(expiry === 'goes on' ? ['Hello', 'Still here'] : ['Still here']);
        expect((await backEnd.stored(2)).filter((text) => text === 'Still here')).toHaveLength(1);
        await backEnd.say('So are we');
        await visitor.until((one) => wordsOf(one).at(-1) === 'So are we', 'It did not go on');
      });
    }
    more?.(bench);
  });
}

function judgeMessage(harness: BadInputHarness, bench: BadInputBench, how: BadInput): void {
  const outcome = harness.messages[how];
  if (!isThere(outcome)) return;

  const codesOf = ({ errors }: VisitorChat) => [...new Set(errors.map(({ code }) => code))];
  const byHand = async (text: string) => {
    const { backEnd, visitor } = bench;
    visitor.chat.dispatch({ type: 'retry', id: visitor.state.outbox[0]?.id ?? '' });
    await visitor.until(isSent(text), 'It never went');
    expect(await backEnd.stored(2)).toEqual(['Hello', text]);
    expect(wordsOf(visitor)).toEqual(['Hello', text]);
  };

  switch (outcome.becomes) {
    case 'repeated':
      for (const isStored of outcome.stored ? [false, true] : [false])
        it(`${how}, and is ${isStored ? '' : 'not '}stored: goes again by itself, once`, async () => {
          const { backEnd, visitor } = bench;
          backEnd.answerMessage(how, isStored);
          visitor.send('Once');
          await visitor.until(isSent('Once'), 'It never went');
          // What is stored may be heard of before the answer is.
          const told = outcome.code ? [outcome.code] : [];
          expect(isStored && visitor.errors.length === 0 ? told : codesOf(visitor)).toEqual(told);
          if (outcome.code) expect(retryVerdict(outcome.code)).not.toBe('never');
          expect(wordsOf(visitor)).toEqual(['Hello', 'Once']);
          expect(await backEnd.stored(2)).toEqual(['Hello', 'Once']);
        });
      return;
    case 'perhaps':
      it(`${how}, and is stored: the next connection finds it, once`, async () => {
        const { backEnd, visitor } = bench;
        backEnd.answerMessage(how, true);
        visitor.send('Once');
        await visitor.until(isSent('Once'), 'It was not found');
        expect(wordsOf(visitor)).toEqual(['Hello', 'Once']);
        expect(await backEnd.stored(2)).toEqual(['Hello', 'Once']);
      });
      it(`${how}, and is not stored: the person decides`, async () => {
        const { backEnd, visitor } = bench;
        backEnd.answerMessage(how, false);
        visitor.send('Perhaps');
        await visitor.until(({ statusOf }) => statusOf('Perhaps') === 'failed', 'Nobody was told');
        expect(visitor.errors.at(-1)?.code).toBe('connection-lost');
        await byHand('Perhaps');
      });
      return;
    case 'failed':
      it(`${how}: is shown as failed, and goes by the person’s hand`, async () => {
        const { backEnd, visitor } = bench;
        backEnd.answerMessage(how, false);
        visitor.send('Refused');
        await visitor.until(({ statusOf }) => statusOf('Refused') === 'failed', 'Nobody was told');
        expect(codesOf(visitor)).toEqual([outcome.code]);
        expect(retryVerdict(outcome.code)).toBe('never');
        await byHand('Refused');
      });
      return;
    case 'begun anew':
      it(`${how}: the visitor is a new one, and their words are not lost`, async () => {
        const { backEnd, visitor } = bench;
        backEnd.answerMessage(how, false);
        visitor.send('Still here');
        await visitor.until(isSent('Still here'), 'The words are lost');
        expect(wordsOf(visitor)).toEqual(['Still here']);
        expect(await backEnd.stored(2)).toEqual(['Hello', 'Still here']);
      });
  }
}

function judgeConnection({ connections }: BadInputHarness, bench: BadInputBench, how: BadInput): void {
  const outcome = connections[how];
  if (!isThere(outcome)) return;
  const { code } = outcome;
  const verdict = retryVerdict(code ?? 'connection-lost');
  const what = {
    retry: 'is made again, and what was missed is there',
    resume: 'is made again, and what was missed is there',
    renew: 'is made again by a new visitor',
    never: 'is not made again, which is shown, until the person asks for it',
  };

  it(`${how}: ${what[verdict]}`, async () => {
    const { backEnd, visitor } = bench;
    const codes = new Set<string>();
    visitor.chat.subscribe(({ connection }) => connection.problem && codes.add(connection.problem.code));
    await backEnd.refuseConnection(how);
    await visitor.until(() => code === null || codes.has(code), `Nobody was told: ${[...codes].join()}`);
    if (verdict === 'never') {
      await visitor.until(({ state }) => state.connection.phase === 'stopped', 'It goes on');
      visitor.chat.dispatch({ type: 'connect' });
    }
    if (verdict === 'renew') {
      visitor.send('Still here');
      await visitor.until(isSent('Still here'), 'The words are lost');
      return expect(await backEnd.stored(2)).toEqual(['Hello', 'Still here']);
    }
    await backEnd.say('Missed');
    await visitor.until((one) => wordsOf(one).includes('Missed'), 'It was lost');
    expect(wordsOf(visitor)).toEqual(['Hello', 'Missed']);
  });
}

function judgeHeard({ repeats, times, nonsense }: BadInputHarness, bench: BadInputBench): void {
  it('HTML with scripts is text', async () => {
    const { backEnd, visitor } = bench;
    await backEnd.say(SCRIPT);
    await visitor.until((one) => wordsOf(one).includes(SCRIPT), 'It did not come as it was');
  });

  it.each(nonsense)('%s changes nothing', async (name) => {
    const { backEnd, visitor } = bench;
    await backEnd.nonsense[name]?.();
    await backEnd.say('After all');
    await visitor.until((one) => wordsOf(one).includes('After all'), 'It did not go on');
    expect(visitor.log.filter((text) => text !== 'participant-joined' && !isPrompt(text))).toEqual([
      'Hello',
      'After all',
    ]);
    expect(visitor.errors).toEqual([]);
  });

  if (isThere(repeats)) {
    it(`an id again with other words is ${repeats}`, async () => {
      const { backEnd, visitor } = bench;
      const id = await backEnd.say('One');
      await backEnd.say('Two');
      await visitor.until((one) => wordsOf(one).includes('Two'), 'The words did not come');
      await backEnd.say('Other', { id });
      if (repeats === 'changed') await visitor.until((one) => !wordsOf(one).includes('One'), 'The change did not come');
      await backEnd.say('Three');
      await visitor.until((one) => wordsOf(one).includes('Three'), 'It did not go on');
      const heard = {
        changed: ['Other', 'Two', 'Three'],
        first: ['One', 'Two', 'Three'],
        another: ['One', 'Two', 'Other', 'Three'],
      };
      expect(wordsOf(visitor)).toEqual(['Hello', ...heard[repeats]]);
    });
  }

  if (isThere(times)) {
    it('time that jumps back changes no order', async () => {
      const { backEnd, visitor } = bench;
      await backEnd.say('One', { time: 2_000_000_000_000 });
      await backEnd.say('Two', { time: 1_000_000_000_000 });
      await visitor.until((one) => wordsOf(one).includes('Two'), 'The words did not come');
      expect(wordsOf(visitor)).toEqual(['Hello', 'One', 'Two']);
    });
  }
}
