#!/usr/bin/env node
/**
 * `support-chat-server`: the command line. Exit codes: 0 stopped as asked, 1 failed, 2 wrong setting, 3 the data folder
 * is used by another process.
 */
import { systemClock, systemRandom } from './clock.js';
import { createMemoryBus } from './bus/memory-bus.js';
import { ConfigError, readConfig, usage, type Config } from './config.js';
import { createServer, type RunningServer } from './create-server.js';
import { RateCounters } from './limits/limits.js';
import { createLog } from './log.js';
import { createService } from './service.js';
import { openStore } from './store/open-store.js';
import { StoreError } from './store/store-error.js';

try {
  const { command, config } = readConfig(process.argv.slice(2), process.env);
  if (command === 'help') process.stdout.write(usage());
  else if (command === 'restored') await restored(config);
  else await serve(config);
} catch (error) {
  fail(error);
}

async function serve(config: Config): Promise<void> {
  const server = await createServer({ ...config, processMetrics: true });
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1); // asked twice: at once
      stopping = true;
      server.close().then(() => process.exit(0), fail);
    });
  }
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    // The state of the process is unknown now; whoever started it starts it again, and nothing acked is lost (S6).
    process.on(event, (error: unknown) => {
      server.log.fatal({ error }, event);
      process.exit(1);
    });
  }
  process.stdout.write(startText(server, config));
}

/** After a database backup was put back: every log gets a new epoch, so that clients notice what is gone (L4). */
async function restored({ dataFolder, databaseUrl, limits, logLevel }: Config): Promise<void> {
  const store = await openStore({ dataFolder, databaseUrl });
  try {
    const service = await createService({
      store,
      bus: createMemoryBus(),
      clock: systemClock,
      random: systemRandom,
      guard: new RateCounters(limits, systemClock),
      log: createLog(logLevel),
    });
    const count = await service.restampEpochs();
    process.stdout.write(`${count} conversations have a new epoch. Clients will load them again.\n`);
  } finally {
    await store.close();
  }
}

function startText(server: RunningServer, config: Config): string {
  const base = config.publicUrl ?? server.url;
  const setup = [
    '',
    '  Nobody owns this server yet. Open this link once to make your account:',
    `  ${server.setupUrl}`,
  ];
  const data = config.databaseUrl === undefined ? `SQLite in ${config.dataFolder}` : 'PostgreSQL (DATABASE_URL)';
  return [
    '',
    '  support-chat is ready',
    '',
    `  Shop    ${base}/`,
    `  Desk    ${base}/desk`,
    `  Script  ${base}/support-chat.js`,
    `  Data    ${data}`,
    ...(server.setupUrl === null ? [] : setup),
    '',
    '',
  ].join('\n');
}

function fail(error: unknown): never {
  const expected = error instanceof ConfigError || error instanceof StoreError || isListenError(error);
  const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`support-chat-server: ${text}\n`);
  process.exit(exitCode(error));
}

function exitCode(error: unknown): number {
  if (error instanceof ConfigError) return 2;
  return error instanceof StoreError && error.code === 'data-folder-in-use' ? 3 : 1;
}

/** A port that is taken or not allowed: a setting to change, not a bug to report. */
function isListenError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen';
}
