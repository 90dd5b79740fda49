/**
 * publint and arethetypeswrong over every package as npm would publish it. Needs a finished `npm run build`.
 * A warning counts as a failure; suggestions are printed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packageNames } from './build.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const attw = join(root, 'node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js');
const folder = mkdtempSync(join(tmpdir(), 'support-chat-packages-'));

/** Findings of publint, formatted; suggestions are shown and not counted. */
async function lint(name, tarball) {
  const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
  const { messages } = await publint({ pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer } });
  for (const message of messages) console.log(`  ${message.type}: ${formatMessage(message, manifest)}`);
  return messages.filter((message) => message.type !== 'suggestion').length;
}

function checkTypes(tarball) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [attw, tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji', '--no-color'],
    { encoding: 'utf8' },
  );
  if (status !== 0) console.log(stdout + stderr);
  return status === 0 ? 0 : 1;
}

let findings = 0;
try {
  for (const name of await packageNames()) {
    const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: join(root, 'packages', name),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [{ filename, size }] = Object.values(JSON.parse(packed));
    const tarball = join(folder, filename);
    const found = (await lint(name, tarball)) + checkTypes(tarball);
    console.log(
      `${name.padEnd(20)} ${String(Math.round(size / 1024)).padStart(5)} kB  ${found === 0 ? 'ok' : 'FAILED'}`,
    );
    findings += found;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (findings > 0) process.exitCode = 1;
