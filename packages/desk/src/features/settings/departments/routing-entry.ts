/** The sections that the page changes, between what is stored and what is entered: figures are text while they are typed. */
import type { PageHost, Say } from '../settings-page.js';
import { sectionDraft } from '../section-draft.js';
import type { Draft } from '../draft.js';
import type { departmentsWords } from './departments-words.js';

type Words = Say<keyof typeof departmentsWords.en>;

/** A department as it is stored; what the page does not show stays as it is. */
export interface Department {
  readonly id: string;
  readonly name: string;
}

export interface RoutingEntry {
  readonly mode: 'manual' | 'automatic';
  readonly strategy: 'longest-idle' | 'least-busy' | 'round-robin';
  readonly capacity: string;
  readonly overflow: readonly OverflowEntry[];
  readonly skills: readonly { readonly field: string; readonly answer: string; readonly skill: string }[];
}

export interface OverflowEntry {
  /** Empty: any department. */
  readonly from: string;
  readonly after: string;
  /** `anybody`, `form` or `department:` and an id. */
  readonly to: string;
}

export interface AbsenceEntry {
  readonly awayAfter: string;
  readonly signOutAfter: string;
}

interface StoredRouting {
  readonly mode: RoutingEntry['mode'];
  readonly strategy?: RoutingEntry['strategy'];
  readonly capacity?: number;
  readonly overflow?: readonly { from?: string; after: number; to: 'anybody' | 'form' | { department: string } }[];
  readonly skills?: RoutingEntry['skills'];
}

const EMPTY: RoutingEntry = { mode: 'manual', strategy: 'longest-idle', capacity: '', overflow: [], skills: [] };
const textOf = (figure: number | undefined): string => (figure === undefined ? '' : String(figure));
const isFigure = (text: string, most: number, least = 0): boolean =>
  /^\d{1,6}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;

/** Departments by their place in the list. */
export function departmentsDraft(host: PageHost, say: () => Words): Draft<readonly Department[]> {
  return sectionDraft<readonly Department[]>(host, {
    section: 'departments',
    empty: [],
    write: (all) => (all.length === 0 ? null : all),
    check: (all) =>
      Object.fromEntries(
        all.flatMap(({ name }, index): [string, string][] => {
          if (name.trim() === '') return [[`${index}.name`, say()('name-missing')]];
          const first = all.findIndex((other) => other.name.trim() === name.trim());
          return first < index ? [[`${index}.name`, say()('name-twice')]] : [];
        }),
      ),
  });
}

/** Section `routing`. */
export function routingDraft(host: PageHost, say: () => Words): Draft<RoutingEntry> {
  return sectionDraft<RoutingEntry>(host, {
    section: 'routing',
    empty: EMPTY,
    read: ({ mode, strategy, capacity, overflow = [], skills = [] }: StoredRouting) => ({
      ...{ mode, strategy: strategy ?? EMPTY.strategy, capacity: textOf(capacity), skills },
      overflow: overflow.map(({ from = '', after, to }) => ({
        ...{ from, after: String(after), to: typeof to === 'string' ? to : `department:${to.department}` },
      })),
    }),
    write: ({ mode, strategy, capacity, overflow, skills }): StoredRouting => ({
      ...{ mode, strategy },
      ...(capacity.trim() !== '' && { capacity: Number(capacity) }),
      ...(skills.length > 0 && { skills }),
      ...(overflow.length > 0 && {
        overflow: overflow.map(({ from, after, to }) => ({
          ...(from !== '' && { from }),
          after: Number(after),
          to: to === 'anybody' || to === 'form' ? to : { department: to.slice('department:'.length) },
        })),
      }),
    }),
    check: (entry) => routingProblems(entry, say()),
  });
}

function routingProblems({ capacity, overflow, skills }: RoutingEntry, say: Words): Record<string, string> {
  const problems: Record<string, string> = {};
  if (capacity.trim() !== '' && !isFigure(capacity, 8, 1)) problems['capacity'] = say('capacity-wrong');
  overflow.forEach(({ after }, index) => {
    if (!isFigure(after, 86_400)) problems[`overflow.${index}.after`] = say('overflow-after-wrong');
  });
  skills.forEach(({ field, answer, skill }, index) => {
    if (field.trim() === '') problems[`skills.${index}.field`] = say('missing');
    if (answer.trim() === '') problems[`skills.${index}.answer`] = say('missing');
    if (!/^[\w-]{1,64}$/.test(skill)) problems[`skills.${index}.skill`] = say('skill-wrong');
  });
  return problems;
}

/** Section `presence`. */
export function absenceDraft(host: PageHost, say: () => Words): Draft<AbsenceEntry> {
  const week = 7 * 24 * 60;
  return sectionDraft<AbsenceEntry>(host, {
    section: 'presence',
    empty: { awayAfter: '', signOutAfter: '' },
    read: ({ awayAfter, signOutAfter }: { awayAfter?: number; signOutAfter?: number }) => ({
      ...{ awayAfter: textOf(awayAfter), signOutAfter: textOf(signOutAfter) },
    }),
    write: ({ awayAfter, signOutAfter }) => ({
      ...(awayAfter.trim() !== '' && { awayAfter: Number(awayAfter) }),
      ...(signOutAfter.trim() !== '' && { signOutAfter: Number(signOutAfter) }),
    }),
    check: (entry) =>
      Object.fromEntries(
        (['awayAfter', 'signOutAfter'] as const)
          .filter((name) => entry[name].trim() !== '' && !isFigure(entry[name], week, 1))
          .map((name) => [name, say()('minutes-wrong')] as const),
      ),
  });
}

/** An id for a department: what can be read of its name, and other than all there are. */
export function departmentId(name: string, taken: ReadonlySet<string>): string {
  const readable = name
    .normalize('NFKD')
    .replace(/[^\w\s-]/g, '')
    .trim()
    .toLowerCase()
    .replace(/\s+/g, '-');
  const base = readable.slice(0, 48) || 'department';
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}
