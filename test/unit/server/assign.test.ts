/** A3: who gets whom, over any team, any queue and any rules. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assign,
  STRATEGIES,
  type RoutedAgent,
  type RoutingRules,
} from '../../../packages/server/src/routing/assign.js';
import {
  formOfferedAt,
  reachOf,
  type Overflow,
  type WaitingVisitor,
} from '../../../packages/server/src/routing/reach.js';
import { seeded } from '../../support/property.js';

const NOW = 10_000_000;
const DEPARTMENTS = ['sales', 'service', 'french'];
const SKILLS = ['german', 'billing'];

const someOf = (all: readonly string[]) => fc.subarray([...all]);
const anyAgent = fc.record({
  departments: someOf(DEPARTMENTS).map((ids) => new Set(ids)),
  skills: someOf(SKILLS).map((names) => new Set(names)),
  capacity: fc.integer({ min: 1, max: 8 }),
  // More than the capacity: the owner has lowered it, or the chats came by hand.
  busy: fc.integer({ min: 0, max: 9 }),
  turn: fc.integer({ min: 0, max: 50 }),
  idleSince: fc.integer({ min: 0, max: NOW }),
});
const anyTeam = fc
  .array(anyAgent, { maxLength: 8 })
  .map((agents): RoutedAgent[] => agents.map((agent, index) => ({ ...agent, id: `agent-${index}` })));
const anyQueue = fc
  .array(
    fc.record({
      since: fc.integer({ min: NOW - 600_000, max: NOW }),
      department: fc.option(fc.constantFrom(...DEPARTMENTS)),
      skills: someOf(SKILLS),
    }),
    { maxLength: 25 },
  )
  .map((visitors): WaitingVisitor[] => visitors.map((one, index) => ({ ...one, conversation: `chat-${index}` })));
const anyOverflow: fc.Arbitrary<Overflow> = fc.record({
  from: fc.option(fc.constantFrom(...DEPARTMENTS), { nil: undefined }),
  after: fc.integer({ min: 0, max: 900 }),
  to: fc.oneof(
    fc.constantFrom('anybody' as const, 'form' as const),
    fc.constantFrom(...DEPARTMENTS).map((department) => ({ department })),
  ),
});
const anyRules: fc.Arbitrary<RoutingRules> = fc.record({
  strategy: fc.constantFrom(...STRATEGIES),
  overflow: fc.array(anyOverflow, { maxLength: 4 }),
});

/** How many chats each agent has afterwards. */
function loads(team: readonly RoutedAgent[], assigned: readonly { agent: string }[]): Map<string, number> {
  const busy = new Map(team.map(({ id, busy: before }) => [id, before]));
  for (const { agent } of assigned) busy.set(agent, (busy.get(agent) ?? NaN) + 1);
  return busy;
}

const suits = (visitor: WaitingVisitor, agent: RoutedAgent, { overflow }: RoutingRules): boolean =>
  reachOf(visitor, overflow, NOW).includes(agent);

