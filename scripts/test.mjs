/**
 * `npm test`: every check and every test that a fresh machine can run, in two lanes, going on after failures.
 * Full logs and reports go to test-results/; the last line is `N passed, N failed`, with `, N skipped` when some were.
 *
 * `--only a,b` runs these steps (and what they need). `REQUIRE_EVERYTHING=1` turns a missing browser or server into a failure.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './browsers.mjs';
import { testSteps } from './test-steps.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const results = join(root, 'test-results');
const lanes = 2;
const stepLimit = 30 * 60_000; // ms; a step that hangs is ended and counts as failed
const heartbeat = 30_000; // ms between two signs of life of a long step
const tailLines = 80;
const failureLength = 600; // characters told of a failure at the end; its log has the rest
const children = new Set();

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`.padStart(8);

function withNeeds(all, names) {
  const byName = new Map(all.map((step) => [step.name, step]));
  const wanted = new Set();
  const add = (name) => {
    const step = byName.get(name);
    if (!step) throw new Error(`There is no step '${name}'. Steps: ${[...byName.keys()].join(', ')}`);
    for (const need of step.needs ?? []) add(need);
    wanted.add(name);
  };
  names.forEach(add);
  return all.filter(({ name }) => wanted.has(name));
}

/** Ends a command and what it started: each runs in a process group of its own. */
function end(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // already gone
  }
}

/** Runs one command with its output in `log`; resolves to whether it succeeded. */
async function run([command, ...argv], environment, log, name) {
  log.write(`$ ${[command, ...argv].join(' ')}\n`);
  const child = spawn(command, argv, {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', STORYBOOK_DISABLE_TELEMETRY: '1', ...environment },
  });
  children.add(child);
  let lastLine = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log.write(text);
      lastLine = text.trim().split('\n').at(-1)?.trim() || lastLine;
    });
  }
  const alive = setInterval(() => console.log(`  … ${name}: ${lastLine.slice(0, 100)}`), heartbeat);
  const limit = setTimeout(() => {
    log.write(`\nended after ${stepLimit / 60_000} minutes\n`);
    end(child);
  }, stepLimit);
  child.once('error', (error) => log.write(`${error.message}\n`));
  const [code] = await Promise.race([once(child, 'close'), once(child, 'error')]);
  clearInterval(alive);
  clearTimeout(limit);
  end(child); // whatever a test left running ends with its step
  children.delete(child);
  return code === 0;
}

/** Runs a step; resolves to its counts. Never rejects: a step that cannot run has failed. */
async function runStep(step) {
  const start = performance.now();
  console.log(`▶ ${step.name}`);
  const logFile = join(results, `${step.name}.log`);
  const log = createWriteStream(logFile);
  let succeeded = true;
  for (const command of step.commands) {
    if (!(await run(command, step.environment, log, step.name))) succeeded = false;
  }
  log.end();
  await once(log, 'close');
  const counts = step.count ? { ...step.count() } : { passed: succeeded ? 1 : 0, failed: 0, skipped: 0 };
  if (!succeeded && counts.failed === 0) counts.failed = 1;
  for (const engine of step.missing ?? []) {
    const required = Boolean(process.env.REQUIRE_EVERYTHING);
    console.log(`${required ? 'failed' : 'skipped'}: ${step.name} needs ${engine}`);
    counts[required ? 'failed' : 'skipped'] += 1;
  }
  if (counts.skipped > 0 && counts.reason) console.log(`skipped: ${step.name}, ${counts.reason}`);
  const duration = performance.now() - start;
  console.log(`${counts.failed > 0 ? '✗' : '✓'} ${step.name.padEnd(12)} ${seconds(duration)}  ${summary(counts)}`);
  if (!succeeded) {
    const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-tailLines);
    console.log([`─── end of test-results/${step.name}.log`, ...lines, '───'].join('\n'));
  }
  return { name: step.name, duration, ...counts };
}

const summary = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** Starts steps in order as lanes get free; a step waits for what it needs, and `alone` for everybody. */
async function runAll(steps) {
  const waiting = [...steps];
  const running = new Map();
  const done = [];
  const finished = (name) => done.some((result) => result.name === name);
  const mayStart = (step) =>
    (step.needs ?? []).every(finished) && (step.alone ? running.size === 0 && waiting[0] === step : true);
  while (waiting.length > 0 || running.size > 0) {
    const blocked = [...running.keys()].some((step) => step.alone);
    const next = blocked || running.size >= lanes ? undefined : waiting.find(mayStart);
    if (next) {
      waiting.splice(waiting.indexOf(next), 1);
      running.set(
        next,
        runStep(next).then((result) => ({ step: next, result })),
      );
      continue;
    }
    const { step, result } = await Promise.race(running.values());
    running.delete(step);
    done.push(result);
  }
  return done;
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    children.forEach(end);
    process.exit(130);
  });
}

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1].split(',') : undefined;
const start = performance.now();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
await ensureChromium();
const all = await testSteps(results);
const outcomes = await runAll(only ? withNeeds(all, only) : all);

console.log(`\n${'step'.padEnd(12)} ${'time'.padStart(8)}`);
for (const { name, duration, ...counts } of outcomes) {
  console.log(`${name.padEnd(12)} ${seconds(duration)}  ${summary(counts)}`);
}
const total = outcomes.reduce(
  (sum, { passed, failed, skipped }) => ({
    passed: sum.passed + passed,
    failed: sum.failed + failed,
    skipped: sum.skipped + skipped,
  }),
  { passed: 0, failed: 0, skipped: 0 },
);
const told = outcomes.flatMap(({ name, failures = [] }) => failures.map((failure) => `${name}: ${failure}`));
if (told.length > 0) console.log(`\n${told.map((failure) => `✗ ${failure.slice(0, failureLength)}`).join('\n')}`);
console.log(`\nall of it took ${seconds(performance.now() - start).trim()}; logs are in test-results/`);
console.log(summary(total));
process.exitCode = total.failed > 0 ? 1 : 0;
