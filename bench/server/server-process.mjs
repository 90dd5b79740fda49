/** One server under test in a process of its own, so that its memory and its CPU are its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts the subject's server and gives the handle of its process. */
export async function startServer(subject) {
  const path = fileURLToPath(new URL(`subjects/${subject}.mjs`, import.meta.url));
  const child = fork(path, [], { execArgv: ['--expose-gc', ...profiling(subject)] });
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`The server '${subject}' ended with code ${code}.`);
  });
  died.catch(() => undefined); // Whoever waits for the server sees it; at the end nobody does.
  const answer = async () => (await Promise.race([once(child, 'message'), died]))[0];
  const { port } = await answer();

  /** Resident bytes after a collection, and microseconds of CPU since the start. */
  async function usage() {
    const answered = answer();
    child.send('usage');
    const { memory, cpu } = await answered;
    return { memory, cpu: cpu.user + cpu.system };
  }

  async function stop() {
    const ended = once(child, 'exit');
    child.send('stop');
    await ended;
  }
  return { port, usage, stop };
}

/** `BENCH_PROFILE=ours` writes a CPU profile of that server beside the raw results. */
function profiling(subject) {
  return process.env.BENCH_PROFILE === subject ? ['--cpu-prof', '--cpu-prof-dir=results/raw'] : [];
}
