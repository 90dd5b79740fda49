/**
 * Web Test Runner plugin that hands a page its test file and what that imports as some thirty chunks, made once for all
 * files and engines. Without it a page asks for some three hundred modules, each found, read and rewritten for every page.
 * Packages of the workspace go in from their sources; every module that is imported runs, as it does without a bundle.
 */
import { build } from 'esbuild';
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Test files, and the scripts of pages that they put into frames. */
const ENTRY = /\.(test|frame)\.ts$/;

/**
 * @param {{ rootDir: string, folder: string, conditions: string[], tsconfig: string }} options `rootDir`: what the server's
 *   paths begin at; `folder` of the test files and `tsconfig` are relative to it
 * @returns {import('@web/test-runner').TestRunnerPlugin}
 */
export function bundledTests({ rootDir, folder, conditions, tsconfig }) {
  /** Promise of path → text, once something was asked for. */
  let files;

  async function bundle() {
    const names = readdirSync(join(rootDir, folder), { recursive: true });
    const { outputFiles } = await build({
      absWorkingDir: rootDir,
      entryPoints: names.filter((name) => ENTRY.test(name)).map((name) => join(folder, name)),
      bundle: true,
      splitting: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      outbase: rootDir,
      outdir: rootDir,
      chunkNames: `${folder}/chunks/[name]-[hash]`,
      sourcemap: 'linked',
      ignoreAnnotations: true,
      conditions,
      tsconfig,
      external: ['/__web-dev-server__*'],
      logLevel: 'error',
    });
    return new Map(outputFiles.map(({ path, text }) => [`/${relative(rootDir, path).replaceAll(sep, '/')}`, text]));
  }

  return {
    name: 'bundled-tests',
    async serve({ path }) {
      if (!path.startsWith(`/${folder}/`)) return undefined;
      files ??= bundle();
      const body = (await files).get(path.replace(/\.ts$/, '.js'));
      return body === undefined ? undefined : { body, type: path.endsWith('.map') ? 'json' : 'js' };
    },
  };
}
