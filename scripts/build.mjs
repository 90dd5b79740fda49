/**
 * `npm run build`: everything from scratch (JavaScript, types, bundles).
 * `scripts/start.mjs` uses {@link buildStale}: only what is missing or older than its sources, and no types.
 */
import { build as esbuild } from 'esbuild';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import zlib, { constants } from 'node:zlib';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
const packagesFolder = join(root, 'packages');

/** Folders below packages/, each a package of its own. */
export async function packageNames() {
  const found = await readdir(packagesFolder, { withFileTypes: true });
  return found.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

async function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** One line that changes whenever one of the files does. */
async function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(relative(root, file))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
}

/** Runs `work` with a progress line that ends in its duration. */
async function step(label, work) {
  const start = performance.now();
  const result = await work();
  console.log(`  ${label.padEnd(44)} ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

/** Runs `work` and stamps `stampFile`, unless the stamp already names the same sources. */
async function unlessFresh(stampFile, sources, work) {
  const current = await fingerprint(sources);
  const stamped = existsSync(stampFile) ? await readFile(stampFile, 'utf8') : '';
  if (stamped === current) return false;
  await work();
  await mkdir(dirname(stampFile), { recursive: true });
  await writeFile(stampFile, current);
  return true;
}

async function buildPackage(name) {
  const folder = join(packagesFolder, name);
  const output = join(folder, 'dist');
  const sources = await filesBelow(join(folder, 'src'));
  return unlessFresh(join(output, '.stamp'), [...sources, join(folder, 'package.json')], async () => {
    // Types stay: they belong to `tsc -b`. Bundles stay: they have their own stamp.
    const outdated = (await filesBelow(output)).filter((file) => /\.js(\.map)?$/.test(file));
    const bundles = join(output, 'bundle');
    await Promise.all(outdated.filter((file) => !file.startsWith(bundles)).map((file) => rm(file)));
    const scripts = sources.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
    await esbuild({
      absWorkingDir: folder,
      entryPoints: scripts,
      outbase: join(folder, 'src'),
      outdir: output,
      format: 'esm',
      target: name === 'server' ? 'node20' : 'es2022',
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'warning',
    });
    for (const file of sources.filter((source) => !source.endsWith('.ts'))) {
      const target = join(output, relative(join(folder, 'src'), file));
      await mkdir(dirname(target), { recursive: true });
      await copyFile(file, target);
    }
  });
}

/** Writes `file` compressed beside it, for servers that send what is already small. */
async function compressFile(file) {
  const bytes = await readFile(file);
  await writeFile(`${file}.br`, await brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  await writeFile(`${file}.gz`, await gzip(bytes, { level: 9 }));
}

async function buildBundles() {
  const { default: configurations, bundleFolder } = await import('../rollup.config.mjs');
  const names = (await packageNames()).filter((name) => name !== 'server' && name !== 'testkit');
  const sources = await Promise.all(names.map((name) => filesBelow(join(packagesFolder, name, 'src'))));
  const inputs = [...sources.flat(), join(root, 'rollup.config.mjs'), join(root, 'package-lock.json')];
  return unlessFresh(join(bundleFolder, '.stamp'), inputs, async () => {
    const { rollup } = await import('rollup');
    await rm(bundleFolder, { recursive: true, force: true });
    for (const { output, ...input } of configurations) {
      const bundle = await rollup(input);
      await bundle.write(output);
      await bundle.close();
    }
    const scripts = (await filesBelow(bundleFolder)).filter((file) => file.endsWith('.js'));
    await Promise.all(scripts.map(compressFile));
  });
}

/** Builds JavaScript and bundles where they are missing or stale; enough to run the server, not to publish. */
export async function buildStale() {
  const names = await packageNames();
  await step('JavaScript', () => Promise.all(names.map(buildPackage)));
  await step('bundles', buildBundles);
}

/** Runs a program of node_modules with this Node; rejects when it fails. */
async function runNode(...argv) {
  const child = spawn(process.execPath, argv, { cwd: root, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with code ${code}.`);
}

/** Builds everything anew, types included. */
export async function buildAll() {
  const names = await packageNames();
  await step('clean', () =>
    Promise.all(names.map((name) => rm(join(packagesFolder, name, 'dist'), { recursive: true, force: true }))),
  );
  await buildStale();
  await step('types', () => runNode(join('node_modules', 'typescript', 'bin', 'tsc'), '-b', 'tsconfig.packages.json'));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log('Building');
  try {
    await (process.argv.includes('--stale') ? buildStale() : buildAll());
  } catch (error) {
    // esbuild and TypeScript have printed theirs; Rollup's carries a code frame worth more than its stack.
    console.error([error.message, error.frame].filter(Boolean).join('\n'));
    process.exitCode = 1;
  }
}
