/**
 * Who may import whom. Arrows run down only (ARCHITECTURE.md); the table below is the whole rule.
 * Beside it: relative imports stay inside their package, third-party imports are declared, only public names are used
 * from outside (unit tests excepted), and protocol and core name neither the DOM library nor Node.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { sourceFiles } from './source-files.mjs';

/** Package folder → the packages of ours it may import, and what it runs on. */
export const boundaries = {
  protocol: { may: [], platform: 'neutral' },
  core: { may: ['protocol'], platform: 'neutral' },
  browser: { may: ['protocol', 'core'], platform: 'web' },
  ui: { may: ['protocol', 'core'], platform: 'web' },
  element: { may: ['protocol', 'core', 'browser', 'ui'], platform: 'web' },
  desk: { may: ['protocol', 'core', 'browser', 'ui'], platform: 'web' },
  'adapter-kit': { may: ['protocol'], platform: 'web' },
  'adapter-ai': { may: ['protocol', 'adapter-kit'], platform: 'web' },
  'adapter-websocket': { may: ['protocol'], platform: 'web' },
  'adapter-sse': { may: ['protocol'], platform: 'web' },
  'adapter-mqtt': { may: ['protocol', 'adapter-kit'], platform: 'web' },
  'adapter-nchan': { may: ['protocol', 'adapter-kit'], platform: 'web' },
  'adapter-chatwoot': { may: ['protocol', 'adapter-kit'], platform: 'web' },
  'adapter-rocketchat': { may: ['protocol', 'adapter-kit'], platform: 'web' },
  'adapter-xmpp': { may: ['protocol', 'adapter-kit'], platform: 'web' },
  'adapter-matrix': { may: ['protocol', 'adapter-kit'], platform: 'web' },
  'adapter-livehelperchat': { may: ['protocol', 'adapter-kit'], platform: 'web' },
  'adapter-directline': { may: ['protocol', 'adapter-kit'], platform: 'web' },
  testkit: { may: ['protocol', 'core'], platform: 'neutral' },
  server: { may: ['protocol'], platform: 'node' },
  'support-chat': {
    may: ['protocol', 'core', 'browser', 'ui', 'element', 'desk', 'adapter-websocket', 'adapter-sse'],
    platform: 'web',
  },
};

const scope = '@support-chat/';

/** Folder of one of our packages from an import specifier, or undefined for anything else. */
function ourPackage(specifier) {
  if (specifier === 'support-chat' || specifier.startsWith('support-chat/')) return 'support-chat';
  return specifier.startsWith(scope) ? specifier.slice(scope.length).split('/')[0] : undefined;
}

/** `@a/b/c` → `@a/b`, `c/d` → `c`. */
function packageName(specifier) {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Whether `specifier` is a key of the package's `exports`. */
function isPublic(specifier, manifest) {
  const path = specifier === manifest.name ? '.' : `.${specifier.slice(manifest.name.length)}`;
  return Object.keys(manifest.exports).some((key) => {
    const [head, tail] = key.split('*');
    return tail === undefined ? key === path : path.startsWith(head) && path.endsWith(tail);
  });
}

function violationsInPackage(folder, path, specifier, manifests) {
  const rule = boundaries[folder];
  if (!rule) return [`packages/${folder} is not in the table of scripts/check-boundaries.mjs`];
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    return target.startsWith(`packages/${folder}/`) ? [] : [`'${specifier}' leaves the package`];
  }
  if (specifier.startsWith('node:') || isBuiltin(specifier)) {
    return rule.platform === 'node' ? [] : [`'${specifier}' needs Node; ${folder} is ${rule.platform}`];
  }
  const ours = ourPackage(specifier);
  if (ours && !rule.may.includes(ours)) return [`${folder} may not import ${ours}`];
  const { dependencies, peerDependencies } = manifests[folder] ?? {};
  return packageName(specifier) in { ...dependencies, ...peerDependencies }
    ? []
    : [`'${specifier}' is not in the dependencies of packages/${folder}`];
}

function violationsOutside(path, specifier) {
  if (!specifier.startsWith('.') || path.startsWith('test/unit/')) return [];
  const target = posix.join(posix.dirname(path), specifier);
  return /^packages\/[^/]+\/src\//.test(target) ? [`'${specifier}' reaches into a package; use its public name`] : [];
}

/**
 * @param {{ path: string, text: string }} file path from the repository's root, with `/`
 * @param {Record<string, { name: string, exports: object, dependencies?: object, peerDependencies?: object }>} manifests by package folder
 * @returns {string[]} what the file does that it may not, one sentence each
 */
export function findViolations({ path, text }, manifests) {
  const { importedFiles, libReferenceDirectives, typeReferenceDirectives } = ts.preProcessFile(text, true, true);
  const folder = /^packages\/([^/]+)\/src\//.exec(path)?.[1];
  const found = [];
  for (const { fileName } of importedFiles) {
    const specifier = fileName.split('?', 1)[0]; // what follows tells a bundler how, not what
    found.push(
      ...(folder ? violationsInPackage(folder, path, specifier, manifests) : violationsOutside(path, specifier)),
    );
    const ours = ourPackage(specifier);
    if (ours && !manifests[ours]) found.push(`there is no package '${specifier}'`);
    else if (ours && !isPublic(specifier, manifests[ours])) found.push(`'${specifier}' is not exported by its package`);
  }
  if (boundaries[folder]?.platform === 'neutral') {
    for (const { fileName } of [...libReferenceDirectives, ...typeReferenceDirectives]) {
      found.push(`'/// <reference ${fileName}>' ties ${folder} to a platform`);
    }
  }
  return found.map((message) => `${path}: ${message}`);
}

/** Manifests of packages/*, by folder. */
export function readManifests(root) {
  const folders = readdirSync(join(root, 'packages')).filter((name) =>
    existsSync(join(root, 'packages', name, 'package.json')),
  );
  return Object.fromEntries(
    folders.map((name) => [name, JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))]),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
  const manifests = readManifests(root);
  const files = ['packages', 'stories', 'test', 'examples'].flatMap((folder) => [
    ...sourceFiles(root, folder, /\.m?[jt]s$/),
  ]);
  const found = files.flatMap((file) => {
    const path = relative(root, file).split(sep).join('/');
    return findViolations({ path, text: readFileSync(file, 'utf8') }, manifests);
  });
  for (const line of found) console.error(line);
  console.log(`boundaries: ${files.length} files, ${found.length} violations`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
