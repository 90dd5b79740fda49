/**
 * What the person who runs the server can set: flags win over variables, variables over defaults. One table names all
 * of them; `--help` and the start text come from it. Reads, checks, and touches nothing.
 */
import { parseArgs } from 'node:util';
import { DEFAULT_LIMITS, type Limits } from './limits/limits.js';
import { createClientAddresses } from './limits/client-address.js';
import { parseOrigin } from './limits/origins.js';
import { parseRate } from './limits/rate.js';
import { LOG_LEVELS, type LogLevel } from './log.js';
import type { ModelSettings } from './bot/model.js';
import type { IdentitySettings } from './identity/signed-identity.js';
import type { MailSettings } from './mail/mailer.js';
import type { InboundAddress } from './tickets/inbound-smtp.js';

/** The settings of one server, complete and checked. */
export interface Config {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** Folder of the database and of files; `:memory:` keeps nothing. */
  readonly dataFolder: string;
  /** `postgres://…` instead of the SQLite file. */
  readonly databaseUrl: string | undefined;
  /** Makes or renews the owner at every start; without it a one-time link is printed until there is one. */
  readonly owner: { readonly email: string; readonly password: string } | undefined;
  /** Origins of pages that may use the server, beside its own (X3). */
  readonly allowedOrigins: readonly string[];
  /** Where the server is reached from outside; else taken from each request. */
  readonly publicUrl: string | undefined;
  /** Addresses or ranges of proxies whose `X-Forwarded-…` headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Bearer token that opens `/metrics` to others than this machine. */
  readonly metricsToken: string | undefined;
  /** How mail is sent; without it nothing that needs mail is offered. */
  readonly mail: MailSettings | undefined;
  /** Where the owner's mail server hands over answers to tickets; without it none come in. Needs `mail.replyTo`. */
  readonly inboundSmtp: InboundAddress | undefined;
  /** Whose signatures under visitors' identities are believed; without it nobody's are. */
  readonly identity: IdentitySettings | undefined;
  /** A language model that writes the bot's answers; without it they are the passages themselves. */
  readonly botModel: ModelSettings | undefined;
  readonly logLevel: LogLevel;
  readonly limits: Limits;
}

/** A setting that cannot be used; the message is for the person who started the server. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What to do. */
export type Command = 'serve' | 'restored' | 'help';

interface Setting {
  readonly flag?: string;
  readonly variable: string;
  readonly help: string;
}

const SETTINGS = {
  port: { flag: 'port', variable: 'PORT', help: 'port to listen on; 0 takes a free one (8080)' },
  host: { flag: 'host', variable: 'HOST', help: 'address to listen on (127.0.0.1)' },
  data: { flag: 'data', variable: 'DATA_DIR', help: 'folder of the database and the files (./data)' },
  database: { variable: 'DATABASE_URL', help: 'postgres://… instead of the SQLite file in the data folder' },
  bus: { variable: 'BUS_URL', help: 'not supported yet: one process serves all' },
  ownerEmail: { variable: 'OWNER_EMAIL', help: "the owner's e-mail, together with OWNER_PASSWORD" },
  ownerPassword: { variable: 'OWNER_PASSWORD', help: "the owner's password; without it a one-time link is printed" },
  origins: {
    variable: 'ALLOWED_ORIGINS',
    help: "origins of pages that may use the server, by comma (the server's own)",
  },
  publicUrl: { variable: 'PUBLIC_URL', help: 'where the server is reached from outside (from the request)' },
  proxies: { variable: 'TRUSTED_PROXIES', help: 'addresses or ranges of trusted proxies, by comma (none)' },
  metricsToken: { variable: 'METRICS_TOKEN', help: 'opens /metrics to others than this machine' },
  smtpUrl: { variable: 'SMTP_URL', help: 'smtp://user:password@host:port of the mail server (no mail)' },
  mailFrom: { variable: 'MAIL_FROM', help: 'who mail is from, together with SMTP_URL' },
  mailReplyTo: { variable: 'MAIL_REPLY_TO', help: 'where answers to tickets go, as name+ticket@… (MAIL_FROM)' },
  inbound: {
    flag: 'inbound-smtp',
    variable: 'INBOUND_SMTP',
    help: 'host:port that takes what comes to MAIL_REPLY_TO, by SMTP (none)',
  },
  identityKeys: { variable: 'IDENTITY_KEYS', help: 'JSON Web Key Set, or its file, that signs identities (none)' },
  identityAudience: { variable: 'IDENTITY_AUDIENCE', help: 'audience of signed identities (support-chat)' },
  botUrl: { variable: 'BOT_LLM_URL', help: 'https://…/v1 of a model that writes the answers of the bot (none)' },
  botKey: { variable: 'BOT_LLM_KEY', help: 'its key, sent as a bearer token (none)' },
  botModel: { variable: 'BOT_LLM_MODEL', help: 'its name, together with BOT_LLM_URL' },
  logLevel: { variable: 'LOG_LEVEL', help: `${LOG_LEVELS.join(', ')} (info)` },
} as const satisfies Record<string, Setting>;

