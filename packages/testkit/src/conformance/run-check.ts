/** The command `check`: judges the adapter of a module and prints rule by rule. What is of a platform is given to it. */
import { checkAdapter } from './check-adapter.js';
import { describeResult, formatSummary } from './format-table.js';
import type { AdapterHarness } from './harness.js';

/** What the command needs of the platform. */
export interface CheckPlatform {
  /** Loads a module by the path that was typed. */
  load(path: string): Promise<unknown>;
  /** Prints a line of the result. */
  print(line: string): void;
  /** Prints a line that is not part of the result: progress and failures. */
  tell(line: string): void;
}

/** How it ends: all is well, a rule is broken, or nothing could be judged. */
export type ExitCode = 0 | 1 | 2;

const USAGE = 'Usage: support-chat-testkit check <module> [--json] [--long] [--only K1,K2]';

/**
 * Runs the command.
 *
 * @param args - what was typed after the command's name
 * @returns 1 when a rule is broken, 2 with a coded line when nothing could be judged
 */
export async function runCheck(args: readonly string[], platform: CheckPlatform): Promise<ExitCode> {
  const { print, tell } = platform;
  const fail = (code: string, detail: string): ExitCode => {
    tell(`${code}: ${detail}`);
    return 2;
  };
  const asked = read(args);
  if (typeof asked === 'string') return fail('usage', `${asked} ${USAGE}`);
  const { path, json, long, only } = asked;

  let loaded: unknown;
  try {
    loaded = await platform.load(path);
  } catch (error) {
    return fail('module-not-loaded', `${path}: ${String(error)}`);
  }
  const harness = harnessOf(loaded);
  if (!harness) {
    return fail(
      'harness-missing',
      `${path} exports no harness. Export by default an object with a title and start(), see docs/adapters.md.`,
    );
  }
  try {
    const report = await checkAdapter(harness, {
      long,
      ...(only && { only }),
      onResult(result) {
        const line = `${result.id.padEnd(4)} ${describeResult(result)} · ${result.title}`;
        if (json) tell(line);
        else print(line);
      },
    });
    if (json) print(JSON.stringify(report, null, 2));
    if (report.missing !== null) return fail('harness-needs', `${report.title} needs ${report.missing}.`);
    if (only?.some((id) => !report.results.some((result) => result.id === id)) && report.capabilities) {
      return fail('rule-unknown', `There is no rule ${only.join(', ')}, or it needs --long.`);
    }
    if (!json) {
      for (const { lacks, notice } of report.degradations) print(`no ${lacks}: ${notice}`);
      print(`${report.title}: ${formatSummary(report.results)}`);
    }
    return report.results.some(({ result }) => result === 'broken') ? 1 : 0;
  } catch (error) {
    return fail('harness-failed', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

interface Asked {
  readonly path: string;
  readonly json: boolean;
  readonly long: boolean;
  readonly only: readonly string[] | undefined;
}

/** What is asked for, or what is wrong with it. */
function read([command, ...rest]: readonly string[]): Asked | string {
  if (command !== 'check') return command === undefined ? 'What to do?' : `There is no '${command}'.`;
  let path: string | undefined;
  let only: readonly string[] | undefined;
  let [json, long] = [false, false];
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index] ?? '';
    if (word === '--json') json = true;
    else if (word === '--long') long = true;
    else if (word === '--only') only = rest[++index]?.split(',');
    else if (word.startsWith('-')) return `There is no ${word}.`;
    else if (path === undefined) path = word;
    else return 'One module at a time.';
  }
  return path === undefined ? 'Which module?' : { path, json, long, only };
}

/** The harness of a module: its default export, or the one named `harness`. */
function harnessOf(loaded: unknown): AdapterHarness | null {
  const { default: main, harness } = loaded as { readonly default?: unknown; readonly harness?: unknown };
  const isHarness = (value: unknown): value is AdapterHarness => {
    const candidate = value as Partial<AdapterHarness> | null | undefined;
    return typeof candidate?.title === 'string' && typeof candidate.start === 'function';
  };
  return [main, harness].find(isHarness) ?? null;
}
