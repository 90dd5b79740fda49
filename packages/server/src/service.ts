/**
 * The conversation service: puts store, bus, identities, conversations and connections together and owns what is one
 * per server (the connections, whether somebody is there, the counters). Knows nothing of HTTP, sockets or timers.
 */
import type { Department, Presence, ServerFrame } from '@support-chat/protocol';
import { Archive } from './archive/archive.js';
import { Answering } from './bot/answering.js';
import { Bot } from './bot/bot.js';
import type { ModelSettings } from './bot/model.js';
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
import { Attendance } from './routing/attendance.js';
import type { OwnerRules } from './routing/owner-rules.js';
import { Router } from './routing/router.js';
import { Transfers } from './routing/transfers.js';
import { Idleness } from './routing/idleness.js';
import type { PresenceSettings } from './routing/routing-settings.js';
import { worksIn } from './routing/team.js';
import type { Standing } from './identity/session.js';
import { Notes } from './notes/notes.js';
import { Offering } from './offers/offering.js';
import { PersonalOffers } from './offers/personal-offers.js';
import { PublicSite } from './settings/public-site.js';
import { Settings, type OwnerSettings } from './settings/settings.js';
import { Shortcuts } from './shortcuts/shortcuts.js';
import { ShortQuestions } from './short-questions/short-questions.js';
import { Statistics } from './statistics/statistics.js';
import { MailOutbox, type TicketMailSettings } from './tickets/mail-outbox.js';
import { TicketMails } from './tickets/ticket-mails.js';
import { Visitors } from './identity/visitors.js';
import type { Store } from './store/store.js';

export type { Connection, ConnectOptions } from './connection/connection.js';
export type { Counters, Guard, Log } from './connection/host.js';

