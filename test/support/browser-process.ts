/** Finds the browser that a test has started, so that the test can end it as a crash would. */
import { readdirSync, readFileSync } from 'node:fs';

/** The process that all others of a browser on this profile descend from. */
export function browserOf(folder: string): number {
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const argv = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      if (argv.includes(`--user-data-dir=${folder}`) && !argv.includes('--type=')) return Number(entry);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error; // it ended while we looked
    }
  }
  throw new Error('The browser was not found among the processes');
}
