/**
 * Plays one world by its seed: a while of life with faults, then everything heals, then it has to come to rest, then
 * it is judged. The same seed gives the same trace, to the letter.
 */
import type { Store } from '@support-chat/server';
import { isBegun, logOf } from '@support-chat/testkit';
import type { Defect } from './defects.js';
import { faults, life, RESTORE, switching, type Deed } from './deeds.js';
import { World } from './world.js';

/** Virtual milliseconds after healing in which a world has to come to rest. */
const PATIENCE = 400_000;
/** Trace lines that are kept for a failure. */
const KEPT_LINES = 40;

export interface Outcome {
  readonly seed: number;
  /** Empty: all went well. */
  readonly violations: readonly string[];
  /** Of the whole trace: equal for equal runs. */
  readonly hash: string;
  /** The last lines, or all of them. */
  readonly trace: readonly string[];
}

export interface SimulateOptions {
  readonly defect?: Defect;
  /** Visitors begin conversations beside those that have ended, and open earlier ones again; no database is restored. */
  readonly several?: boolean;
  /** Keeps all of the trace. */
  readonly whole?: boolean;
}

/** Plays one world on an open store, which it empties first. */
export async function simulate(store: Store, seed: number, options: SimulateOptions = {}): Promise<Outcome> {
  const lines: string[] = [];
  let hash = 0x811c9dc5;
  const world = await World.create(store, seed, options.defect ?? {}, (line) => {
    for (let index = 0; index < line.length; index++) {
      hash = Math.imul(hash ^ line.charCodeAt(index), 0x01000193) >>> 0;
    }
    lines.push(line);
    if (options.whole !== true && lines.length > KEPT_LINES) lines.shift();
  });
  const { scheduler, random, checker, trace } = world;
  planLife(world, options.several === true);
  await scheduler.run(random.between(15_000, 60_000), () => checker.violations.length > 0);
  if (checker.violations.length === 0) {
    await heal(world);
    const deadline = scheduler.now + PATIENCE;
    let settled = false;
    while (!settled && scheduler.now < deadline && checker.violations.length === 0) {
      await scheduler.run(scheduler.now + 1000, () => checker.violations.length > 0);
      settled = await isSettled(world);
    }
    const logs = await world.logs();
    if (checker.violations.length === 0) {
      if (!settled) checker.fail('unsettled', world.windows.map(describe).join('; '));
      checker.finish(logs, new Map(world.windows.map((window) => [window.origin, window.chat])), unread(world));
    }
    for (const { conversation, epoch, events } of logs) trace(`log ${conversation} ${epoch} ${JSON.stringify(events)}`);
  }
  trace(`end: ${checker.violations.join(' | ') || 'as it should be'}`);
  for (const window of world.windows) window.close('killed');
  world.node.crash();
  return { seed, violations: checker.violations, hash: hash.toString(16).padStart(8, '0'), trace: lines };
}

/** Decides what will happen and when. Each world has a few kinds of faults, so that these meet often. */
function planLife(world: World, several: boolean): void {
  const { random, scheduler } = world;
  const left = several ? faults.filter(({ name }) => name !== RESTORE) : [...faults];
  const chosen: Deed[] = [];
  for (let wanted = random.between(1, 6); wanted > 0; wanted--) {
    chosen.push(...left.splice(random.between(0, left.length - 1), 1));
  }
  if (several) chosen.push(...switching);
  // As many faults as ordinary deeds, whichever they are.
  const factor = weightOf(life) / weightOf(chosen);
  const kinds = [...life, ...chosen.map((deed) => ({ ...deed, weight: deed.weight * factor }))];
  const total = weightOf(kinds);
  const count = random.between(15, 45);
  let time = 0;
  for (let index = 0; index < count; index++) {
    time += random.chance(0.6) ? random.between(0, 400) : random.between(0, 4000);
    scheduler.after(time, () => {
      if (world.healed) return;
      let draw = random.next() * total;
      const deed = kinds.find(({ weight }) => (draw -= weight) < 0) ?? life[0];
      if (deed) void deed.run(world);
    });
  }
}

function weightOf(deeds: readonly Deed[]): number {
  return deeds.reduce((sum, { weight }) => sum + weight, 0);
}

/** All faults are over: what is broken has to find out and recover by itself. */
async function heal(world: World): Promise<void> {
  const { network, node, checker } = world;
  world.healed = true;
  world.trace('everything heals');
  network.refusing = false;
  network.latency = 60;
  network.loss = network.duplication = world.interception = 0;
  Object.assign(node.weather.disk, { delay: 4, failure: 0 });
  Object.assign(node.weather.bus, { loss: 0, duplication: 0 });
  node.weather.refusal = 0;
  if (!node.up) {
    node.crash();
    await world.restart(false);
  }
  await world.closeOrphans();
  for (const window of world.windows) {
    window.device.full = window.device.blocked = false;
    window.lane.thaw();
    window.setPage({ visible: true, online: true });
    window.lane.after(10, () => {
      if (window.chat.getState().connection.phase === 'stopped') window.chat.dispatch({ type: 'connect' });
    });
  }
  if (checker.written.size > 0) world.trace(`${checker.written.size} messages so far`);
}

/** What is on devices whose tabs all went on without them (O4): the next page sends it. */
function unread(world: World): ReadonlySet<string> {
  const devices = world.visitors.filter(({ windows }) =>
    windows.every(({ chat }) => chat.getState().storage.owner === null),
  );
  return new Set(devices.flatMap(({ device }) => [...device.records.keys()]));
}

/** Everybody is connected, has sent everything, and shows all there is. */
async function isSettled(world: World): Promise<boolean> {
  const windows = world.windows.map(({ chat }) => chat.getState());
  if (windows.some(({ connection, outbox }) => connection.phase !== 'online' || outbox.some(isWaiting))) return false;
  const logs = await world.logs();
  return windows.every((state) => {
    const { timeline } = state;
    const log = logOf(state, logs);
    return !log || isBegun(state, log) || (timeline.cursor?.epoch === log.epoch && timeline.cursor.seq === log.head);
  });
}

function isWaiting({ phase }: { readonly phase: string }): boolean {
  return phase !== 'failed';
}

function describe({ origin, chat }: World['windows'][number]): string {
  const { connection, outbox, timeline, storage } = chat.getState();
  const waiting = outbox.map(({ text, phase }) => `${text} ${phase}`).join(', ');
  const facts = `${connection.phase} ${connection.problem?.code ?? ''} at ${timeline.cursor?.seq ?? 'nothing'}/${timeline.head}`;
  return `${origin} ${facts} [${waiting}]${storage.sender ? ' sender' : ''}`;
}
