/**
 * The rates of X5: their names, defaults and the places they are counted. Messages and frames are counted per session
 * and per address; both must have room. Owns the counters of one server, no timer.
 */
import type { Clock } from '../clock.js';
import type { Guard } from '../service.js';
import { Occupancy } from './occupancy.js';
import type { Rate } from './rate.js';
import { TokenBuckets } from './token-buckets.js';

/** Every limit, settable one by one through `createServer({ limits })` and `LIMIT_…` variables. */
export interface Limits {
  /** Messages and other log commands of one visitor's session, and of all visitors behind one address. */
  readonly messages: Rate;
  /** The same for one agent. */
  readonly agentMessages: Rate;
  /** Frames of any kind of one connection: typing, cursors, pings and queries included. */
  readonly frames: Rate;
  /** New visitor sessions of one address. */
  readonly sessions: Rate;
  /** Searches of one visitor's session through their conversations, and of all visitors behind one address. */
  readonly searches: Rate;
  /** Uploads begun by one visitor's session, and by all visitors behind one address. */
  readonly uploads: Rate;
  /** The same for one agent. */
  readonly agentUploads: Rate;
  /** Failed and successful sign-ins of one address to one account. */
  readonly logins: Rate;
  /** Failed sign-ins of one address, whichever the accounts. */
  readonly failedLogins: Rate;
  /** Transcripts by mail of one visitor, of one address, and to one mailbox. */
  readonly transcripts: Rate;
  /** Looking at and erasing what is kept of one visitor, and of all visitors behind one address. */
  readonly visitorData: Rate;
  /** Signed identities shown by one address. */
  readonly identities: Rate;
  /** Requests to `/v1/…` of one address, without frames. */
  readonly requests: Rate;
  /** Short questions asked by one agent. */
  readonly questions: Rate;
  /** Pages of short questions opened and answered by one address. */
  readonly questionPages: Rate;
  /** Requests of one API key, from wherever. */
  readonly apiKeys: Rate;
  /** Connections (sockets and streams) of one address open at once. */
  readonly sockets: number;
}

/** The defaults (X5). */
export const DEFAULT_LIMITS: Limits = {
  messages: { count: 20, seconds: 10 },
  agentMessages: { count: 100, seconds: 10 },
  frames: { count: 300, seconds: 10 },
  sessions: { count: 10, seconds: 60 },
  searches: { count: 30, seconds: 30 },
  uploads: { count: 10, seconds: 60 * 60 },
  agentUploads: { count: 200, seconds: 60 * 60 },
  logins: { count: 5, seconds: 15 * 60 },
  failedLogins: { count: 20, seconds: 15 * 60 },
  transcripts: { count: 5, seconds: 60 * 60 },
  visitorData: { count: 10, seconds: 60 * 60 },
  identities: { count: 60, seconds: 60 },
  questions: { count: 60, seconds: 60 * 60 },
  questionPages: { count: 60, seconds: 60 },
  requests: { count: 300, seconds: 60 },
  apiKeys: { count: 300, seconds: 60 },
  sockets: 20,
};

/** Refusals of one API key, or of one address without a good one, that are written down. */
const TOLD_REFUSALS: Rate = { count: 10, seconds: 60 };

/**
 * The counters of one server, and the guard the service asks. Every method gives 0, or the seconds to wait; asking
 * counts. Addresses are keys of `addressKey`.
 */
export class RateCounters implements Guard {
  readonly sockets: Occupancy;
  readonly #messages: TokenBuckets;
  readonly #addressMessages: TokenBuckets;
  readonly #agentMessages: TokenBuckets;
  readonly #frames: TokenBuckets;
  readonly #sessions: TokenBuckets;
  readonly #searches: TokenBuckets;
  readonly #addressSearches: TokenBuckets;
  readonly #uploads: TokenBuckets;
  readonly #addressUploads: TokenBuckets;
  readonly #agentUploads: TokenBuckets;
  readonly #logins: TokenBuckets;
  readonly #failedLogins: TokenBuckets;
  readonly #transcripts: TokenBuckets;
  readonly #visitorData: TokenBuckets;
  readonly #identities: TokenBuckets;
  readonly #addressVisitorData: TokenBuckets;
  readonly #questions: TokenBuckets;
  readonly #questionPages: TokenBuckets;
  readonly #apiKeys: TokenBuckets;
  readonly #refusals = new TokenBuckets(TOLD_REFUSALS);
  readonly #clock: Clock;

