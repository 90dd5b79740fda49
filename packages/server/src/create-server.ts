/**
 * One server as a value: opens the store, starts the service, listens, and undoes it all in the right order. The
 * command line (`main.ts`) and the tests start the same thing.
 */
import { DEFAULT_FILE_RULES, type FileRules, type FileSettings } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { DestinationStream } from 'pino';
import { createApp } from './app.js';
import { ApiKeys } from './api-keys/api-keys.js';
import { Audit } from './audit/audit.js';
import type { Bridge, BridgedEvent } from './bridges/bridge.js';
import { Bridges } from './bridges/bridges.js';
import { Webhooks } from './bridges/webhooks.js';
import { createMemoryBus } from './bus/memory-bus.js';
import { systemClock, systemRandom, type Clock, type Random } from './clock.js';
import type { PasswordCost } from './identity/password.js';
import { SignedIdentities, type IdentitySettings } from './identity/signed-identity.js';
import { ConfigError, readConfig, type Config } from './config.js';
import type { ServerContext } from './context.js';
import { Faces } from './identity/faces.js';
import { openFiles, type Files, type ScanFile } from './files/files.js';
import { createClientAddresses } from './limits/client-address.js';
import { RateCounters, type Limits } from './limits/limits.js';
import { createOrigins } from './limits/origins.js';
import { createLog, type ServerLog } from './log.js';
import { createMailer } from './mail/mailer.js';
import { createMetrics } from './metrics.js';
import { Retention } from './retention/retention.js';
import { createService, type Service } from './service.js';
import { openStore } from './store/open-store.js';
import type { Store } from './store/store.js';
import { InboundMails } from './tickets/inbound-mails.js';
import { listenForMail, type InboundSmtp } from './tickets/inbound-smtp.js';
import { HttpSockets } from './transport/http-sockets.js';
import { Links } from './transport/links.js';

/** Milliseconds between two looks at deadlines, for all connections together. */
const SWEEP_INTERVAL = 1000;
/** Milliseconds between two removals of expired sessions. */
const CLEAN_UP_INTERVAL = 60 * 60 * 1000;
/** Milliseconds a drain may take at most (S2). */
const DRAIN_PATIENCE = 15_000;

/** Settings of {@link createServer}: those of the command line, plus what only a program can give. */
export interface ServerOptions extends Partial<Omit<Config, 'limits'>> {
  /** Only those named differ from the defaults (X5). */
  readonly limits?: Partial<Limits>;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Which files are taken; what is not named is as the owner has set it. */
  readonly files?: Partial<FileRules>;
  /** A virus scanner: looks at each file before it can be sent. */
  readonly scanFile?: ScanFile;
  /** Ways to other systems, beside the owner's webhooks. */
  readonly bridges?: readonly Bridge[];
  /** What hashing a password costs, in scrypt's terms. Less than the default (32 MiB, a quarter of a second) is for tests only. */
  readonly passwordCost?: PasswordCost;
  /** Milliseconds a bridge or webhook may take for one event. Default 10 s. */
  readonly bridgePatience?: number;
  /** Milliseconds between two pieces of an answer of the bot. Default 50. */
  readonly botPace?: number;
  /** Where log lines go; standard output when absent. */
  readonly logDestination?: DestinationStream;
  /** Also report the process' own numbers on `/metrics`: for the one server of a process. Default false. */
  readonly processMetrics?: boolean;
}

