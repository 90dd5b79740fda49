/**
 * Some days of a team and its visitors, on a server whose clock the test moves: by a seed they write, take, pass on, end and
 * rate, and what they do is written down here, apart from all that the server writes down.
 */
import type { ConversationPhase } from '@support-chat/protocol';
import type { AgentSession, RunningServer } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import type { SeededRandom } from './random.js';
import { TestClient, type Place } from './service-clients.js';

const MINUTE = 60_000;
/** Of every agent. */
export const PASSWORD = 'correct horse battery';

/** What the test knows of a chat. */
export interface Chat {
  readonly begun: number;
  department: string | null;
  form: boolean;
  asked: number | null;
  joined: { readonly by: string; readonly at: number } | null;
  answered: { readonly by: string; readonly at: number } | null;
  /** Who had it, from when to when. */
  readonly had: { readonly by: string; readonly from: number; to: number | null }[];
  passed: boolean;
  ended: number | null;
  score: number | null;
}

/** What the test knows of a visitor's conversation. */
export interface Talk {
  readonly visitor: { token: string; department: string | undefined };
  place: Place;
  readonly chats: Chat[];
  phase: ConversationPhase;
  holder: string | null;
}

interface TestClock {
  now(): number;
  advance(milliseconds: number): void;
}

/** Some days of a team and its visitors. */
export class TeamDay {
  readonly random: SeededRandom;
  readonly talks: Talk[] = [];
  readonly agents = new Map<string, { readonly id: string; session: AgentSession }>();
  readonly #server: RunningServer;
  readonly #clock: TestClock;

  constructor(server: RunningServer, random: SeededRandom, clock: TestClock) {
    this.#server = server;
    this.random = random;
    this.#clock = clock;
  }

  async signIn(): Promise<void> {
    for (const name of ['ada', 'ben', 'cem']) {
      const credentials = { email: `${name}@shop.example`, password: PASSWORD };
      const { session } = await this.#server.service.agents.signIn(credentials);
      this.agents.set(name, { id: session.agent.id, session });
    }
  }