  constructor(limits: Limits, clock: Clock) {
    this.#clock = clock;
    this.sockets = new Occupancy(limits.sockets);
    this.#messages = new TokenBuckets(limits.messages);
    this.#addressMessages = new TokenBuckets(limits.messages);
    this.#agentMessages = new TokenBuckets(limits.agentMessages);
    this.#frames = new TokenBuckets(limits.frames);
    this.#sessions = new TokenBuckets(limits.sessions);
    this.#searches = new TokenBuckets(limits.searches);
    this.#addressSearches = new TokenBuckets(limits.searches);
    this.#uploads = new TokenBuckets(limits.uploads);
    this.#addressUploads = new TokenBuckets(limits.uploads);
    this.#agentUploads = new TokenBuckets(limits.agentUploads);
    this.#logins = new TokenBuckets(limits.logins);
    this.#failedLogins = new TokenBuckets(limits.failedLogins);
    this.#transcripts = new TokenBuckets(limits.transcripts);
    this.#visitorData = new TokenBuckets(limits.visitorData);
    this.#questions = new TokenBuckets(limits.questions);
    this.#questionPages = new TokenBuckets(limits.questionPages);
    this.#apiKeys = new TokenBuckets(limits.apiKeys);
    this.#identities = new TokenBuckets(limits.identities);
    this.#addressVisitorData = new TokenBuckets(limits.visitorData);
  }

  message(author: 'visitor' | 'agent', session: string, address: string): number {
    const now = this.#clock.now();
    if (author === 'agent') return this.#agentMessages.take(session, now);
    return takeBoth([this.#messages, session], [this.#addressMessages, address], now);
  }

  search(session: string, address: string): number {
    return takeBoth([this.#searches, session], [this.#addressSearches, address], this.#clock.now());
  }

  upload(author: 'visitor' | 'agent', person: string, address: string): number {
    const now = this.#clock.now();
    if (author === 'agent') return this.#agentUploads.take(person, now);
    return takeBoth([this.#uploads, person], [this.#addressUploads, address], now);
  }

  newSession(address: string): number {
    return this.#sessions.take(address, this.#clock.now());
  }

  /** @param connection - id of the connection */
  frame(connection: string): number {
    return this.#frames.take(connection, this.#clock.now());
  }

  /** Counts as failed until {@link forgiveLogin}: attempts that come all at once must not pass before one has failed. */
  login(address: string, account: string): number {
    const now = this.#clock.now();
    const pair = `${address} ${account.normalize('NFC').toLowerCase()}`;
    const wait = Math.max(this.#logins.wait(pair, now), this.#failedLogins.wait(address, now));
    if (wait > 0) return wait;
    this.#logins.take(pair, now);
    this.#failedLogins.take(address, now);
    return 0;
  }

  /** The attempt that {@link login} let through was no failure of the person's. */
  forgiveLogin(address: string): void {
    this.#failedLogins.giveBack(address, this.#clock.now());
  }

  transcript(session: string, address: string, mailbox: string): number {
    const now = this.#clock.now();
    const keys = [`session ${session}`, `address ${address}`, `mailbox ${mailbox.normalize('NFC').toLowerCase()}`];
    const wait = Math.max(...keys.map((key) => this.#transcripts.wait(key, now)));
    if (wait === 0) for (const key of keys) this.#transcripts.take(key, now);
    return wait;
  }

  visitorData(visitor: string, address: string): number {
    return takeBoth([this.#visitorData, visitor], [this.#addressVisitorData, address], this.#clock.now());
  }

  identity(address: string): number {
    return this.#identities.take(address, this.#clock.now());
  }

  /** @param agent - id of who asks */
  question(agent: string): number {
    return this.#questions.take(agent, this.#clock.now());
  }

  questionPage(address: string): number {
    return this.#questionPages.take(address, this.#clock.now());
  }

  /** @param key - id of the key */
  apiKey(key: string): number {
    return this.#apiKeys.take(key, this.#clock.now());
  }

  /** Whether one more refusal is written down. @param source - id of the key, else the address */
  tellsRefusal(source: string): boolean {
    return this.#refusals.take(source, this.#clock.now()) === 0;
  }

  /** Forgets what says nothing any more. */
  sweep(): void {
    const now = this.#clock.now();
    for (const buckets of [
      this.#messages,
      this.#addressMessages,
      this.#agentMessages,
      this.#frames,
      this.#sessions,
      this.#searches,
      this.#addressSearches,
      this.#uploads,
      this.#addressUploads,
      this.#agentUploads,
      this.#logins,
      this.#failedLogins,
      this.#transcripts,
      this.#visitorData,
      this.#identities,
      this.#addressVisitorData,
      this.#questions,
      this.#questionPages,
      this.#apiKeys,
      this.#refusals,
    ]) {
      buckets.sweep(now);
    }
  }
}

/** Looks before taking: a refusal by one counter must not spend the other. */
function takeBoth(one: [TokenBuckets, string], other: [TokenBuckets, string], now: number): number {
  const wait = Math.max(one[0].wait(one[1], now), other[0].wait(other[1], now));
  if (wait > 0) return wait;
  one[0].take(one[1], now);
  return other[0].take(other[1], now);
}
