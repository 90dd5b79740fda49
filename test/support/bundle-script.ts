/**
 * Turns a TypeScript file of the tests into one that plain Node runs, so that a test can start real processes without
 * a build before it. Packages of the workspace go in from their sources, everything else is loaded as installed.
 */
import { build } from 'esbuild';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OURS = '@support-chat/';

/** A script on disk, and its removal. */
export interface BundledScript {
  readonly path: string;
  remove(): Promise<void>;
}

/** Bundles the script at a URL, as `new URL('./script.ts', import.meta.url)` gives it. */
export async function bundleScript(source: URL): Promise<BundledScript> {
  // Beside the server's own modules: from there Node finds what the server depends on.
  const cache = fileURLToPath(new URL('../../packages/server/node_modules/.cache/', import.meta.url));
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'test-script-'));
  const path = join(folder, basename(source.pathname).replace(/\.ts$/, '.mjs'));
  await build({
    entryPoints: [fileURLToPath(source)],
    outfile: path,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['source'],
    logLevel: 'silent',
    plugins: [
      {
        name: 'installed-packages-stay-outside',
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
            kind === 'entry-point' || name.startsWith(OURS) ? undefined : { path: name, external: true },
          );
        },
      },
    ],
  });
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
