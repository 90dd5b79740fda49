/** Whatever the rule language of proactive messages allows, for property tests. */
import type { TriggerCondition } from '@support-chat/protocol';
import fc from 'fast-check';

const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
const number = fc.oneof(
  fc.record({ atLeast: amount }),
  fc.record({ atMost: amount }),
  fc.record({ atLeast: amount, atMost: amount }),
);
const anyWords = fc.string({ minLength: 1, maxLength: 20 });

/** @param words - of lists, addresses and names @param dataWords - of what a page tells with an event */
export function conditions(words: fc.Arbitrary<string> = anyWords, dataWords = words): fc.Arbitrary<TriggerCondition> {
  const textTest = fc.oneof(fc.record({ is: words }), fc.record({ contains: words }), fc.record({ matches: words }));
  return fc.letrec<{ condition: TriggerCondition }>((tie) => {
    const several = fc.array(tie('condition'), { minLength: 1, maxLength: 3 });
    return {
      condition: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.oneof(
          fc.record({ timeOnPage: number }),
          fc.record({ scrollDepth: number }),
          fc.record({ idle: number }),
          fc.record({ visits: number }),
          fc.record({ url: textTest }),
          fc.record({ referrer: textTest }),
          fc.record({ cart: fc.oneof(fc.record({ value: number }), fc.record({ items: number, value: number })) }),
          fc.constant({ exitIntent: true } as const),
          fc.record({ language: fc.array(words, { minLength: 1, maxLength: 3 }) }),
          fc.record({ country: fc.array(words, { minLength: 1, maxLength: 3 }) }),
          fc.record({
            event: fc.record(
              {
                name: words,
                times: fc.integer({ min: 1, max: 9 }),
                data: fc.dictionary(dataWords, fc.oneof(dataWords, amount, fc.boolean())),
              },
              { requiredKeys: ['name'] },
            ),
          }),
        ),
        fc.record({ all: several }),
        fc.record({ any: several }),
        fc.record({ not: tie('condition') }),
      ),
    };
  }).condition;
}
