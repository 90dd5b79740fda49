/**
 * The team's figures over some days (A10), out of what was written down with the logs (`record-chats.ts`). What each of
 * them counts is written once, in `docs/statistics.md`. Both databases give rows by an index, in slices, so that the
 * server does other things in between; days, percentiles and sums are made here, the same for both.
 */
import {
  MAX_STATISTICS_DAYS,
  ProtocolError,
  type Figures,
  type StatisticsAnswer,
  type StatisticsQuery,
  type Topics,
} from '@support-chat/protocol';
import type { Selectable } from 'kysely';
import type { Settings } from '../settings/settings.js';
import type { ChatTable } from '../store/statistics-tables.js';
import type { Database, Store } from '../store/store.js';
import { around, daysBetween, isTimeZone, localTimes, type LocalTime } from './local-time.js';
import { readQuestions } from './questions.js';
import { Tally, type Counted } from './tally.js';
import { TopicCount } from './topics.js';

/** Chats that are read at once. */
const SLICE = 4000;
/** Questions that are looked at, and at once. */
const MOST_QUESTIONS = 3000;
const QUESTIONS = 250;

interface StatisticsOptions {
  readonly store: Store;
  readonly settings: Settings;
}

/** A chat with the milliseconds that each agent had it for. */
interface CountedChat extends Selectable<ChatTable> {
  readonly turns: ReadonlyMap<string, Turns>;
}

interface Turns {
  readonly milliseconds: number;
  /** They have it still. */
  readonly isOpen: boolean;
}

type NamedFigures = Figures & { readonly id: string | null };

/** Counts for one server. */
export class Statistics {
  readonly #store: Store;
  readonly #settings: Settings;

  constructor({ store, settings }: StatisticsOptions) {
    this.#store = store;
    this.#settings = settings;
  }

  /** @throws ProtocolError `frame-invalid` naming what is wrong with the days or the zone */
  async read(query: StatisticsQuery): Promise<StatisticsAnswer> {
    checkSpan(query);
    const { agent } = query;
    const total = new Tally();
    const days = new Map(daysBetween(query.from, query.to).map((day) => [day, new Tally()]));
    const hours = Array.from({ length: 24 }, () => new Tally());
    const departments = new Map<string | null, Tally>();
    const agents = new Map<string, Tally>();
    for await (const [chat, { day, hour }] of this.#chats(query)) {
      const whole = countChat(chat);
      const who = concerned(chat);
      if (agent !== undefined && !who.has(agent)) continue;
      const counted = agent === undefined ? whole : countFor(agent, chat, whole);
      for (const tally of [total, days.get(day), hours[hour], within(departments, chat.department, newTally)]) {
        tally?.add(counted);
      }
      for (const id of agent === undefined ? who : [agent]) {
        within(agents, id, newTally).add(agent === undefined ? countFor(id, chat, whole) : counted);
      }
    }
    const names = await this.#names([...agents.keys()]);
    return {
      total: total.figures(),
      days: [...days].map(([day, tally]) => ({ day, ...tally.figures() })),
      hours: hours.map((tally, hour) => ({ hour, ...tally.figures() })),
      departments: [...departments]
        .map(([id, tally]) => ({ id, name: names.departments.get(id) ?? null, ...tally.figures() }))
        .sort(mostChatsFirst),
      agents: [...agents]
        .map(([id, tally]) => ({ id, name: names.agents.get(id) ?? '', ...tally.figures() }))
        .sort(mostChatsFirst),
    };
  }

  /** What visitors asked about first, of the newest questions. @throws as `read` */
  async topics(query: StatisticsQuery): Promise<Topics> {
    checkSpan(query);
    const span = around(query.from, query.to);
    const localTime = localTimes(query.zone, span.from, span.to);
    const count = new TopicCount();
    for (let skip = 0; skip < MOST_QUESTIONS; skip += QUESTIONS) {
      const page = { skip, limit: QUESTIONS };
      const questions = await this.#store.read((database) => readQuestions(database, query, span, page));
      for (const { time, ...question } of questions) {
        const { day } = localTime(time);
        if (day >= query.from && day <= query.to) count.add(question);
      }
      if (questions.length < QUESTIONS) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return count.topics();
  }

  /** The chats that began in a span, with where in it. */
  async *#chats(query: StatisticsQuery): AsyncGenerator<readonly [CountedChat, LocalTime]> {
    const span = around(query.from, query.to);
    const localTime = localTimes(query.zone, span.from, span.to);
    let after: ChatPlace = { begun_at: span.from - 1, conversation: '', place: 0 };
    for (;;) {
      const place: ChatPlace = after;
      const rows = await this.#store.read((database) => readChats(database, query, place, span.to));
      for (const chat of rows) {
        const local = localTime(chat.begun_at);
        if (local.day >= query.from && local.day <= query.to) yield [chat, local];
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < SLICE) return;
      after = last;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #names(agents: readonly string[]) {
    const { departments = [] } = await this.#settings.read();
    const rows =
      agents.length === 0
        ? []
        : await this.#store.read((database) =>
            database.selectFrom('agents').select(['id', 'name']).where('id', 'in', agents).execute(),
          );
    return {
      agents: new Map(rows.map(({ id, name }) => [id, name])),
      departments: new Map<string | null, string>(departments.map(({ id, name }) => [id, name])),
    };
  }
}