/** A server that listens. */
export interface RunningServer {
  /** `http://host:port`, without a slash at the end. */
  readonly url: string;
  readonly address: AddressInfo;
  readonly service: Service;
  readonly log: ServerLog;
  /** Port that takes mail; null: none does. */
  readonly mailPort: number | null;
  /** Where the owner sets up the first account, `null` once there is one. Good until used or until the next start. */
  readonly setupUrl: string | null;
  /** Removes expired sessions, files that were not sent and what the owner does not want to keep; the server does so by itself every hour. */
  cleanUp(): Promise<void>;
  /** Stops with goodbyes (S2): a send under way is committed and answered, everybody is asked to come back. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts a server. Without options it listens on a free port of 127.0.0.1 and keeps everything in memory.
 *
 * @throws StoreError when the database cannot be opened, and what listening throws (`EADDRINUSE`)
 */
export async function createServer(options: ServerOptions = {}): Promise<RunningServer> {
  const config = complete(options);
  const clock = options.clock ?? systemClock;
  const log = createLog(config.logLevel, options.logDestination);
  const store = await openStore({
    dataFolder: config.dataFolder,
    databaseUrl: config.databaseUrl,
    onConnectionLost: (error) => log.warn({ error }, 'database-connection-lost'),
  });
  try {
    return await start(config, { ...options, clock }, store, log);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function start(
  config: Config,
  options: ServerOptions & { readonly clock: Clock },
  store: Store,
  log: ServerLog,
): Promise<RunningServer> {
  const { clock, random = systemRandom, passwordCost } = options;
  const counters = new RateCounters(config.limits, clock);
  const bus = createMemoryBus();
  const mailer = config.mail === undefined ? null : createMailer(config.mail, log);
  let url = '';
  const origin = (): string => config.publicUrl ?? url;
  const addresses = createClientAddresses(config.trustedProxies);
  const origins = createOrigins({ allowed: config.allowedOrigins, publicUrl: config.publicUrl, addresses });
  const links = new Links();
  const service = await createService({
    ...{ store, bus, clock, random, guard: counters, log, passwordCost, origin },
    started: { origins: config.allowedOrigins, ...(options.files && { files: fileSettingsOf(options.files) }) },
    onSettings: (set) => {
      origins.configure(set.origins);
      links.refuse((page) => origins.allows(page));
    },
    botModel: config.botModel,
    botPace: options.botPace,
    mail: config.mail && mailer ? { ...config.mail, mailer } : undefined,
  });
  await service.settingsChanged();
  if (config.owner !== undefined) await service.agents.ensureOwner(config.owner);
  const files = await openFiles({
    store,
    clock,
    random,
    dataFolder: config.dataFolder,
    rules: async () => ({ ...DEFAULT_FILE_RULES, ...options.files, ...(await service.settings.read()).files }),
    scan: options.scanFile,
  });
  await files.sweep();
  const faces = new Faces({ store, random, files, agents: service.agents });
  const metrics = createMetrics({
    stats: () => service.stats(),
    links: () => links.size,
    processMetrics: options.processMetrics ?? false,
  });
  const audit = new Audit({ store, clock, random });
  const apiKeys = new ApiKeys({ store, clock, random });
  const retention = new Retention({
    ...{ store, clock, log, files, settings: service.settings, conversations: service.conversations },
    onErased: (kind, count) => metrics.erased(kind, count),
    onRun: (counts) => audit.addRetention(counts),
  });
  const webhooks = new Webhooks({ store, clock, random });
  const bridges = new Bridges({
    ...{ store, clock, random, log, webhooks, bus: service.bus },
    agents: service.agents,
    conversations: service.conversations,
    given: options.bridges ?? [],
    patience: options.bridgePatience,
    linkFiles: async (event) => linkFiles(event, files, origin()),
    onAnswering: (agents) => service.answeredFromOutside(agents),
  });
  const setupToken = await service.agents.createSetupToken();

  let closing: Promise<void> | undefined;
  const context: ServerContext = {
    config,
    store,
    service,
    files,
    faces,
    retention,
    audit,
    apiKeys,
    webhooks,
    bridges,
    clock,
    random,
    counters,
    addresses,
    origins,
    links,
    metrics,
    identities: config.identity === undefined ? null : await openIdentities(config.identity, clock),
    mailer,
    log,
    draining: () => closing !== undefined,
  };
  const app = await createApp(context);
  const sockets = new HttpSockets(app.server);
  await app.listen({ port: config.port, host: config.host });
  const address = app.server.address() as AddressInfo;
  url = `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;

  await bridges.start();
  const replyTo = config.mail?.replyTo;
  const mails = new InboundMails({
    ...{ store, bus, clock, log, files, guard: counters, conversations: service.conversations },
  });
  const inbound =
    config.inboundSmtp && replyTo !== undefined
      ? await listenForMail({ ...config.inboundSmtp, replyTo, log, mails })
      : null;
  void retention.run();

  const cleanUp = async (): Promise<void> => {
    await Promise.all([service.cleanUp(), files.cleanUp(), audit.cleanUp()]);
    await retention.run();
  };
  const timers = [
    setInterval(() => {
      service.sweep();
      bridges.sweep();
      links.sweep(clock.now());
      counters.sweep();
    }, SWEEP_INTERVAL),
    setInterval(() => {
      cleanUp().catch((error: unknown) => log.error({ error }, 'clean-up-failed'));
    }, CLEAN_UP_INTERVAL),
  ];
  log.info({ port: address.port, dialect: store.dialect }, 'listening');

  return {
    url,
    address,
    service,
    log,
    mailPort: inbound?.port ?? null,
    setupUrl: setupToken === null ? null : `${config.publicUrl ?? url}/desk#setup=${setupToken}`,
    cleanUp,
    close: () =>
      (closing ??= stop({
        app,
        sockets,
        links,
        service,
        bridges,
        inbound,
        retention,
        store,
        files,
        timers,
        mailer: context.mailer,
        log,
      })),
  };
}

interface Stoppable {
  readonly app: FastifyInstance;
  readonly sockets: HttpSockets;
  readonly links: Links;
  readonly service: Service;
  readonly bridges: Bridges;
  readonly inbound: InboundSmtp | null;
  readonly retention: Retention;
  readonly store: Store;
  readonly files: Files;
  readonly timers: readonly NodeJS.Timeout[];
  readonly mailer: ServerContext['mailer'];
  readonly log: ServerLog;
}

/** S2: nothing new, goodbyes, everything under way is finished, then the database. */
async function stop({
  app,
  sockets,
  links,
  service,
  bridges,
  inbound,
  retention,
  store,
  files,
  timers,
  mailer,
  log,
}: Stoppable): Promise<void> {
  log.info({ links: links.size }, 'draining');
  const patience = new AbortController();
  const timer = setTimeout(() => {
    patience.abort();
    sockets.endAll();
  }, DRAIN_PATIENCE);
  // Connections that are busy when listening ends become idle one by one, and nobody else closes them.
  const idling = setInterval(() => sockets.endIdle(), 50);
  const closed = app.close(); // stops listening at once, resolves when the last answer is out
  await links.drain({ jitter: Math.random, signal: patience.signal });
  await closed;
  clearTimeout(timer);
  for (const interval of [idling, ...timers]) clearInterval(interval);
  await inbound?.close();
  await retention.stop();
  await bridges.stop();
  await service.stop();
  await files.close();
  mailer?.close();
  await store.close();
  log.info({}, 'closed');
}

/** Whoever is handed an event has no credential here: each file brings an address that opens for a while. */
async function linkFiles(event: BridgedEvent, files: Files, origin: string): Promise<BridgedEvent> {
  if (event.type !== 'message-added' || event.attachments === undefined) return event;
  const { author } = event;
  const attachments = event.attachments.map(async (file) => {
    // Whose file it is, or an agent, may open it; of a visitor's merged conversation the author's id may be another one.
    const query = await files.sign({ ...author, kind: 'agent' }, file.id);
    return { ...file, url: `${origin}/v1/files/${file.id}${query}` };
  });
  return { ...event, attachments: await Promise.all(attachments) };
}

function fileSettingsOf({ endings, ...rules }: Partial<FileRules>): FileSettings {
  return { ...rules, ...(endings && { endings: [...endings] }) };
}

async function openIdentities(settings: IdentitySettings, clock: Clock): Promise<SignedIdentities> {
  try {
    return await SignedIdentities.open(settings, clock);
  } catch (cause) {
    throw new ConfigError(`IDENTITY_KEYS: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function complete({ limits, ...options }: ServerOptions): Config {
  const { config } = readConfig([], {});
  return {
    ...config,
    port: options.port ?? 0,
    host: options.host ?? config.host,
    dataFolder: options.dataFolder ?? ':memory:',
    databaseUrl: options.databaseUrl,
    owner: options.owner,
    allowedOrigins: options.allowedOrigins ?? [],
    publicUrl: options.publicUrl,
    trustedProxies: options.trustedProxies ?? [],
    metricsToken: options.metricsToken,
    mail: options.mail,
    inboundSmtp: options.inboundSmtp,
    identity: options.identity,
    botModel: options.botModel,
    logLevel: options.logLevel ?? 'silent',
    limits: { ...config.limits, ...limits },
  };
}