/** Limit → its variable. */
const LIMIT_VARIABLES: Readonly<Record<keyof Limits, string>> = {
  messages: 'LIMIT_MESSAGES',
  agentMessages: 'LIMIT_AGENT_MESSAGES',
  frames: 'LIMIT_FRAMES',
  sessions: 'LIMIT_SESSIONS',
  searches: 'LIMIT_SEARCHES',
  uploads: 'LIMIT_UPLOADS',
  agentUploads: 'LIMIT_AGENT_UPLOADS',
  logins: 'LIMIT_LOGINS',
  failedLogins: 'LIMIT_FAILED_LOGINS',
  transcripts: 'LIMIT_TRANSCRIPTS',
  visitorData: 'LIMIT_VISITOR_DATA',
  identities: 'LIMIT_IDENTITIES',
  questions: 'LIMIT_QUESTIONS',
  questionPages: 'LIMIT_QUESTION_PAGES',
  requests: 'LIMIT_REQUESTS',
  apiKeys: 'LIMIT_API_KEYS',
  sockets: 'LIMIT_SOCKETS',
};

/**
 * Reads the command line and the environment.
 *
 * @throws ConfigError naming the setting and what it should look like
 */
export function readConfig(
  commandLine: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): { readonly command: Command; readonly config: Config } {
  const { flags, command } = readFlags(commandLine);
  const value = (setting: Setting): string | undefined => {
    const text = (setting.flag === undefined ? undefined : flags[setting.flag]) ?? environment[setting.variable];
    return text === undefined || text.trim() === '' ? undefined : text.trim();
  };
  const list = (setting: Setting): string[] => {
    const entries = (value(setting) ?? '').split(',').map((entry) => entry.trim());
    return entries.filter((entry) => entry !== '');
  };
  if (value(SETTINGS.bus) !== undefined) {
    throw new ConfigError('BUS_URL is set, but this version runs as one process. Unset it.');
  }
  const databaseUrl = value(SETTINGS.database);
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new ConfigError('DATABASE_URL has to begin with postgres://.');
  }
  const config: Config = {
    port: checked(SETTINGS.port, () => readPort(value(SETTINGS.port) ?? '8080')),
    host: value(SETTINGS.host) ?? '127.0.0.1',
    dataFolder: value(SETTINGS.data) ?? './data',
    databaseUrl,
    owner: readOwner(value(SETTINGS.ownerEmail), environment['OWNER_PASSWORD']),
    allowedOrigins: checked(SETTINGS.origins, () => list(SETTINGS.origins).map(parseOrigin)),
    publicUrl: checked(SETTINGS.publicUrl, () => readUrl(value(SETTINGS.publicUrl))),
    trustedProxies: checked(SETTINGS.proxies, () => {
      createClientAddresses(list(SETTINGS.proxies));
      return list(SETTINGS.proxies);
    }),
    metricsToken: value(SETTINGS.metricsToken),
    mail: readMail(value(SETTINGS.smtpUrl), value(SETTINGS.mailFrom), value(SETTINGS.mailReplyTo)),
    inboundSmtp: checked(SETTINGS.inbound, () => readInbound(value(SETTINGS.inbound), value(SETTINGS.mailReplyTo))),
    identity: readIdentity(value(SETTINGS.identityKeys), value(SETTINGS.identityAudience)),
    botModel: readBotModel(value(SETTINGS.botUrl), value(SETTINGS.botKey), value(SETTINGS.botModel)),
    logLevel: checked(SETTINGS.logLevel, () => readLogLevel(value(SETTINGS.logLevel) ?? 'info')),
    limits: readLimits(environment),
  };
  return { command, config };
}

/** The text of `--help`. */
export function usage(): string {
  const rows = Object.values<Setting>(SETTINGS).map(({ flag, variable, help }) => {
    const name = flag === undefined ? variable : `--${flag}, ${variable}`;
    return `  ${name.padEnd(20)} ${help}`;
  });
  const limits = Object.entries(LIMIT_VARIABLES).map(([name, variable]) => {
    const limit = DEFAULT_LIMITS[name as keyof Limits];
    return `  ${variable.padEnd(20)} ${typeof limit === 'number' ? limit : `${limit.count}/${limit.seconds}s`}`;
  });
  return [
    'support-chat-server [serve]     serves the chat, the desk and the API',
    'support-chat-server restored    to be run once after a database backup was put back',
    '',
    'Settings (flag or variable, default in brackets):',
    ...rows,
    '',
    'Limits (variable, default):',
    ...limits,
    '',
  ].join('\n');
}

