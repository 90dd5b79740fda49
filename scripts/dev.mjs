/** `npm run dev`: builds, runs the server, and does both again whenever a source changes. Flags go to the server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const quietPeriod = 150; // ms without a change before a build starts: editors save in bursts

function run(...argv) {
  return spawn(process.execPath, argv, { cwd: root, stdio: 'inherit' });
}

let server;
let stopping = false;

async function restart() {
  const builder = run(join('scripts', 'build.mjs'), '--stale');
  const [code] = await once(builder, 'exit');
  if (code !== 0 || stopping) return; // the error is on the screen, the old server goes on
  if (server && server.exitCode === null) {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  server = run(join('packages', 'server', 'dist', 'main.js'), ...process.argv.slice(2));
}

let timer;
let running = restart();
watch(join(root, 'packages'), { recursive: true }, (_event, file) => {
  if (!file || !/[\\/]src[\\/]/.test(file)) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    running = running.then(restart);
  }, quietPeriod);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    stopping = true;
    server?.kill(signal);
    process.exit(0);
  });
}