describe('assign', () => {
  it('A3 gives nobody more than their capacity, nobody a chat they do not suit, and each chat once', () => {
    seeded(
      fc.property(anyTeam, anyQueue, anyRules, (team, queue, rules) => {
        const { assignments } = assign(team, queue, rules, NOW);
        const after = loads(team, assignments);
        for (const { id, capacity, busy } of team) expect(after.get(id)).toBeLessThanOrEqual(Math.max(capacity, busy));
        expect(new Set(assignments.map(({ conversation }) => conversation)).size).toBe(assignments.length);
        for (const { conversation, agent } of assignments) {
          const visitor = queue.find((one) => one.conversation === conversation);
          const chosen = team.find(({ id }) => id === agent);
          expect(visitor && chosen && suits(visitor, chosen, rules)).toBe(true);
        }
      }),
    );
  });

  it('A3 leaves no suitable agent with room beside somebody who waits', () => {
    seeded(
      fc.property(anyTeam, anyQueue, anyRules, (team, queue, rules) => {
        const { assignments } = assign(team, queue, rules, NOW);
        const served = new Set(assignments.map(({ conversation }) => conversation));
        const after = loads(team, assignments);
        for (const visitor of queue.filter(({ conversation }) => !served.has(conversation))) {
          for (const agent of team) {
            if (suits(visitor, agent, rules)) expect(after.get(agent.id)).toBeGreaterThanOrEqual(agent.capacity);
          }
        }
      }),
    );
  });

  it('A3 keeps the order: nobody is served before somebody who waits longer and whom the same agent suits', () => {
    seeded(
      fc.property(anyTeam, anyQueue, anyRules, (team, queue, rules) => {
        const { assignments } = assign(team, queue, rules, NOW);
        const given = new Map(assignments.map(({ conversation, agent }) => [conversation, agent]));
        for (const later of queue) {
          const agent = team.find(({ id }) => id === given.get(later.conversation));
          if (agent === undefined) continue;
          for (const earlier of queue.filter(({ since }) => since < later.since)) {
            if (suits(earlier, agent, rules)) expect(given.has(earlier.conversation)).toBe(true);
          }
        }
      }),
    );
  });

  it('A3 says the same whatever order it is told in, and the same again', () => {
    const shuffled = fc.tuple(anyTeam, anyQueue, anyRules).chain(([team, queue, rules]) =>
      fc.record({
        team: fc.constant(team),
        queue: fc.constant(queue),
        rules: fc.constant(rules),
        otherTeam: fc.shuffledSubarray(team, { minLength: team.length }),
        otherQueue: fc.shuffledSubarray(queue, { minLength: queue.length }),
      }),
    );
    seeded(
      fc.property(shuffled, ({ team, queue, rules, otherTeam, otherQueue }) => {
        expect(assign(otherTeam, otherQueue, rules, NOW)).toEqual(assign(team, queue, rules, NOW));
      }),
    );
  });

  it('A3 one after the other is the same as all at once: a node that stops in between does no harm', () => {
    seeded(
      fc.property(anyTeam, anyQueue, anyRules, (team, queue, rules) => {
        const all = assign(team, queue, rules, NOW).assignments;
        let agents = team;
        let waiting = queue;
        const steps = [];
        for (;;) {
          const [next] = assign(agents, waiting, rules, NOW).assignments;
          if (next === undefined) break;
          steps.push(next);
          const turn = Math.max(0, ...agents.map((agent) => agent.turn)) + 1;
          agents = agents.map((agent) => (agent.id === next.agent ? { ...agent, busy: agent.busy + 1, turn } : agent));
          waiting = waiting.filter(({ conversation }) => conversation !== next.conversation);
        }
        expect(steps).toEqual(all);
      }),
    );
  });

  it('A3 distributes evenly over equals, by every strategy', () => {
    const alike = fc.record({
      agents: fc.integer({ min: 1, max: 8 }),
      capacity: fc.integer({ min: 1, max: 8 }),
      visitors: fc.integer({ min: 0, max: 70 }),
      strategy: fc.constantFrom(...STRATEGIES),
    });
    seeded(
      fc.property(alike, ({ agents, capacity, visitors, strategy }) => {
        const nothing = { departments: new Set<string>(), skills: new Set<string>(), busy: 0, turn: 0, idleSince: 0 };
        const team = Array.from({ length: agents }, (_, index) => ({ ...nothing, id: `agent-${index}`, capacity }));
        const queue = Array.from({ length: visitors }, (_, index) => ({
          ...{ conversation: `chat-${index}`, since: index, department: null, skills: [] },
        }));
        const after = [...loads(team, assign(team, queue, { strategy, overflow: [] }, NOW).assignments).values()];
        expect(Math.max(...after) - Math.min(...after)).toBeLessThanOrEqual(1);
        expect(after.reduce((sum, busy) => sum + busy, 0)).toBe(Math.min(visitors, agents * capacity));
      }),
    );
  });

  it('A3 starves nobody: while suitable agents come free, each chat is given within as many as wait before it', () => {
    const course = fc.record({
      arrivals: fc.array(fc.option(fc.constantFrom(...DEPARTMENTS)), { minLength: 1, maxLength: 30 }),
      strategy: fc.constantFrom(...STRATEGIES),
      ends: fc.infiniteStream(fc.nat()),
    });
    seeded(
      fc.property(course, ({ arrivals, strategy, ends }) => {
        const idle = { skills: new Set<string>(), busy: 0, turn: 0, idleSince: 0 };
        let team: RoutedAgent[] = [
          { ...idle, id: 'Ada', departments: new Set(['sales', 'service']), capacity: 1 },
          { ...idle, id: 'Ben', departments: new Set(['service', 'french']), capacity: 2 },
        ];
        let waiting: WaitingVisitor[] = [];
        const running: { agent: string; department: string | null }[] = [];
        const left = [...arrivals];
        // Every round one more comes, as long as there are any, and then one chat ends.
        for (let round = 0; left.length + waiting.length + running.length > 0; round++) {
          expect(round).toBeLessThan(3 * arrivals.length + 3);
          const [department] = left.splice(0, 1);
          if (department !== undefined) {
            waiting.push({ conversation: `chat-${round}`, since: round, department, skills: [] });
          }
          const { assignments } = assign(team, waiting, { strategy, overflow: [] }, NOW);
          for (const { agent, conversation } of assignments) {
            const visitor = waiting.find((one) => one.conversation === conversation);
            running.push({ agent, department: visitor?.department ?? null });
          }
          const gone = new Set(assignments.map(({ conversation }) => conversation));
          waiting = waiting.filter(({ conversation }) => !gone.has(conversation));
          const value = Number(ends.next().value);
          const [ended] = running.splice(running.length === 0 ? 0 : value % running.length, 1);
          team = team.map((agent) => {
            const own = assignments.filter((one) => one.agent === agent.id).length;
            const over = Number(ended?.agent === agent.id);
            return { ...agent, busy: agent.busy + own - over, turn: own > 0 ? round + 1 : agent.turn };
          });
        }
      }),
      100,
    );
  });
});

