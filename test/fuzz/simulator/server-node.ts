/** The one server of a simulated world: the real conversation service in a process that crashes, drains and comes back. */
import {
  Lane,
  type SeededRandom,
  type Scheduler,
  type SimulatedClient,
  type SimulatedNetwork,
  type SimulatedPeer,
} from '@support-chat/testkit';
import { problem, type Answer } from '@support-chat/protocol';
import {
  createService,
  Frame,
  type AgentSession,
  type Bus,
  type Connection,
  type Service,
  type Store,
} from '@support-chat/server';
import { createLossyBus, type BusWeather } from './lossy-bus.js';
import { createSlowStore, type DiskWeather } from './slow-store.js';
import type { ServerDefect } from './defects.js';

/** Milliseconds between two looks at who has fallen silent. */
const SWEEP_INTERVAL = 5_000;

interface ServerNodeOptions {
  readonly scheduler: Scheduler;
  readonly random: SeededRandom;
  readonly network: SimulatedNetwork;
  readonly store: Store;
  readonly agent: AgentSession;
  readonly defect: ServerDefect;
  readonly onError: (event: string, error: unknown) => void;
}

/** What the server is like at the moment. */
export interface ServerWeather {
  readonly disk: DiskWeather;
  readonly bus: BusWeather;
  /** Probability that a message is refused by its rate. */
  refusal: number;
  /** Milliseconds its wall clock is off. */
  wallOffset: number;
}

export class ServerNode {
  readonly weather: ServerWeather = {
    disk: { delay: 4, failure: 0 },
    bus: { loss: 0, duplication: 0 },
    refusal: 0,
    wallOffset: 0,
  };
  readonly #options: ServerNodeOptions;
  #lane: Lane | null = null;
  #service: Service | null = null;
  #starts = 0;
  readonly #clients = new Map<Connection, SimulatedClient>();

  constructor(options: ServerNodeOptions) {
    this.#options = options;
  }

  get up(): boolean {
    return this.#service !== null;
  }

  /** Starts a process on the database as it is. */
  async start({ restamp = false } = {}): Promise<void> {
    const { scheduler, random, store, onError, defect } = this.#options;
    const lane = new Lane(scheduler, `node ${++this.#starts}`);
    this.#lane = lane;
    const { weather } = this;
    const slow = createSlowStore(defect.store?.(store, lane) ?? store, lane, random, weather.disk);
    const bus: Bus = createLossyBus(random, weather.bus);
    const quiet = (): void => undefined;
    const service = await createService({
      store: slow,
      bus,
      clock: { now: () => scheduler.now, wallTime: () => 1_750_000_000_000 + scheduler.now + weather.wallOffset },
      random,
      guard: {
        search: () => 0,
        newSession: () => (random.chance(weather.refusal) ? random.between(1, 5) : 0),
        message: () => (random.chance(weather.refusal) ? random.between(1, 5) : 0),
      },
      log: { info: quiet, warn: quiet, error: ({ error }, event) => onError(event, error) },
    });
    const begin = (): void => {
      if (this.#lane !== lane) return;
      this.#service = service;
      const sweep = (): void => {
        service.sweep();
        lane.after(SWEEP_INTERVAL, sweep);
      };
      lane.after(SWEEP_INTERVAL, sweep);
    };
    // Nobody is let in before every log has its new epoch (L4).
    const renew = (): void => void service.restampEpochs().then(begin, () => lane.after(500, renew));
    if (restamp) renew();
    else begin();
  }

  /** The process dies: what it was doing never happened, its sockets are closed by the machine. */
  crash(): void {
    this.#lane?.kill();
    this.#lane = this.#service = null;
    this.#clients.clear();
    for (const wire of [...this.#options.network.wires]) wire.cut();
  }

  /** The orderly end (S2): goodbye, what is under way is finished, then everybody is closed. */
  drain(stopped: () => void): void {
    const { random } = this.#options;
    const lane = this.#lane;
    if (lane === null) return;
    this.#service = null;
    const clients = [...this.#clients];
    for (const [connection] of clients) {
      connection.send(Frame.of({ type: 'goaway', retryAfter: random.between(0, 10) }, 'exact'));
    }
    lane.after(500, () => {
      for (const [connection, client] of clients) {
        connection.close();
        client.close(problem('server-stopping'));
      }
    });
    lane.after(5000, () => {
      lane.kill();
      stopped();
    });
  }

  /** Lets a client in; null when nobody is there. */
  accept(client: SimulatedClient, agent: boolean): SimulatedPeer | null {
    const [service, lane] = [this.#service, this.#lane];
    if (service === null || lane === null) return null;
    const { defect } = this.#options;
    const connection = service.connect({
      address: '203.0.113.7',
      agent: agent ? this.#options.agent : null,
      sink: {
        send: (frame) => {
          const text = defect.frame?.(frame.text) ?? frame.text;
          if (text !== '') client.send(text);
        },
        close: (reason) => {
          this.#clients.delete(connection);
          client.close(reason);
        },
      },
    });
    this.#clients.set(connection, client);
    return {
      lane,
      receive: (frame) => void connection.receive(frame),
      request: (frame): Promise<Answer> => {
        // What `POST /v1/commands` says for a connection that is no more.
        if (service.find(connection.id) !== connection) {
          return Promise.resolve({ type: 'refused', id: frame.id, problem: problem('connection-unknown') });
        }
        return connection.request(frame);
      },
      ended: () => {
        this.#clients.delete(connection);
        connection.close();
      },
    };
  }
}
