/** A program of the system, run for a test on the loopback and ended by its own process id. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Daemon {
  /** Ends it, for good or as a crash does, and waits for that. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface DaemonOptions {
  readonly command: string;
  /** Gets the folder, which is removed at the end. */
  arguments(folder: string): readonly string[];
  /** Name → content. */
  files(folder: string): Readonly<Record<string, string>>;
  /** Tests all it has written so far: whether it listens. */
  readonly ready: Pick<RegExp, 'test'>;
}

/** Starts it. Resolves when it says that it is ready; rejects with what it wrote when it ends before. */
export async function startDaemon({ command, arguments: argumentsOf, files, ready }: DaemonOptions): Promise<Daemon> {
  const folder = mkdtempSync(join(tmpdir(), `${command.split('/').at(-1) ?? ''}-`));
  for (const [name, content] of Object.entries(files(folder))) writeFileSync(join(folder, name), content);
  const child = spawn(command, argumentsOf(folder), { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const kill = (): void => void child.kill('SIGTERM');
  process.once('exit', kill);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (piece: Buffer): void => {
      output += piece.toString();
      if (ready.test(output)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}:\n${output}`)));
  });
  return {
    async stop(signal = 'SIGTERM') {
      process.off('exit', kill);
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