describe('the strategies', () => {
  const agent = (id: string, facts: Partial<RoutedAgent>): RoutedAgent => ({
    ...{ id, departments: new Set<string>(), skills: new Set<string>(), capacity: 3, busy: 0, turn: 0, idleSince: 0 },
    ...facts,
  });
  const visitor: WaitingVisitor = { conversation: 'chat-1', since: NOW, department: null, skills: [] };
  const chosen = (strategy: RoutingRules['strategy'], ...team: RoutedAgent[]): string | undefined =>
    assign(team, [visitor], { strategy, overflow: [] }, NOW).assignments[0]?.agent;

  it('A3 longest-idle takes who has had nothing to do for longest, before anybody who has something', () => {
    const resting = agent('resting', { idleSince: 5, turn: 9 });
    expect(chosen('longest-idle', agent('new', { idleSince: 9 }), resting)).toBe('resting');
    expect(chosen('longest-idle', agent('busy', { busy: 1, turn: 1 }), resting)).toBe('resting');
    const [early, late] = [agent('early', { busy: 2, turn: 3 }), agent('late', { busy: 1, turn: 4 })];
    expect(chosen('longest-idle', late, early)).toBe('early');
  });

  it('A3 least-busy takes who has the fewest chats, then whose turn is longest ago', () => {
    expect(chosen('least-busy', agent('two', { busy: 2, turn: 1 }), agent('one', { busy: 1, turn: 9 }))).toBe('one');
    expect(chosen('least-busy', agent('late', { turn: 8 }), agent('early', { turn: 7 }))).toBe('early');
  });

  it('A3 round-robin takes who is next, however busy', () => {
    const [next, last] = [agent('next', { busy: 2, turn: 3 }), agent('last', { busy: 0, turn: 4 })];
    expect(chosen('round-robin', last, next)).toBe('next');
    expect(chosen('round-robin', last, { ...next, busy: 3 })).toBe('last');
  });
});

describe('overflow', () => {
  const waits: WaitingVisitor = { conversation: 'chat-1', since: 0, department: 'sales', skills: ['german'] };
  const seller = { departments: new Set(['sales']), skills: new Set(['german']) };
  const helper = { departments: new Set(['service']), skills: new Set<string>() };

  it('A3 opens another department after its time, whatever the skills, and says when to look again', () => {
    const rules: Overflow[] = [
      { from: 'sales', after: 60, to: { department: 'service' } },
      { from: 'french', after: 1, to: 'anybody' },
    ];
    const before = reachOf(waits, rules, 59_999);
    expect([before.includes(seller), before.includes(helper), before.widensAt]).toEqual([true, false, 60_000]);
    const after = reachOf(waits, rules, 60_000);
    expect([after.includes(seller), after.includes(helper), after.widensAt]).toEqual([true, true, null]);
    const team = [{ ...helper, id: 'Ada', capacity: 1, busy: 0, turn: 0, idleSince: 0 }];
    const at = (now: number) => assign(team, [waits], { strategy: 'least-busy', overflow: rules }, now);
    expect(at(59_999)).toEqual({ assignments: [], lookAgainAt: 60_000 });
    expect(at(60_000)).toEqual({ assignments: [{ conversation: 'chat-1', agent: 'Ada' }], lookAgainAt: null });
  });

  it('A3 asks for the department and for every skill before', () => {
    expect(reachOf(waits, [], 0).includes({ ...seller, skills: new Set() })).toBe(false);
    expect(reachOf(waits, [], 0).includes({ ...seller, departments: new Set(['service']) })).toBe(false);
    expect(reachOf({ ...waits, department: null }, [], 0).includes({ ...seller, departments: new Set() })).toBe(true);
  });

  it('V6 offers the form from the earliest time that concerns the visitor, and opens no door by it', () => {
    const rules: Overflow[] = [
      { after: 90, to: 'form' },
      { from: 'sales', after: 30, to: 'form' },
      { from: 'french', after: 1, to: 'form' },
    ];
    expect(formOfferedAt(waits, rules)).toBe(30_000);
    expect(formOfferedAt({ ...waits, department: null }, rules)).toBe(90_000);
    expect(formOfferedAt(waits, [{ after: 1, to: 'anybody' }])).toBeNull();
    expect(reachOf(waits, rules, 999_999).includes(helper)).toBe(false);
  });
});
