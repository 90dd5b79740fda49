/**
 * Structured logs: JSON lines with ids, codes, routes and durations. Never message text, tokens, cookies, queries or
 * addresses (X1, X9): nothing that holds them is ever given to the logger, and the redaction below is the second net.
 */
import { pino, type DestinationStream, type Logger } from 'pino';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
export const LOG_LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

const STANDARD_OUTPUT = 1;
/** Of lines that nobody has read yet, in characters. */
const MOST_WAITING = 16 * 2 ** 20;
/** To write what is left before the process ends, 100 ms apart. */
const TRIES_AT_THE_END = 10;

/** The server's logger. */
export type ServerLog = Logger;

/** @param destination - where the lines go; standard output when absent */
export function createLog(level: LogLevel, destination?: DestinationStream): ServerLog {
  const secrets = ['authorization', 'cookie', 'token', 'password', 'secret', 'text', 'query', 'headers'];
  const options = {
    level,
    base: null,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    serializers: { error: errorFacts, err: errorFacts },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
  };
  return pino(options, destination ?? standardOutput());
}

/**
 * Never waited for: whoever reads the lines may stop reading, and the server goes on. Lines wait in memory until they are
 * read, and are lost when there are too many of them, or when the process ends before.
 */
function standardOutput(): DestinationStream {
  let triesLeft = Infinity;
  const output = pino.destination({
    dest: STANDARD_OUTPUT,
    sync: false,
    maxLength: MOST_WAITING,
    retryEAGAIN: () => triesLeft-- > 0,
  });
  const flushSync = output.flushSync.bind(output);
  output.flushSync = () => {
    triesLeft = TRIES_AT_THE_END;
    try {
      flushSync();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    } finally {
      triesLeft = Infinity;
    }
  };
  return output;
}

/** What of an error may be logged: a database driver's extra properties can hold the values of a query. */
function errorFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: 'not an Error' };
  // The message may have several lines: only calls are told from it.
  const calls = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(!quotesData(error) && { message: error.message }),
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    stack: calls?.slice(0, 7).join('\n'),
  };
}

/** Whether its message repeats what it was given: a parser's does, and PostgreSQL's of the class 'data exception'. */
function quotesData(error: Error): boolean {
  return error instanceof SyntaxError || ('code' in error && /^22...$/.test(String(error.code)));
}