function mostChatsFirst(one: NamedFigures, other: NamedFigures): number {
  return other.chats - one.chats || ((one.id ?? '') < (other.id ?? '') ? -1 : 1);
}

const newTally = (): Tally => new Tally();

function checkSpan({ from, to, zone }: StatisticsQuery): void {
  if (!isTimeZone(zone)) throw new ProtocolError('frame-invalid', { detail: 'zone: expected an IANA time zone' });
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  if (days < 1) throw new ProtocolError('frame-invalid', { detail: 'to: expected a day not before from' });
  if (days > MAX_STATISTICS_DAYS)
    throw new ProtocolError('frame-invalid', { detail: `to: expected at most ${MAX_STATISTICS_DAYS} days` });
}

type ChatPlace = Pick<Selectable<ChatTable>, 'begun_at' | 'conversation' | 'place'>;

async function readChats(
  database: Database,
  { department, agent }: StatisticsQuery,
  after: ChatPlace,
  to: number,
): Promise<readonly CountedChat[]> {
  let query = database
    .selectFrom('chats')
    .selectAll()
    .where('begun_at', '>=', after.begun_at)
    .where('begun_at', '<', to)
    .where(({ eb, or, and }) =>
      or([
        eb('begun_at', '>', after.begun_at),
        eb('conversation', '>', after.conversation),
        and([eb('conversation', '=', after.conversation), eb('place', '>', after.place)]),
      ]),
    )
    .orderBy('begun_at')
    .orderBy('conversation')
    .orderBy('place')
    .limit(SLICE);
  if (department !== undefined) query = query.where('department', '=', department);
  const rows = await query.execute();
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return [];
  let turns = database
    .selectFrom('chats as c')
    .innerJoin('chat_turns as t', (join) =>
      join.onRef('t.conversation', '=', 'c.conversation').onRef('t.chat', '=', 'c.place'),
    )
    .select(['t.conversation', 't.chat', 't.agent', 't.taken_at', 't.left_at'])
    .where('c.begun_at', '>=', first.begun_at)
    .where('c.begun_at', '<=', last.begun_at)
    // Of those that were never passed on the chat itself says it.
    .where('c.passes', '>', 0);
  if (department !== undefined) turns = turns.where('c.department', '=', department);
  if (agent !== undefined) turns = turns.where('t.agent', '=', agent);
  const byChat = new Map<string, Map<string, Turns>>();
  for (const { conversation, chat, agent: id, taken_at, left_at } of await turns.execute()) {
    const of = within(byChat, `${conversation} ${chat}`, () => new Map<string, Turns>());
    const { milliseconds, isOpen } = of.get(id) ?? { milliseconds: 0, isOpen: false };
    of.set(id, {
      milliseconds: milliseconds + Math.max(0, (left_at ?? taken_at) - taken_at),
      isOpen: isOpen || left_at === null,
    });
  }
  return rows.map((row) => ({ ...row, turns: byChat.get(`${row.conversation} ${row.place}`) ?? onlyTurn(row) }));
}

const NONE: ReadonlyMap<string, Turns> = new Map();

/** Who was the first to join has it until it ends, when nobody passes it on. */
function onlyTurn({ held_by, joined_at, ended_at, passes }: Selectable<ChatTable>): ReadonlyMap<string, Turns> {
  if (held_by === null || joined_at === null || passes > 0) return NONE;
  return new Map([
    [held_by, { milliseconds: Math.max(0, (ended_at ?? joined_at) - joined_at), isOpen: ended_at === null }],
  ]);
}

/** A chat as it counts for the team. */
function countChat(chat: CountedChat): Counted {
  const turns = [...chat.turns.values()];
  const sum = turns.reduce((total, { milliseconds }) => total + milliseconds, 0);
  return {
    isTheirs: true,
    isForm: chat.form === 1,
    isMissed: chat.ended_at !== null && chat.waited_from !== null && chat.joined_at === null,
    isOpen: chat.ended_at === null,
    wasPassedOn: chat.passes > 0,
    wait: since(chat.waited_from, chat.joined_at),
    response: since(chat.waited_from, chat.answered_at),
    handling: chat.ended_at !== null && turns.length > 0 ? sum : undefined,
    score: chat.rating ?? undefined,
  };
}

/** A chat as it counts for an agent whom it concerns. @param all - as it counts for the team */
function countFor(agent: string, chat: CountedChat, all: Counted): Counted {
  const turns = chat.turns.get(agent);
  return {
    ...all,
    isTheirs: turns !== undefined,
    isForm: all.isForm && turns !== undefined,
    wait: chat.joined_by === agent ? all.wait : undefined,
    response: chat.answered_by === agent ? all.response : undefined,
    handling: turns !== undefined && !turns.isOpen ? turns.milliseconds : undefined,
    score: chat.held_by === agent ? all.score : undefined,
  };
}

function concerned({ turns, joined_by, answered_by }: CountedChat): ReadonlySet<string> {
  const agents = new Set(turns.keys());
  for (const agent of [joined_by, answered_by]) if (agent !== null) agents.add(agent);
  return agents;
}

const since = (from: number | null, to: number | null): number | undefined =>
  from === null || to === null ? undefined : Math.max(0, to - from);

function within<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
