/** The rule language as it is entered at the desk (V20, A12): nothing that can be written is lost in its form. */
import { decodeTriggers } from '@support-chat/core';
import type { TriggerCondition } from '@support-chat/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionsOf, whenOf } from '../../../packages/desk/src/features/settings/triggers/condition-entry.js';
import { newTrigger, ruleOf } from '../../../packages/desk/src/features/settings/triggers/trigger-entry.js';
import { anyText, seeded } from '../../support/property.js';
import { conditions } from '../../support/trigger-conditions.js';

/** The same with no 'not' of a 'not', and nothing asked of no data. */
function simplified(condition: TriggerCondition): TriggerCondition {
  if ('all' in condition) return { all: condition.all.map(simplified) };
  if ('any' in condition) return { any: condition.any.map(simplified) };
  if ('event' in condition) {
    const { data, ...event } = condition.event;
    return { event: { ...event, ...(data && Object.keys(data).length > 0 && { data }) } };
  }
  if (!('not' in condition)) return condition;
  const inner = simplified(condition.not);
  return 'not' in inner ? inner.not : { not: inner };
}

/** Without groups of one at the outermost place: there they are the form's own. */
function unwrapped(condition: TriggerCondition): TriggerCondition {
  const [only, ...more] = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
  return only && more.length === 0 ? unwrapped(only) : condition;
}

const rule = (when: TriggerCondition): unknown => [{ id: 'a', text: 'Hello', when }];

describe('conditions in the form of the desk', () => {
  it('V20 whatever can be written comes out of the form as it went in', () => {
    const words = fc.stringMatching(/^[a-zA-Z*/:.-][a-zA-Z */:."=-]{0,10}[a-zA-Z*/:.-]$/);
    const property = fc.property(conditions(words, anyText(12)), (condition) => {
      expect(whenOf(conditionsOf(condition))).toEqual(unwrapped(simplified(condition)));
    });
    seeded(property);
  });

  it('V20 blanks at the ends of words are left out, and that once', () => {
    const property = fc.property(conditions(), (condition) => {
      const once = whenOf(conditionsOf(condition));
      expect(whenOf(conditionsOf(once))).toEqual(once);
    });
    seeded(property);
  });

  it.each([
    ['plan = pro', { plan: 'pro' }],
    ['plan=pro\n\n seats = 7 \nnew = true', { plan: 'pro', seats: 7, new: true }],
    ['seats = "7"', { seats: '7' }],
    ['"a = b" = c', { 'a = b': 'c' }],
    ['address = https://shop.example/?a=b', { address: 'https://shop.example/?a=b' }],
    ['items = [1]', { items: '[1]' }],
    ['much = 1e999', { much: '1e999' }],
    ['empty =', { empty: '' }],
  ])('V20 what a page tells is entered as %j', (data, expected) => {
    const fields = { name: 'video', data };
    const when = whenOf({ kind: 'all', not: false, of: [{ kind: 'event', not: false, fields }] });
    expect(when).toEqual({ event: { name: 'video', data: expected } });
    expect(decodeTriggers(rule(when)).faults).toEqual([]);
  });

  it('V20 a line without a value is refused at its place', () => {
    const fields = { name: 'video', data: 'plan' };
    const when = whenOf({ kind: 'all', not: false, of: [{ kind: 'event', not: false, fields }] });
    expect(decodeTriggers(rule(when)).faults[0]?.field).toBe('triggers[0].when.event.data.plan');
  });

  it('V20 a new message has a name that no other one has', () => {
    const rules = ['message-2', 'message-3', 'b'].map((id) => ruleOf({ ...newTrigger([]), id }));
    expect(newTrigger(rules.map(({ id }) => id)).id).toBe('message-4');
    expect(newTrigger([]).id).toBe('message-1');
  });
});
