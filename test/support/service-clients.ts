/**
 * The conversation service with clients that are arrays: no socket, no HTTP, a clock that stands still until a test
 * moves it. For every test that is about what is stored and who is told.
 */
import {
  PROTOCOL_VERSION,
  type Ack,
  type Answer,
  type ClientCommand,
  type ClientFrame,
  type Hello,
  type LogEvent,
  type Problem,
  type ServerFrame,
  type Welcome,
} from '@support-chat/protocol';
import {
  createMemoryBus,
  createService,
  systemRandom,
  type AgentSession,
  type Bus,
  type Clock,
  type Connection,
  type Frame,
  type Guard,
  type Random,
  type Service,
  type ServiceOptions,
  type Store,
} from '@support-chat/server';
import { randomUUID } from 'node:crypto';

/** A clock that moves when told. */
export class StandingClock implements Clock {
  #now = 0;
  #wallTime = Date.UTC(2026, 0, 1);

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return this.#wallTime;
  }

  /** Both times go on by that many milliseconds. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
    this.#wallTime += milliseconds;
  }
}

interface Settings {
  readonly guard?: Guard;
  readonly random?: Random;
  /** Hash passwords at the cost of real ones; without it almost for nothing. */
  readonly dearPasswords?: boolean;
  /** Whether a model writes the answers of the bot. Answers that are there already are shown without a pause. */
  readonly botModel?: ServiceOptions['botModel'];
  /** How tickets are answered by mail; without it they are not. */
  readonly mail?: ServiceOptions['mail'];
}

/** A service over a store, and ways to come to it. */
export interface TestService {
  readonly service: Service;
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: StandingClock;
  /** What was logged. */
  readonly logged: { readonly event: string; readonly facts: Readonly<Record<string, unknown>> }[];
  /** A client that has said nothing yet. */
  client(agent?: AgentSession | null): TestClient;
  /** A visitor who has said hello; a new one without a token. */
  visitor(hello?: Partial<Hello>): Promise<TestClient>;
  /** An agent who has said hello, by default to the inbox. */
  agent(session: AgentSession, hello?: Partial<Hello>): Promise<TestClient>;
  /** Makes an agent in the database, with a session; no password is hashed. */
  hire(name: string, role?: AgentSession['agent']['role']): Promise<AgentSession>;
}

/** Starts a service. The store stays the caller's to close. */
export async function startTestService(store: Store, settings: Settings = {}): Promise<TestService> {
  const { guard = { newSession: () => 0, message: () => 0, search: () => 0 }, random = systemRandom } = settings;
  const clock = new StandingClock();
  const bus = createMemoryBus();
  const logged: TestService['logged'] = [];
  const note = (facts: Readonly<Record<string, unknown>>, event: string) => void logged.push({ event, facts });
  const log = { info: note, warn: note, error: note };
  const passwordCost = settings.dearPasswords === true ? undefined : { logN: 4, r: 8, p: 1 };
  const { botModel, mail } = settings;
  const service = await createService({
    ...{ store, bus, clock, random, guard, log, passwordCost, botModel, botPace: 0, mail },
  });

  const client = (agent: AgentSession | null = null) => new TestClient(service, agent);
  return {
    service,
    store,
    bus,
    clock,
    logged,
    client,
    async visitor(hello = {}) {
      const visitor = client();
      await visitor.hello({ role: 'visitor', ...hello });
      return visitor;
    },
    async agent(session, hello = {}) {
      const agent = client(session);
      await agent.hello({ role: 'agent', ...hello });
      return agent;
    },
    async hire(name, role = 'agent') {
      const id = randomUUID();
      const profile = { id, email: `${id}@shop.example`, name, role, title: null };
      const session = randomUUID();
      const expiresAt = clock.wallTime() + 24 * 60 * 60 * 1000;
      await store.write(async (transaction) => {
        const secrets = { password_hash: 'none', created_at: 0 };
        await transaction
          .insertInto('agents')
          .values({ ...profile, ...secrets })
          .execute();
        await transaction
          .insertInto('agent_sessions')
          .values({ id: session, token_hash: session, agent: id, expires_at: expiresAt })
          .execute();
      });
      return { id: session, agent: profile, author: { kind: 'agent', id, name }, expiresAt };
    },
  };
}

/** One client: what it was sent, and short words for what it says. */
export class TestClient {
  readonly connection: Connection;
  readonly frames: ServerFrame[] = [];
  /** The same frames as the sink got them. */
  readonly sent: Frame[] = [];
  /** Why the transport was closed. */
  closed: Problem | null = null;

  constructor(service: Service, agent: AgentSession | null) {
    this.connection = service.connect({
      address: '203.0.113.7',
      agent,
      sink: {
        send: (frame) => {
          this.sent.push(frame);
          this.frames.push(JSON.parse(frame.text) as ServerFrame);
        },
        close: (problem) => {
          this.closed = problem;
        },
      },
    });
  }

  async hello(hello: Partial<Hello>): Promise<void> {
    await this.say({ type: 'hello', protocol: PROTOCOL_VERSION, role: 'visitor', ...hello });
  }

  async say(frame: ClientFrame): Promise<void> {
    await this.connection.receive(frame);
  }

  /** Asks and gives the answer, whatever it is. */
  ask(command: Parameters<Connection['request']>[0]): Promise<Answer> {
    return this.connection.request(command);
  }

  /** Sends a command that has to succeed. */
  async do(command: ClientCommand): Promise<Ack> {
    const answer = await this.ask(command);
    if (answer.type !== 'ack') throw new Error(`Not acked: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Sends a message, to the conversation an earlier ack names. */
  write(text: string, where?: Place, id: string = randomUUID()): Promise<Ack> {
    return this.do({ type: 'message-send', id, text, ...placeOf(where) });
  }

  /** Frames of one type. */
  all<Type extends ServerFrame['type']>(type: Type): Extract<ServerFrame, { type: Type }>[] {
    return this.frames.filter((frame): frame is Extract<ServerFrame, { type: Type }> => frame.type === type);
  }

  get welcome(): Welcome {
    const [welcome] = this.all('welcome');
    if (welcome === undefined) throw new Error(`No welcome in ${JSON.stringify(this.frames)}`);
    return welcome;
  }

  get token(): string {
    const { session } = this.welcome;
    if (session === undefined) throw new Error('The welcome has no session.');
    return session.token;
  }

  /** Log events in the order they came. */
  get events(): LogEvent[] {
    return this.frames.filter((frame): frame is LogEvent => 'seq' in frame && frame.type !== 'ack');
  }
}

/** Where a conversation is: an ack, or a snapshot's id and epoch. */
export interface Place {
  readonly conversation: string;
  readonly epoch: string;
}

/** The part of a command that names its conversation. */
export function placeOf(place: Place | undefined): Partial<Place> {
  return place === undefined ? {} : { conversation: place.conversation, epoch: place.epoch };
}

/** The code an answer was refused with; null when it was not. */
export function refusal(answer: Answer): Problem['code'] | null {
  return answer.type === 'refused' ? answer.problem.code : null;
}
