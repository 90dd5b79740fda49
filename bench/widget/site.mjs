/** The site the pages come from: one bundle per subject, our real bundle, and the part of the bench that runs in the page. */
import { build } from 'esbuild';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const inBench = (path) => fileURLToPath(new URL(path, import.meta.url));
const bundleFolder = inBench('../../packages/support-chat/dist/bundle/');
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title>
<style>body { margin: 0; min-height: 100vh }</style><script type="module" src="/page.js"></script></html>`;

/** Builds one subject as a page would load it: one minified module, production builds. */
async function bundle(name) {
  const { outputFiles } = await build({
    entryPoints: [inBench(`subjects/${name}.js`)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    loader: { '.css': 'text' },
    external: ['/bundle/support-chat.js'],
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0].text;
}

const brotli = (text) => brotliCompressSync(text).length;

/** Everything show() loads, with the adapter for the reference server; without locales and what `size` calls later. */
function ourBytes(files) {
  const graph = JSON.parse(files['support-chat.graph.json']);
  const { later } = JSON.parse(readFileSync(inBench('../../size-budgets.json'), 'utf8'));
  const isLater = (file) => later.entries.some((path) => graph[file].entry?.includes(path));
  const seen = new Set();
  const visit = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    const { imports, dynamicImports } = graph[file];
    for (const next of [...imports, ...dynamicImports.filter((name) => !isLater(name))]) if (graph[next]) visit(next);
  };
  visit('support-chat.js');
  return [...seen].reduce((sum, file) => sum + brotli(files[file]), 0);
}

/** The finished bundle, read once: a build meanwhile must not change what is measured. */
function readBundle() {
  if (!existsSync(`${bundleFolder}support-chat.graph.json`))
    throw new Error('Our bundle is missing: run npm run build first.');
  const names = readdirSync(bundleFolder).filter((name) => /^[^.]+(\.graph\.json|\.js)$/.test(name));
  return Object.fromEntries(names.map((name) => [name, readFileSync(`${bundleFolder}${name}`)]));
}

/** Builds and serves the site. @returns its address, the brotli bytes of each subject, and what ends it */
export async function openSite(subjects) {
  const files = readBundle();
  const scripts = {};
  for (const name of subjects) scripts[name] = await bundle(name);
  const bytes = Object.fromEntries(
    subjects.map((name) => [name, name === 'ours' ? ourBytes(files) : brotli(scripts[name])]),
  );
  function answer(path) {
    if (path === '/') return ['text/html', PAGE];
    if (path === '/page.js') return ['text/javascript', readFileSync(inBench('page.js'))];
    const script = scripts[basename(path, '.js')];
    if (path.startsWith('/subject/') && script !== undefined) return ['text/javascript', script];
    const file = path.startsWith('/bundle/') ? files[basename(path)] : undefined;
    return file === undefined ? null : ['text/javascript', file];
  }
  const server = createServer((request, response) => {
    const found = answer(request.url);
    if (found === null) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': found[0], 'Cache-Control': 'no-store' }).end(found[1]);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, bytes, close: () => server.close() };
}
