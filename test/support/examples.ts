/** What is in `examples/`: how each is built, and what its page needs from a policy beyond its own files. */
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** The server that the examples name, as `npm start` runs it. */
export const WRITTEN_SERVER = 'http://127.0.0.1:8080';

export interface Example {
  readonly name: string;
  readonly folder: string;
  /** Where its built page is, below the folder. */
  readonly output: string;
  /** Trusted types policies that its framework makes, beside ours. */
  readonly policies: readonly string[];
}

function example(name: string, output: string, ...policies: string[]): Example {
  return { name, folder: resolve('examples', name), output, policies };
}

/** Those that are static files once they are built. */
export const examples: readonly Example[] = [
  example('plain-html', '.'),
  example('react', 'dist'),
  example('vue', 'dist', 'vue'),
  example('svelte', 'dist', 'svelte-trusted-html'),
  example('angular', 'dist', 'angular'),
];

/** The one that a server renders: Node is to import `dist/handler.js`, and its policy is its own. */
export const rendered: Example = example('sveltekit', 'dist');

/** Bundlers that `bundle-with.mjs` knows. */
export const bundlers = ['vite', 'webpack', 'rollup'] as const;

/** Where one of them leaves its page. */
export const bundleFolder = (bundler: string): string => resolve('test-results/bundled', bundler);

/** The folder to serve. */
export const outputOf = ({ folder, output }: Example): string => join(folder, output);

/** Runs a program in a folder as a person's shell would, not as a test runner; rejects with all it printed. */
export async function runIn(folder: string, command: string, argv: readonly string[], mode = 'production') {
  // NODE_ENV=test would make development builds. Nothing else of this shell changes what is built.
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
  const env = { PATH, HOME, TMPDIR, NODE_ENV: mode, NO_COLOR: '1' };
  try {
    return await promisify(execFile)(command, argv, { cwd: folder, env, maxBuffer: 1 << 26 });
  } catch (error) {
    const { stdout = '', stderr = '', message = '' } = error as { stdout?: string; stderr?: string; message?: string };
    throw new Error(`${message}\n${stdout}${stderr}`, { cause: error });
  }
}
