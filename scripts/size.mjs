/**
 * `npm run size`: brotli bytes of what a page really loads, read off the finished bundle and its import graph, against
 * `size-budgets.json`. A lazy chunk counts as part of the opened chat unless the budgets file lists it under `later`, so
 * that a new chunk is counted until a reviewer agrees it is not. Adapters of other back ends are in no bundle of ours: each
 * is bundled for measuring alone, with all that it brings.
 */
import { build } from 'esbuild';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { bundleFolder } from '../rollup.config.mjs';
import { buildStale } from './build.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { later, ...budgets } = JSON.parse(readFileSync(join(root, 'size-budgets.json'), 'utf8'));

/** Bytes of the brotli file (quality 11) that the build writes beside each script, which is what the server sends. */
const compressedSize = (file) => statSync(join(bundleFolder, `${file}.br`)).size;

const isLater = (chunk) => later.entries.some((path) => chunk.entry?.includes(path));

/** `file` and all it loads: at once, and (when `opened`) by every `import()` that show() reaches. */
function loadedWith(graph, file, opened, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const chunk = graph[file];
  const lazy = opened ? chunk.dynamicImports.filter((name) => !isLater(graph[name])) : [];
  for (const name of [...chunk.imports, ...lazy]) if (graph[name]) loadedWith(graph, name, opened, seen);
  return seen;
}

/** A page that has the chat already has some of it too; counted is what the adapter weighs by itself. */
async function adapterRows(name, { limit, packages }) {
  const folders = readdirSync(join(root, 'packages')).filter((folder) => new RegExp(packages).test(folder));
  return Promise.all(
    folders.sort().map(async (folder) => {
      const { outputFiles } = await build({
        entryPoints: [join(root, 'packages', folder, 'src/index.ts')],
        bundle: true,
        write: false,
        minify: true,
        format: 'esm',
        target: 'es2022',
        platform: 'browser',
        conditions: ['source'],
      });
      const size = outputFiles.reduce((sum, { contents }) => sum + brotliCompressSync(contents).length, 0);
      return {
        name: `${name}: ${folder.replace('adapter-', '')}`,
        size,
        limit,
        note: 'with all it brings',
        over: size > limit,
      };
    }),
  );
}

function rowsOf(name, budget) {
  return budget.packages ? adapterRows(name, budget) : bundleRows(name, budget);
}

function bundleRows(name, { bundle, limit, opened = false, chunks }) {
  const graphFile = join(bundleFolder, `${bundle}.graph.json`);
  if (!existsSync(graphFile)) return [{ name, note: `no bundle '${bundle}' was built`, over: true }];
  const graph = JSON.parse(readFileSync(graphFile, 'utf8'));
  if (chunks) {
    const files = Object.keys(graph).filter((file) => new RegExp(chunks).test(file));
    return files.map((file) => measured(`${name}: ${file.replace(/-.{7}\.js$/, '')}`, [file], limit));
  }
  return [measured(name, [...loadedWith(graph, `${bundle}.js`, opened)], limit)];
}

function measured(name, files, limit) {
  const size = files.reduce((sum, file) => sum + compressedSize(file), 0);
  return { name, size, limit, note: `${files.length} file${files.length === 1 ? '' : 's'}`, over: size > limit };
}

await buildStale();
const rows = (await Promise.all(Object.entries(budgets).map(([name, budget]) => rowsOf(name, budget)))).flat();
const number = (value) => (value === undefined ? '–' : value.toLocaleString('en')).padStart(9);
console.log(`\n${'brotli bytes'.padEnd(32)} ${'size'.padStart(9)} ${'budget'.padStart(9)}`);
for (const { name, size, limit, note, over } of rows) {
  console.log(`${name.padEnd(32)} ${number(size)} ${number(limit)}  ${over ? 'OVER' : 'ok'}  ${note}`);
}
if (rows.some((row) => row.over)) process.exitCode = 1;
