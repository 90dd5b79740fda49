/**
 * The server as its own process, started like an owner starts it: for everything that needs signals, exit codes or a
 * sudden death. Built from the sources once per test file, so that no earlier build can be what is tested.
 */
import { build } from 'esbuild';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** A built command line. */
export interface ServerProgram {
  readonly path: string;
  remove(): void;
}

/** Builds `main.ts` into a folder of its own inside the repository, where its dependencies are found. */
export async function buildServerProgram(): Promise<ServerProgram> {
  const parent = join(root, 'test-results');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'server-'));
  const path = join(folder, 'main.js');
  await build({
    entryPoints: [join(root, 'packages/server/src/main.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['source'],
    // Dependencies are bundled too: a start then takes half the time, and some tests start it fifty times.
    external: ['libsql', 'pg-native'],
    banner: {
      js: "import { createRequire as createBundleRequire } from 'node:module';\nconst require = createBundleRequire(import.meta.url);",
    },
    outfile: path,
    logLevel: 'warning',
  });
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ServerProcess {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly exited: Promise<Exit>;
  /** Everything it wrote so far. */
  output(): string;
  /** Nobody reads its standard output any more, and nobody closes it either. Resolves when the process has ended. */
  stopReading(): Promise<Exit>;
  kill(signal: NodeJS.Signals): void;
}

interface StartOptions {
  readonly argv?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs the program to its end. */
export async function runServer(program: ServerProgram, options: StartOptions): Promise<Exit & { output: string }> {
  const child = launch(program, options);
  const output = collect(child);
  return { ...(await exitOf(child)), output: output() };
}

/** Starts the program; resolves when it says that it is ready, rejects with its output when it ends before. */
export async function startServer(program: ServerProgram, options: StartOptions): Promise<ServerProcess> {
  const child = launch(program, options);
  const output = collect(child);
  const exited = exitOf(child);
  const url = await new Promise<string>((ready, fail) => {
    child.stdout?.on('data', () => {
      const found = /Shop +(http:\S+)\/\n/.exec(output());
      if (found?.[1] !== undefined) ready(found[1]);
    });
    void exited.then(({ code }) => fail(new Error(`The server ended with code ${code}:\n${output()}`)));
  });
  return {
    url,
    port: Number(new URL(url).port),
    exited,
    output,
    stopReading() {
      child.stdout?.pause();
      return exitOf(child, 'exit');
    },
    kill: (signal) => child.kill(signal),
  };
}

function launch({ path }: ServerProgram, { argv = [], environment = {} }: StartOptions): ChildProcess {
  // Only what a program needs to start, so that no setting of this shell changes a test.
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
  const child = spawn(process.execPath, [path, ...argv], {
    env: { PATH, HOME, TMPDIR, PORT: '0', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endWithTests = () => child.kill('SIGKILL');
  process.once('exit', endWithTests);
  child.once('exit', () => process.removeListener('exit', endWithTests));
  return child;
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
  }
  return () => text;
}

/** @param event - by 'close' all of its output has been read as well */
function exitOf(child: ChildProcess, event: 'close' | 'exit' = 'close'): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once(event, (code: number | null, signal: NodeJS.Signals | null) => resolve({ code, signal }));
  });
}
