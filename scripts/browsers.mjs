/**
 * Finds the browsers that the tests drive: Chromium (installed when missing), Firefox and WebKitGTK (used when present).
 * An environment variable wins (`CHROMIUM_PATH`, `FIREFOX_PATH`, `WEBKIT_DRIVER_PATH`), then PATH, then Playwright's own cache.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Flags that keep Chromium quiet and offline: no GPU, no updates, no calls home. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Whether `path` is a file this process may run. */
function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/** The first of `names` found on PATH, as an absolute path. */
export function which(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = resolve(folder, name);
      if (folder && existsSync(path) && executable(path)) return path;
    }
  }
  return undefined;
}

/** Like {@link which}, but a variable that names a missing program is an error rather than a silent fallback. */
function named(variable, ...names) {
  const path = process.env[variable];
  if (!path) return which(...names);
  if (!executable(path)) throw new Error(`${variable} names ${path}, which is not a program that can be run.`);
  return path;
}

/** Path of a Chromium, or undefined. */
export async function findChromium() {
  const path = named('CHROMIUM_PATH', 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome');
  if (path) return path;
  const { chromium } = await import('playwright-core');
  const cached = chromium.executablePath();
  return cached && existsSync(cached) ? cached : undefined;
}

/** Path of a Firefox together with the channel Playwright needs to drive it, or undefined. */
export async function findFirefox() {
  const path = named('FIREFOX_PATH', 'firefox-esr', 'firefox');
  if (path) return { executablePath: path, channel: 'moz-firefox' };
  const { firefox } = await import('playwright-core');
  const cached = firefox.executablePath();
  return cached && existsSync(cached) ? { executablePath: cached } : undefined;
}

/** Path of WebKitGTK's WebDriver when all it needs is there (a display server, Python's bindings), or undefined. */
export function findWebKit() {
  const driver = named('WEBKIT_DRIVER_PATH', 'WebKitWebDriver');
  const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : which('python3');
  if (!driver || !python || !which('Xvfb')) return undefined;
  const bindings = "import gi; gi.require_version('Gtk', '3.0'); gi.require_version('WebKit2', '4.1')";
  return spawnSync(python, ['-c', bindings], { stdio: 'ignore' }).status === 0 ? { driver, python } : undefined;
}

function run(command, ...argv) {
  console.log(`$ ${command} ${argv.join(' ')}`);
  return spawnSync(command, argv, { stdio: 'inherit' }).status === 0;
}

/** Path of a Chromium; installs one when there is none. Rejects with what to do when that is not possible. */
export async function ensureChromium() {
  const found = await findChromium();
  if (found) return found;
  const root = process.getuid?.() === 0;
  if (root && which('apt-get')) {
    if (run('apt-get', 'update')) run('apt-get', 'install', '-y', '--no-install-recommends', 'chromium');
  } else {
    run(process.execPath, join('node_modules', 'playwright', 'cli.js'), 'install', 'chromium');
  }
  const installed = await findChromium();
  if (installed) return installed;
  throw new Error(
    'No Chromium found and none could be installed. Install Chromium or Chrome (Debian: apt-get install chromium), ' +
      'or set CHROMIUM_PATH to the program.',
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const firefox = await findFirefox();
  const webkit = findWebKit();
  console.log(`chromium  ${await ensureChromium()}`);
  console.log(`firefox   ${firefox?.executablePath ?? 'not found (apt-get install firefox-esr)'}`);
  console.log(
    `webkit    ${webkit?.driver ?? 'not found (apt-get install webkit2gtk-driver xvfb python3-gi gir1.2-webkit2-4.1)'}`,
  );
}