function readFlags(commandLine: readonly string[]): { flags: Record<string, string | undefined>; command: Command } {
  const names = Object.values<Setting>(SETTINGS).flatMap(({ flag }) => (flag === undefined ? [] : [flag]));
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  let parsed;
  try {
    parsed = parseArgs({
      args: [...commandLine],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (cause) {
    throw new ConfigError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage()}`, { cause });
  }
  const [command = 'serve', ...rest] = parsed.positionals;
  const { help, ...flags } = parsed.values;
  if (help === true) return { flags: {}, command: 'help' };
  if ((command !== 'serve' && command !== 'restored') || rest.length > 0) {
    throw new ConfigError(`'${parsed.positionals.join(' ')}' is not a command.\n\n${usage()}`);
  }
  return { flags, command };
}

function checked<T>(setting: Setting, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const name = setting.flag === undefined ? setting.variable : `--${setting.flag} or ${setting.variable}`;
    throw new ConfigError(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new TypeError(`'${text}' is not a port from 0 to 65535.`);
  return port;
}

function readUrl(text: string | undefined): string | undefined {
  return text === undefined ? undefined : parseOrigin(text);
}

function readLogLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text);
  if (level === undefined) throw new TypeError(`'${text}' is none of ${LOG_LEVELS.join(', ')}.`);
  return level;
}

function readIdentity(keys: string | undefined, audience = 'support-chat'): Config['identity'] {
  return keys === undefined ? undefined : { keys, audience };
}

function readOwner(email: string | undefined, password: string | undefined): Config['owner'] {
  if (email === undefined && (password === undefined || password === '')) return undefined;
  if (email === undefined || password === undefined || password === '') {
    throw new ConfigError('OWNER_EMAIL and OWNER_PASSWORD belong together: set both or none.');
  }
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new ConfigError(`OWNER_EMAIL: '${email}' is not an e-mail address.`);
  return { email, password };
}

function readMail(url: string | undefined, from: string | undefined, replyTo: string | undefined): Config['mail'] {
  if (url === undefined && from === undefined && replyTo === undefined) return undefined;
  if (url === undefined || from === undefined) {
    throw new ConfigError('SMTP_URL and MAIL_FROM belong together: set both or none.');
  }
  if (!/^smtps?:\/\/[^/]/.test(url)) throw new ConfigError('SMTP_URL has to begin with smtp:// or smtps://.');
  if (!/^[^@]*[^\s@]@[^\s@]+$/.test(from)) throw new ConfigError(`MAIL_FROM: '${from}' is not an e-mail address.`);
  if (replyTo !== undefined && !/^[\w.-]{1,30}@[\w-]+(\.[\w-]+)*$/.test(replyTo)) {
    throw new ConfigError('MAIL_REPLY_TO: expected a plain address whose name has at most 30 characters and no +.');
  }
  return { url, from, replyTo };
}

function readInbound(text: string | undefined, replyTo: string | undefined): InboundAddress | undefined {
  if (text === undefined) return undefined;
  if (replyTo === undefined) throw new TypeError('MAIL_REPLY_TO has to be set as well.');
  const [, host = '127.0.0.1', port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port: readPort(port) };
}

function readBotModel(url: string | undefined, key: string | undefined, model: string | undefined): Config['botModel'] {
  if (url === undefined && key === undefined && model === undefined) return undefined;
  if (url === undefined || model === undefined) {
    throw new ConfigError('BOT_LLM_URL and BOT_LLM_MODEL belong together: set both or none.');
  }
  if (!/^https?:\/\/[^/]/.test(url) || !URL.canParse(url)) {
    throw new ConfigError('BOT_LLM_URL has to begin with https:// or http://.');
  }
  return { url, key, model };
}

function readLimits(environment: Readonly<Record<string, string | undefined>>): Limits {
  const changed = Object.entries(LIMIT_VARIABLES).flatMap(([name, variable]): [string, unknown][] => {
    const text = environment[variable];
    if (text === undefined || text === '') return [];
    return [[name, checked({ variable, help: '' }, () => (name === 'sockets' ? readCount(text) : parseRate(text)))]];
  });
  return { ...DEFAULT_LIMITS, ...(Object.fromEntries(changed) as Partial<Limits>) };
}

function readCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new TypeError(`'${text}' is not a whole number from 1.`);
  return Number(text);
}