  /** So many things happen, at random and with random pauses. */
  async work(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) {
      this.#clock.advance(this.random.between(0, 45 * MINUTE));
      // Who waits for an agent may be passed on to one who is there.
      this.#server.service.sweep();
      await this.#server.service.settle();
      await this.signIn();
      await this.#something();
    }
  }

  /** A new visitor's first words. */
  async ask(text: string, profile: { name?: string; email?: string; department?: string } = {}): Promise<Talk> {
    const client = new TestClient(this.#server.service, null);
    await client.hello({ profile });
    return this.#begin(client, profile.department, { type: 'message-send', text });
  }

  async #begin(client: TestClient, department: string | undefined, words: object): Promise<Talk> {
    const place = await client.do({ id: randomUUID(), ...words } as never);
    const talk: Talk = {
      visitor: { token: client.token, department },
      place: { conversation: place.conversation, epoch: place.epoch },
      chats: [],
      phase: 'queued',
      holder: null,
    };
    this.talks.push(talk);
    return talk;
  }

  async #something(): Promise<void> {
    const { random } = this;
    const open = this.talks.filter(({ phase }) => phase !== 'ended');
    const live = open.filter(({ phase }) => phase === 'live');
    const queued = open.filter(({ phase }) => phase === 'queued');
    const ended = this.talks.filter(({ phase }) => phase === 'ended');
    const choices: (() => Promise<void>)[] = [() => this.#newTalk(), () => this.#newTalk()];
    const of = (talks: readonly Talk[], what: (talk: Talk) => Promise<void>, times = 1) => {
      const [first, ...rest] = talks;
      if (first === undefined) return;
      for (let time = 0; time < times; time++) choices.push(() => what(random.pick([first, ...rest])));
    };
    of(open, (talk) => this.#visitorWrites(talk));
    of(open, (talk) => this.#visitorFillsIn(talk));
    of(open, (talk) => this.#note(talk));
    of(queued, (talk) => this.#claims(talk), 2);
    of(open, (talk) => this.#agentWrites(talk), 3);
    of(live, (talk) => this.#claims(talk));
    of(live, (talk) => this.#passes(talk), 2);
    of(open, (talk) => this.#ends(talk), 2);
    of(ended, (talk) => this.#visitorWrites(talk));
    of(ended, (talk) => this.#agentWrites(talk));
    of(
      this.talks.filter(({ chats }) => chats.some(({ ended: at }) => at !== null)),
      (talk) => this.#rates(talk),
      2,
    );
    const [first, ...rest] = choices as [() => Promise<void>];
    await random.pick([first, ...rest])();
  }

  async #visitor({ visitor, place }: Talk): Promise<TestClient> {
    const client = new TestClient(this.#server.service, null);
    await client.hello({ token: visitor.token, conversation: place.conversation });
    return client;
  }

  async #agent({ place }: Talk): Promise<readonly [string, TestClient]> {
    const name = this.random.pick(['ada', 'ben', 'cem']);
    const agent = this.agents.get(name);
    if (agent === undefined) throw new Error('No agent.');
    const client = new TestClient(this.#server.service, agent.session);
    await client.hello({ role: 'agent', conversation: place.conversation });
    return [agent.id, client];
  }

  async #newTalk(): Promise<void> {
    const department = this.random.pick(['sales', 'service', undefined]);
    const client = new TestClient(this.#server.service, null);
    await client.hello({ profile: { ...(department && { department }) } });
    const form = this.random.between(0, 4) === 0;
    const details = { name: 'Vera', email: 'vera@shop.example' };
    const words = form ? { type: 'contact-submit', text: 'Hi', ...details } : { type: 'message-send', text: 'Hi' };
    const talk = await this.#begin(client, department, words);
    this.#beginChat(talk);
    if (form) last(talk).form = true;
    else last(talk).asked = this.#clock.now();
  }

  #beginChat(talk: Talk): void {
    talk.chats.push({
      ...{ begun: this.#clock.now(), department: talk.visitor.department ?? null, form: false, asked: null },
      ...{ joined: null, answered: null, had: [], passed: false, ended: null, score: null },
    });
    talk.phase = 'queued';
    talk.holder = null;
  }

  async #visitorWrites(talk: Talk): Promise<void> {
    await (await this.#visitor(talk)).write('And another thing', talk.place);
    if (talk.phase === 'ended') this.#beginChat(talk);
    if (talk.phase === 'queued' && last(talk).joined === null) last(talk).asked ??= this.#clock.now();
  }

  async #visitorFillsIn(talk: Talk): Promise<void> {
    const details = { name: 'Vera', email: 'vera@shop.example', text: 'Call me' };
    await (
      await this.#visitor(talk)
    ).do({ type: 'contact-submit', id: randomUUID(), ...details, ...talk.place } as never);
    if (last(talk).joined === null) Object.assign(last(talk), { form: true, asked: null });
  }

  async #note(talk: Talk): Promise<void> {
    const ada = this.agents.get('ada')?.id ?? '';
    await this.#server.service.notes.put(ada, talk.place.conversation, randomUUID(), { text: 'Be kind' });
  }

  async #claims(talk: Talk): Promise<void> {
    const [agent, client] = await this.#agent(talk);
    await client.do({ type: 'conversation-claim', id: randomUUID(), ...talk.place });
    this.#joins(talk, agent);
  }

  async #agentWrites(talk: Talk): Promise<void> {
    const [agent, client] = await this.#agent(talk);
    await client.write('Let me see', talk.place);
    if (talk.phase === 'ended') this.#beginChat(talk);
    this.#joins(talk, agent);
    last(talk).answered ??= { by: agent, at: this.#clock.now() };
  }

  /** Whoever comes first has it. */
  #joins(talk: Talk, agent: string): void {
    if (last(talk).joined === null) {
      last(talk).joined = { by: agent, at: this.#clock.now() };
      last(talk).department = talk.visitor.department ?? null;
    }
    if (talk.phase !== 'live') this.#hands(talk, agent);
    talk.phase = 'live';
  }

  #hands(talk: Talk, agent: string | null): void {
    const before = last(talk).had.at(-1);
    if (before) before.to ??= this.#clock.now();
    if (agent !== null) last(talk).had.push({ by: agent, from: this.#clock.now(), to: null });
    talk.holder = agent;
  }

  async #passes(talk: Talk): Promise<void> {
    const from = talk.holder;
    const department = this.random.pick(['sales', 'service']);
    const others = [...this.agents.values()].map(({ id }) => id).filter((id) => id !== from);
    const to = this.random.pick(others as [string]);
    const toAgent = this.random.between(0, 1) === 0;
    if (toAgent) await this.#agentsAreThere();
    await this.#server.service.transfers.put(from ?? '', talk.place.conversation, randomUUID(), {
      to: toAgent ? { agent: to } : { department },
      from,
    });
    last(talk).passed = true;
    this.#hands(talk, toAgent ? to : null);
    if (toAgent) return;
    talk.phase = 'queued';
    talk.visitor.department = department;
  }

  async #agentsAreThere(): Promise<void> {
    for (const { session } of this.agents.values()) {
      await new TestClient(this.#server.service, session).hello({ role: 'agent' });
    }
    await this.#server.service.settle();
  }

  /** A conversation that has ended; one is ended when none has. */
  async ended(): Promise<Talk> {
    const known = this.talks.find(({ phase }) => phase === 'ended');
    if (known !== undefined) return known;
    const [first] = this.talks;
    if (first === undefined) throw new Error('Nothing has begun.');
    await this.#ends(first);
    return first;
  }

  async #ends(talk: Talk): Promise<void> {
    const byVisitor = this.random.between(0, 2) === 0;
    const client = byVisitor ? await this.#visitor(talk) : (await this.#agent(talk))[1];
    await client.do({ type: 'conversation-end', id: randomUUID(), ...talk.place });
    this.#hands(talk, null);
    last(talk).ended = this.#clock.now();
    if (last(talk).joined === null) last(talk).department = talk.visitor.department ?? null;
    talk.phase = 'ended';
  }

  async #rates(talk: Talk): Promise<void> {
    const score = this.random.between(1, 5);
    await (await this.#visitor(talk)).do({ type: 'rating-give', id: randomUUID(), score, text: '', ...talk.place });
    const rated = talk.chats.findLast(({ ended }) => ended !== null);
    if (rated) rated.score = score;
  }
}

const last = (talk: Talk): Chat => talk.chats.at(-1) as Chat;
