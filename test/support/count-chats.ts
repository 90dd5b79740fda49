/** The figures of some days as they have to be (A10), counted in the plainest way from what the test wrote down itself. */
import type { Figures, StatisticsAnswer } from '@support-chat/protocol';
import type { Chat } from './team-day.js';

/** What the test wrote down of a team. */
export interface CountedTeam {
  readonly talks: readonly { readonly chats: readonly Chat[] }[];
  /** By name. */
  readonly agents: ReadonlyMap<string, { readonly id: string }>;
  /** Their names by id. */
  readonly departments: Readonly<Record<string, string>>;
}

interface Filter {
  readonly department?: string;
  readonly agent?: string;
  /** IANA. */
  readonly zone: string;
  /** All of the span. */
  readonly days: readonly string[];
}

/** The answer as it has to be. */
export function countChats(
  { talks, agents, departments }: CountedTeam,
  { department, agent, zone, days }: Filter,
): StatisticsAnswer {
  const chats = talks
    .flatMap((talk) => talk.chats)
    .filter((chat) => department === undefined || chat.department === department);
  const all = agent === undefined ? chats : chats.filter((chat) => didSomething(chat, agent));
  const figures = (some: readonly Chat[], of = agent): Figures => figuresOf(some, of);
  const ids = (agent === undefined ? [...agents.values()].map(({ id }) => id) : [agent]).filter((id) =>
    chats.some((chat) => didSomething(chat, id)),
  );
  const named = [...new Set(all.map((chat) => chat.department))];
  return {
    total: figures(all),
    days: days.map((day) => ({ day, ...figures(all.filter(({ begun }) => localDay(begun, zone) === day)) })),
    hours: Array.from({ length: 24 }, (_, hour) => ({
      hour,
      ...figures(all.filter(({ begun }) => localHour(begun, zone) === hour)),
    })),
    departments: sorted(
      named.map((id) => ({
        id,
        name: (id === null ? undefined : departments[id]) ?? null,
        ...figures(all.filter((chat) => chat.department === id)),
      })),
    ),
    agents: sorted(
      ids.map((id) => ({
        id,
        name: [...agents].find(([, one]) => one.id === id)?.[0] ?? '',
        ...figuresOf(
          chats.filter((chat) => didSomething(chat, id)),
          id,
        ),
      })),
    ),
  };
}

const sorted = <Row extends { chats: number; id: string | null }>(rows: Row[]): Row[] =>
  rows.sort((one, other) => other.chats - one.chats || ((one.id ?? '') < (other.id ?? '') ? -1 : 1));
const localDay = (time: number, timeZone: string) => new Date(time).toLocaleDateString('sv-SE', { timeZone });
const localHour = (time: number, timeZone: string) =>
  Number(new Date(time).toLocaleTimeString('sv-SE', { timeZone, hour: '2-digit' }).slice(0, 2));

function didSomething(chat: Chat, agent: string): boolean {
  return chat.had.some(({ by }) => by === agent) || chat.joined?.by === agent || chat.answered?.by === agent;
}

function figuresOf(chats: readonly Chat[], agent: string | undefined): Figures {
  const theirs = chats.filter(({ had }) => agent === undefined || had.some(({ by }) => by === agent));
  const sum = (chat: Chat) =>
    chat.had
      .filter(({ by }) => agent === undefined || by === agent)
      .reduce((total, { from, to }) => total + ((to ?? from) - from), 0);
  const isOver = (chat: Chat) =>
    agent === undefined
      ? chat.ended !== null && chat.had.length > 0
      : chat.had.every(({ by, to }) => by !== agent || to !== null);
  const taken = (times: readonly (number | null)[]) => {
    const values = times.filter((one) => one !== null).sort((one, other) => one - other);
    const least = (share: number) =>
      values.find((value) => values.filter((one) => one <= value).length >= share * values.length) ?? null;
    return { count: values.length, median: least(0.5), p90: least(0.9) };
  };
  return {
    chats: theirs.length,
    forms: theirs.filter(({ form }) => form).length,
    missed: theirs.filter(({ ended, asked, joined }) => ended !== null && asked !== null && joined === null).length,
    open: theirs.filter(({ ended }) => ended === null).length,
    passedOn: theirs.filter(({ passed }) => passed).length,
    wait: taken(
      chats.map(({ asked, joined }) =>
        asked === null || joined === null || (agent !== undefined && joined.by !== agent) ? null : joined.at - asked,
      ),
    ),
    response: taken(
      chats.map(({ asked, answered }) =>
        asked === null || answered === null || (agent !== undefined && answered.by !== agent)
          ? null
          : answered.at - asked,
      ),
    ),
    handling: taken(theirs.map((chat) => (isOver(chat) ? sum(chat) : null))),
    scores: [1, 2, 3, 4, 5].map(
      (score) =>
        chats.filter((chat) => chat.score === score && (agent === undefined || chat.had.at(-1)?.by === agent)).length,
    ),
  };
}