/** Milliseconds a client may take for its hello (X4). */
const HELLO_PATIENCE = 5_000;
/** Milliseconds of silence after which a client is taken for dead: a hidden tab pings once a minute (C2). */
const SILENCE_LIMIT = 90_000;
/** Milliseconds after which the owner's rules are read again: another server may have changed them. */
const RULES_LAST = 60_000;
/** Milliseconds between two pieces of an answer of the bot: 20 a second (P-R11). */
const BOT_PACE = 50;

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
  /** Where the server is reached from outside, for links in messages. Default: nowhere in particular. */
  readonly origin?: () => string;
  /** Writes the bot's answers. Default: they are the passages themselves. */
  readonly botModel?: ModelSettings | undefined;
  /** What holds where the owner has set nothing: as the server was started. */
  readonly started?: OwnerSettings | undefined;
  /** Called with what the owner has set, at the start and after each change. Must not throw. */
  readonly onSettings?: (set: OwnerSettings) => void;
  /** How tickets are answered by mail. Default: they are not. */
  readonly mail?: TicketMailSettings | undefined;
  /** Milliseconds between two pieces of an answer of the bot; another than the default is for tests only. */
  readonly botPace?: number | undefined;
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
  readonly site: PublicSite;
  readonly articles: Articles;
  readonly shortcuts: Shortcuts;
  readonly archive: Archive;
  readonly statistics: Statistics;
  readonly notes: Notes;
  readonly transfers: Transfers;
  readonly offers: PersonalOffers;
  readonly tickets: TicketMails;
  readonly questions: ShortQuestions;
  readonly bot: Bot;
  readonly answering: Answering;
  readonly inbox: InboxFeed;
  readonly queue: QueueFeed;
  readonly idleness: Idleness;
  readonly #onSettings: (set: OwnerSettings) => void;
  readonly #offering: Offering;
  readonly #attendance: Attendance;
  readonly #router: Router;
  /** Null: no mail is sent from here. */
  readonly #mails: MailOutbox | null;
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
  #rules: OwnerRules = { departments: [], routing: undefined };
  #rulesReadAt: number;
  #presenceRules: PresenceSettings = {};
  /** Which reading of the settings is the newest, and which one is followed. */
  #settingsReading = 0;
  #settingsFollowed = 0;
  /** What is said of each agent, by id. */
  #standings: ReadonlyMap<string, Standing> = new Map();
  /** Agents who answer from elsewhere, through a bridge: always there. */
  #outside: readonly string[] = [];
  /** What visitors were told last. */
  #told = JSON.stringify({ staffed: false });
  /** The same of the site; null before the first reading. */
  #siteTold: string | null = null;
  /** Which reading of the site is the newest. */
  #siteReading = 0;

  constructor(options: ServiceOptions) {
    this.bus = options.bus;
    this.clock = options.clock;
    this.random = options.random;
    this.guard = options.guard;
    this.log = options.log;
    this.agents = new Agents(options);
    this.visitors = new Visitors(options);
    this.conversations = new Conversations(options);
    this.#onSettings = options.onSettings ?? (() => undefined);
    this.settings = new Settings(options);
    this.articles = new Articles(options);
    this.site = new PublicSite({
      ...{ settings: this.settings, articles: this.articles, store: options.store },
      mail: options.mail !== undefined,
    });
    this.shortcuts = new Shortcuts(options);
    this.archive = new Archive(options);
    this.statistics = new Statistics({ ...options, settings: this.settings });
    this.notes = new Notes(options);
    this.transfers = new Transfers({ ...options, conversations: this.conversations });
    this.offers = new PersonalOffers({ ...options, conversations: this.conversations });
    this.#offering = new Offering({ ...options, conversations: this.conversations });
    const { mail, origin = () => '' } = options;
    this.#mails = mail === undefined ? null : new MailOutbox({ ...options, mail, origin });
    const outgoing = {
      ...options,
      ...{ conversations: this.conversations, from: mail ?? null },
      onWaiting: (conversation: string) => this.#mails?.want(conversation),
    };
    this.tickets = new TicketMails(outgoing);
    this.questions = new ShortQuestions({ ...outgoing, ways: mail === undefined ? [] : ['email'] });
    const model = options.botModel ?? null;
    this.bot = new Bot({
      ...options,
      settings: this.settings,
      origin,
      hasModel: model !== null,
    });
    this.answering = new Answering({
      ...options,
      ...{ conversations: this.conversations, bot: this.bot, model, pace: options.botPace ?? BOT_PACE },
      isStaffed: () => this.#available().length > 0,
    });
    this.inbox = new InboxFeed(options);
    this.queue = new QueueFeed({
      ...options,
      connections: () => this.#connections.values(),
      rules: () => this.#rules,
      isLeftAlone: () => this.answering.isOn && this.#available().length === 0,
    });
    this.#rulesReadAt = this.clock.now();
    this.#router = new Router({ ...options, conversations: this.conversations });
    this.idleness = new Idleness({
      ...options,
      agents: this.agents,
      rules: () => this.#presenceRules,
      here: () => this.#attendance.here(),
      onChange: () => this.settingsChanged(),
    });
    this.#attendance = new Attendance({
      ...options,
      onChange: () => {
        this.#tellStaffed();
        this.#router.look();
      },
    });
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

  /** Whether somebody answers: an agent who is there, or was a moment ago, and is not away; or the bot. */
  staffed(): boolean {
    return this.#available().length > 0 || this.answering.isOn;
  }

  /** Of an agent, as was last read. */
  presenceOf(agent: string): Presence {
    return this.#standings.get(agent)?.presence ?? 'available';
  }

  #available(): readonly string[] {
    const here = [...this.#attendance.agents()].filter((agent) => this.presenceOf(agent) === 'available');
    return [...here, ...this.#outside];
  }

  /** Who answers from elsewhere, as of now: they count as being there. */
  answeredFromOutside(agents: readonly string[]): void {
    this.#outside = agents;
    this.#tellStaffed();
  }

  /** Departments in which an agent is, by id; nothing where the owner has set none. */
  staffedIn(): { readonly staffedIn?: string[] } {
    const { departments } = this.#rules;
    if (departments.length === 0) return {};
    const here = this.#available();
    const isStaffed = (department: Department): boolean =>
      here.some((agent) => worksIn(department, agent, this.#standings.get(agent)?.departments ?? null));
    return { staffedIn: departments.filter(isStaffed).map(({ id }) => id) };
  }

  /** Takes the owner's rules and the team anew; to be called after the start as well. A failure leaves those of before. */
  async settingsChanged(): Promise<void> {
    this.#rulesReadAt = this.clock.now();
    try {
      const reading = ++this.#settingsReading;
      const set = await this.settings.read();
      // An earlier reading that comes later would bring back what was taken away.
      if (reading > this.#settingsFollowed) {
        this.#settingsFollowed = reading;
        this.#onSettings(set);
      }
      const { departments = [], routing, presence = {}, bot, offers } = set;
      await this.answering.configure(bot);
      this.#offering.configure(offers, bot?.name);
      this.#standings = await this.agents.standings();
      this.#rules = { departments, routing };
      this.#presenceRules = presence;
      await this.siteChanged();
    } catch (error) {
      this.log.error({ error }, 'rules-not-read');
    }
    this.#tellStaffed();
    this.#router.configure(this.#rules);
    this.queue.look();
  }

  /** Tells open pages what they may know, if it is something else than before (P-A13). */
  async siteChanged(): Promise<void> {
    // Rules of proactive messages are read by pages without a connection, when they are loaded.
    const reading = ++this.#siteReading;
    const { triggers: _triggers, ...site } = await this.site.read();
    if (reading !== this.#siteReading) return; // a later one knows better
    const told = JSON.stringify(site);
    const before = this.#siteTold;
    this.#siteTold = told;
    if (before !== null && before !== told) this.#tellVisitors({ type: 'site-changed', site });
  }

  /** Called by a connection, right before its welcome. */
  opened(connection: Connection): void {
    if (connection.actor?.kind === 'visitor') this.#visitorConnections++;
    else {
      this.#agentConnections++;
      if (connection.actor) this.#attendance.came(connection.actor.id);
      this.#tellStaffed();
    }
  }

  /** Called by a connection, once. */
  closed(connection: Connection, wasOpen: boolean): void {
    this.#connections.delete(connection.id);
    if (!wasOpen) return;
    if (connection.actor?.kind === 'visitor') this.#visitorConnections--;
    else {
      this.#agentConnections--;
      if (connection.actor) this.#attendance.went(connection.actor.id);
    }
  }

  /**
   * Closes connections that said no hello within 5 s, that were silent for 90 s or whose agent's session has expired,
   * and does what is due by the clock elsewhere. To be called every second or so.
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
    this.#attendance.sweep();
    this.#router.sweep();
    this.idleness.sweep();
    this.queue.sweep();
    this.answering.sweep();
    this.#offering.sweep();
    this.#mails?.sweep();
    this.#tellStaffed();
    if (now - this.#rulesReadAt >= RULES_LAST) void this.settingsChanged();
  }

  /** Resolves when it is written down who is here, and who can be given to somebody has been. */
  async settle(): Promise<void> {
    await this.#attendance.settle();
    await this.answering.settle();
    await this.#offering.settle();
    await this.#router.settle();
    await this.#mails?.settle();
  }

  /** Gives nothing out any more, and says that nobody is here. To be called once, before the store is closed. */
  async stop(): Promise<void> {
    await this.answering.stop();
    await this.#offering.stop();
    await this.#mails?.stop();
    await this.#router.stop();
    await this.#attendance.stop();
  }

  /** Removes expired sessions and dead links. To be called now and then. */
  async cleanUp(): Promise<void> {
    await this.visitors.cleanUp();
    await this.agents.cleanUp();
    await this.questions.cleanUp();
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
    const said = { staffed: this.staffed(), ...this.staffedIn() };
    const told = JSON.stringify(said);
    if (told === this.#told) return;
    this.#told = told;
    this.#tellVisitors({ type: 'staffed-changed', ...said });
  }

  #tellVisitors(event: ServerFrame): void {
    const frame = Frame.of(event, 'exact');
    for (const connection of this.#connections.values()) {
      if (connection.open && connection.actor?.kind === 'visitor') connection.send(frame);
    }
  }
}
