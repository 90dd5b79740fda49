/**
 * Files: the demo shop at `/`, the desk at `/desk`, the script-tag bundle. Pages are served under the strict content
 * policy of X6; the bundle may be loaded by pages anywhere, it holds no secret and asks for its own permission later.
 */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** A year: names with a hash never change their content. */
const FOREVER = 'public, max-age=31536000, immutable';

/**
 * The worker of the desk's spell check runs compiled C++, which no page may. It reaches nothing: what it reads is handed to
 * it, and the program lies in the script as a `data:` address.
 */
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src data:";

/** @param bundleFolder - holds `support-chat.js`; `undefined` when it is not installed or not built */
export async function servePages(app: FastifyInstance, bundleFolder: string | undefined): Promise<void> {
  const publicFolder = fileURLToPath(new URL('../../public', import.meta.url));
  const root = [publicFolder, bundleFolder].filter((folder) => folder !== undefined).filter(existsSync);
  if (root.length === 0) return; // only the API, for a server that was installed without pages
  await app.register(fastifyStatic, {
    root,
    prefix: '/',
    extensions: ['html'],
    dotfiles: 'ignore',
    cacheControl: false,
    preCompressed: true,
    allowedPath: (path) => !path.endsWith('.graph.json'),
    setHeaders: (response, path) => {
      const hashed = /-[\w-]{7}\.js(\.map|\.br)*$/.test(basename(path));
      response.header('Cache-Control', hashed ? FOREVER : 'no-cache');
      if (bundleFolder !== undefined && path.startsWith(bundleFolder)) {
        response.header('Access-Control-Allow-Origin', '*');
        response.header('Cross-Origin-Resource-Policy', 'cross-origin');
      }
      if (/^spelling-worker\.js(\.\w+)?$/.test(basename(path)))
        response.header('Content-Security-Policy', WORKER_POLICY);
      // The desk shows it in a frame, see `frame-ancestors`.
      if (basename(path) === 'preview.html') response.header('X-Frame-Options', 'SAMEORIGIN');
    },
  });
}

/** Where the built bundle is, when the package `support-chat` is installed and built. */
export function findBundle(): string | undefined {
  try {
    const folder = join(dirname(require.resolve('support-chat/package.json')), 'dist', 'bundle');
    return existsSync(folder) ? folder : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
