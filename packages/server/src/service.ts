/**
 * The conversation service: puts store, bus, identities, conversations and connections together and owns what is one
 * per server (the connections, whether somebody is there, the counters). Knows nothing of HTTP, sockets or timers.
 */
import type { Department, Departments } from '@support-chat/protocol';
import type { Bus } from './bus/bus.js';
import { Frame } from './bus/frame.js';
import type { Clock, Random } from './clock.js';
import { Connection, type ConnectOptions } from './connection/connection.js';
import type { ConnectionHost, Counters, Guard, Log } from './connection/host.js';
import { InboxFeed } from './connection/inbox-feed.js';
import { QueueFeed } from './connection/queue-feed.js';
import { Conversations } from './conversation/conversations.js';
import { Agents } from './identity/agents.js';
import type { PasswordCost } from './identity/password.js';
import { Articles } from './help/articles.js';
import { Settings } from './settings/settings.js';
import { Visitors } from './identity/visitors.js';
import type { Store } from './store/store.js';

export type { Connection, ConnectOptions } from './connection/connection.js';
export type { Counters, Guard, Log } from './connection/host.js';

/** Milliseconds a client may take for its hello (X4). */
const HELLO_PATIENCE = 5_000;
/** Milliseconds of silence after which a client is taken for dead: a hidden tab pings once a minute (C2). */
const SILENCE_LIMIT = 90_000;
/** Milliseconds without any agent before visitors are told: an agent who reloads the desk has not left. */
const ABSENCE_PATIENCE = 5_000;

/** What the service stands on. */
export interface ServiceOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly guard: Guard;
  readonly log: Log;
  /** What hashing a password costs; less than the default is for tests only. */
  readonly passwordCost?: PasswordCost | undefined;
}

/** Counters since the start, and the present state. */
export interface ServiceStats extends Readonly<Counters> {
  readonly visitorConnections: number;
  readonly agentConnections: number;
}

/** Starts the service on an open store. */
export function createService(options: ServiceOptions): Promise<Service> {
  return Promise.resolve(new Service(options));
}

/** One server, as transports and the command line see it. */
export class Service implements ConnectionHost {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly guard: Guard;
  readonly log: Log;
  readonly agents: Agents;
  readonly visitors: Visitors;
  readonly conversations: Conversations;
  readonly settings: Settings;
  readonly articles: Articles;
  readonly inbox: InboxFeed;
  readonly queue: QueueFeed;
  readonly counters: Counters = {
    sessionsMade: 0,
    messagesStored: 0,
    commandsRepeated: 0,
    commandsRefused: 0,
    signalsDropped: 0,
    framesDelivered: 0,
  };
  readonly #connections = new Map<string, Connection>();
  #agentConnections = 0;
  #visitorConnections = 0;
  #staffed = false;
  #departments: Departments = [];
  /** What visitors were told last. */
  #told = JSON.stringify({ staffed: false });
  /** Monotonic time when the last agent went. */
  #unattendedSince = 0;

  constructor(options: ServiceOptions) {
    this.bus = options.bus;
    this.clock = options.clock;
    this.random = options.random;
    this.guard = options.guard;
    this.log = options.log;
    this.agents = new Agents(options);
    this.visitors = new Visitors(options);
    this.conversations = new Conversations(options);
    this.settings = new Settings(options);
    this.articles = new Articles(options);
    this.inbox = new InboxFeed(options);
    this.queue = new QueueFeed({ ...options, connections: () => this.#connections.values() });
  }

  /** Takes a client that a transport has accepted. */
  connect(options: ConnectOptions): Connection {
    const connection = new Connection(this, options);
    this.#connections.set(connection.id, connection);
    return connection;
  }

  /** A connection by its id, until it closes. */
  find(connectionId: string): Connection | undefined {
    return this.#connections.get(connectionId);
  }

  /** Whether an agent is there, or was a moment ago. */
  staffed(): boolean {
    return this.#staffed;
  }

  /** Departments in which an agent is, by id; nothing where the owner has set none. */
  staffedIn(): { readonly staffedIn?: string[] } {
    if (this.#departments.length === 0) return {};
    const here = new Set<string>();
    for (const { agent, open } of this.#connections.values()) if (open && agent) here.add(agent.agent.id);
    const isStaffed = ({ agents }: Department): boolean => agents?.some((id) => here.has(id)) ?? this.#staffed;
    return { staffedIn: this.#departments.filter(isStaffed).map(({ id }) => id) };
  }

  /** Takes departments anew; to be called after the start as well. A failure leaves those of before. */
  async settingsChanged(): Promise<void> {
    try {
      this.#departments = (await this.settings.read()).departments ?? [];
    } catch (error) {
      this.log.error({ error }, 'departments-not-read');
    }
    this.#tellStaffed();
  }

  /** Called by a connection, right before its welcome. */
  opened(connection: Connection): void {
    if (connection.actor?.kind === 'visitor') this.#visitorConnections++;
    else {
      this.#agentConnections++;
      this.#staffed = true;
      this.#tellStaffed();
    }
  }

  /** Called by a connection, once. */
  closed(connection: Connection, wasOpen: boolean): void {
    this.#connections.delete(connection.id);
    if (!wasOpen) return;
    if (connection.actor?.kind === 'visitor') this.#visitorConnections--;
    else if (--this.#agentConnections === 0) this.#unattendedSince = this.clock.now();
  }

  /**
   * Closes connections that said no hello within 5 s, that were silent for 90 s or whose agent's session has expired,
   * and tells visitors when the last agent has been gone for 5 s. To be called every second or so.
   */
  sweep(): void {
    const now = this.clock.now();
    const wallTime = this.clock.wallTime();
    for (const connection of [...this.#connections.values()]) {
      const silence = connection.silence(now);
      if (connection.silent && silence >= HELLO_PATIENCE) connection.fail('hello-missing');
      else if (silence >= SILENCE_LIMIT) connection.fail('connection-silent');
      else if (connection.agent !== null && connection.agent.expiresAt <= wallTime) connection.fail('session-expired');
    }
    this.queue.sweep();
    if (this.#agentConnections === 0 && now - this.#unattendedSince >= ABSENCE_PATIENCE) this.#staffed = false;
    this.#tellStaffed();
  }

  /** Removes expired sessions. To be called now and then. */
  async cleanUp(): Promise<void> {
    await this.visitors.cleanUp();
    await this.agents.cleanUp();
    await this.settingsChanged(); // another node may have changed them
  }

  /** Gives every log a new epoch, after a backup was restored (L4). Resolves with their number. */
  restampEpochs(): Promise<number> {
    return this.conversations.restampEpochs();
  }

  /** What is counted, as of now. */
  stats(): ServiceStats {
    return {
      ...this.counters,
      visitorConnections: this.#visitorConnections,
      agentConnections: this.#agentConnections,
    };
  }

  #tellStaffed(): void {
    const said = { staffed: this.#staffed, ...this.staffedIn() };
    const told = JSON.stringify(said);
    if (told === this.#told) return;
    this.#told = told;
    const frame = Frame.of({ type: 'staffed-changed', ...said }, 'exact');
    for (const connection of this.#connections.values()) {
      if (connection.open && connection.actor?.kind === 'visitor') connection.send(frame);
    }
  }
}
