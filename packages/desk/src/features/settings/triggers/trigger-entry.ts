/** The section `triggers`, between what is stored and what is entered, and what stands in the way: the pages' own decoder says it. */
import { decodeTriggers, type TriggerFault } from '@support-chat/core';
import type { OwnerTriggerRule } from '@support-chat/protocol';
import type { Draft } from '../draft.js';
import { sectionDraft } from '../section-draft.js';
import type { PageHost, Say } from '../settings-page.js';
import { conditionsOf, emptyCondition, numberOf, whenOf, type GroupEntry } from './condition-entry.js';
import type { triggersWords } from './triggers-words.js';

type Words = Say<keyof typeof triggersWords.en>;

export interface TriggerEntry {
  readonly id: string;
  readonly on: boolean;
  readonly text: string;
  readonly author: string;
  readonly avatarUrl: string;
  readonly perVisit: string;
  readonly total: string;
  readonly days: string;
  readonly when: GroupEntry;
}

/** @param onWrong - the place of the first message that cannot be saved as it is */
export function triggersDraft(
  host: PageHost,
  say: () => Words,
  onWrong: (index: number) => void,
): Draft<readonly TriggerEntry[]> {
  return sectionDraft<readonly TriggerEntry[]>(host, {
    section: 'triggers',
    empty: [],
    read: (rules: readonly OwnerTriggerRule[]) => rules.map(entryOf),
    write: (entries) => (entries.length === 0 ? null : entries.map(ruleOf)),
    check: (entries) => {
      const { faults } = decodeTriggers(entries.map(ruleOf).map(({ off: _off, ...rule }) => rule));
      const problems = faults.map((fault) => [placeOf(fault), wordsOf(fault, say())] as const);
      if (problems[0]) onWrong(Number.parseInt(problems[0][0], 10));
      return Object.fromEntries(problems);
    },
  });
}

/** A rule that is just being made. @param taken - ids that there are */
export function newTrigger(taken: readonly string[]): TriggerEntry {
  let number = taken.length + 1;
  while (taken.includes(`message-${number}`)) number++;
  return {
    ...{ id: `message-${number}`, on: true, text: '', author: '', avatarUrl: '', perVisit: '', total: '', days: '' },
    when: { kind: 'all', not: false, of: [{ ...emptyCondition('timeOnPage'), fields: { atLeast: '30' } }] },
  };
}

function entryOf({ id, off, text, author, limit = {}, when }: OwnerTriggerRule): TriggerEntry {
  const figure = (value: number | undefined): string => (value === undefined ? '' : String(value));
  return {
    ...{ id, on: !off, text, author: author?.name ?? '', avatarUrl: author?.avatarUrl ?? '' },
    ...{ perVisit: figure(limit.perVisit), total: figure(limit.total), days: figure(limit.days) },
    when: conditionsOf(when),
  };
}

/** The rule as it is stored. */
export function ruleOf({ id, on, text, author, avatarUrl, when, ...limits }: TriggerEntry): OwnerTriggerRule {
  const [perVisit, total, days] = [numberOf(limits.perVisit), numberOf(limits.total), numberOf(limits.days)];
  const limit = {
    ...(perVisit !== undefined && { perVisit }),
    ...(total !== undefined && { total }),
    ...(days !== undefined && { days }),
  };
  const [name, url] = [author.trim(), avatarUrl.trim()];
  return {
    ...{ id: id.trim(), when: whenOf(when), text: text.trim() },
    ...((name !== '' || url !== '') && { author: { name, ...(url !== '' && { avatarUrl: url }) } }),
    ...(Object.keys(limit).length > 0 && { limit }),
    ...(!on && { off: true as const }),
  };
}

/** `triggers[1].when.all[0].language[2]` is the field `1.when.all.0.language`. */
function placeOf({ field }: TriggerFault): string {
  const place = field.replaceAll(/\[(\d+)\]/g, '.$1').replace(/^triggers\./, '');
  return place.replace(/(\.(?:language|country))\.\d+$/, '$1').replace(/(\.event\.data)\..*$/s, '$1');
}

const SAID: Readonly<Record<string, keyof typeof triggersWords.en>> = {
  'a number from 0': 'wrong-number',
  'a whole number from 1': 'wrong-count',
  'atLeast or atMost': 'wrong-range',
  'value or items': 'wrong-range',
  words: 'wrong-words',
  '1 to 64 of A-Z a-z 0-9 _ -': 'wrong-id',
  'an id that no other rule has': 'wrong-id-twice',
  'at most 8 levels': 'wrong-depth',
  'a text, a number, true or false': 'wrong-data',
};

function wordsOf({ field, expected }: TriggerFault, say: Words): string {
  const known = /^\w+\[\d+\]\.text$/.test(field) ? 'wrong-words' : SAID[expected];
  if (known) return say(known);
  const [, most] = /^a text of 1 to (\d+)$/.exec(expected) ?? [];
  if (most !== undefined) return say('wrong-text', { most: Number(most) });
  if (expected.startsWith('a list')) return say(/\.(?:all|any)$/.test(field) ? 'wrong-group' : 'wrong-list');
  return say('wrong-otherwise', { expected });
}
