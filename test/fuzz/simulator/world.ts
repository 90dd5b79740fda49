/** One simulated world: who is in it, and what may happen to them. When it happens is decided in `simulate.ts`. */
import {
  Checker,
  Scheduler,
  SeededRandom,
  SimulatedDevice,
  SimulatedNetwork,
  type FinalLog,
} from '@support-chat/testkit';
import type { AgentSession, Store } from '@support-chat/server';
import type { Defect } from './defects.js';
import { readLogs, restoreBackup, takeBackup, type Backup } from './disk.js';
import { Window, type Surroundings } from './person.js';
import { ServerNode } from './server-node.js';

const AGENT_ID = 'agent-of-the-house';
const AGENT_SESSION = { id: 'session-of-the-agent', expiresAt: Number.MAX_SAFE_INTEGER } as const;

/** Everything is settled between two happenings: no timer, no file, only promises. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class World {
  readonly random: SeededRandom;
  readonly scheduler = new Scheduler(settle);
  readonly network: SimulatedNetwork;
  readonly node: ServerNode;
  readonly checker = new Checker();
  readonly visitors: { readonly device: SimulatedDevice; readonly windows: Window[] }[] = [];
  readonly desk: Window[] = [];
  readonly trace: (line: string) => void;
  /** Probability that something between client and server refuses an answer for good. */
  interception = 0;
  /** No faults any more. */
  healed = false;
  readonly #store: Store;
  readonly #surroundings: Surroundings;
  readonly #defect: Defect;
  #backup: Backup = [];
  #messages = 0;
  #windows = 0;

  private constructor(store: Store, seed: number, defect: Defect, trace: (line: string) => void) {
    const { scheduler } = this;
    this.#store = store;
    this.#defect = defect;
    this.random = new SeededRandom(seed);
    this.trace = (line) => trace(`${(scheduler.now / 1000).toFixed(3)} ${line}`);
    this.network = new SimulatedNetwork(scheduler, this.random);
    const author = { kind: 'agent', id: AGENT_ID, name: 'Ada' } as const;
    const agent: AgentSession = {
      ...AGENT_SESSION,
      agent: { id: AGENT_ID, email: 'ada@shop.example', name: 'Ada', role: 'agent', title: null },
      author,
    };
    this.node = new ServerNode({
      scheduler,
      random: this.random,
      network: this.network,
      store,
      agent,
      defect,
      onError: (event, error) => this.checker.fail('server', `${event}: ${String(error)}`),
    });
    this.#surroundings = {
      random: this.random,
      network: this.network,
      node: this.node,
      checker: this.checker,
      defect,
      trace: this.trace,
      interception: () => this.interception,
    };
  }

  /** A world with a server, an agent and some visitors. */
  static async create(store: Store, seed: number, defect: Defect, trace: (line: string) => void): Promise<World> {
    const world = new World(store, seed, defect, trace);
    await restoreBackup(store, []);
    await store.write(async (transaction) => {
      await transaction
        .insertInto('agents')
        .values({
          id: AGENT_ID,
          email: 'ada@shop.example',
          name: 'Ada',
          role: 'agent',
          password_hash: 'none',
          created_at: 0,
        })
        .execute();
      const { id, expiresAt } = AGENT_SESSION;
      await transaction
        .insertInto('agent_sessions')
        .values({ id, token_hash: id, agent: AGENT_ID, expires_at: expiresAt })
        .execute();
    });
    world.#backup = await takeBackup(store);
    world.checker.owners.set(AGENT_ID, 'agent');
    await world.node.start();
    const { random } = world;
    const visitors = random.chance(0.3) ? 2 : 1;
    for (let index = 0; index < visitors; index++) {
      world.visitors.push({ device: new SimulatedDevice(random), windows: [] });
      world.openTab(index);
    }
    return world;
  }

  get windows(): Window[] {
    return [...this.visitors.flatMap(({ windows }) => windows), ...this.desk];
  }

  /** Opens one more tab of a visitor. */
  openTab(index: number): void {
    const visitor = this.visitors[index];
    if (!visitor || visitor.windows.length >= 3) return;
    visitor.windows.push(new Window(this.#surroundings, `v${index + 1}.${++this.#windows}`, visitor.device));
  }

  /** The agent opens every conversation there is. */
  async lookAtInbox(): Promise<void> {
    for (const { conversation } of await readLogs(this.#store)) {
      if (this.desk.some((window) => window.conversation === conversation)) continue;
      const device = new SimulatedDevice(this.random);
      this.desk.push(new Window(this.#surroundings, `desk.${++this.#windows}`, device, conversation));
    }
  }

  write(window: Window): void {
    window.write(`m${++this.#messages}`);
  }

  /** Whether the last backup has anything of a conversation. */
  get hasBackup(): boolean {
    return this.#backup.some(({ table, rows }) => table === 'events' && rows.length > 0);
  }

  async backUp(): Promise<void> {
    this.#backup = await takeBackup(this.#store);
  }

  /** Puts the last backup in the place of the database; the server must be down. */
  async restore(): Promise<void> {
    const logs = await readLogs(this.#store);
    const before = messageIds(logs);
    await restoreBackup(this.#store, this.#backup);
    const after = messageIds(await readLogs(this.#store));
    const epochs = logs.map(({ epoch }) => epoch);
    this.checker.restored(new Set(before.keys()), after, this.#defect.keepsEpochs === true ? [] : epochs);
  }

  /** Starts the server again. */
  async restart(restored: boolean): Promise<void> {
    await this.node.start({ restamp: restored && this.#defect.keepsEpochs !== true });
  }

  logs(): Promise<readonly FinalLog[]> {
    return readLogs(this.#store);
  }

  /** An agent closes the windows of conversations that a restore took away. */
  async closeOrphans(): Promise<void> {
    const logs = await this.logs();
    for (const window of [...this.desk]) {
      if (logs.some(({ conversation }) => conversation === window.conversation)) continue;
      window.close('ordered');
      for (const message of this.checker.written.values()) {
        if (message.origin.startsWith(`${window.name}#`)) message.forfeited = true;
      }
      this.desk.splice(this.desk.indexOf(window), 1);
    }
  }
}

function messageIds(logs: readonly FinalLog[]): ReadonlyMap<string, number> {
  return new Map(
    logs.flatMap(({ events }) =>
      events.flatMap((event): [string, number][] => (event.type === 'message-added' ? [[event.id, event.seq]] : [])),
    ),
  );
}
