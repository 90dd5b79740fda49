/**
 * The script-tag bundles: `support-chat.js` (shell; the panel follows as a lazy chunk) and `support-desk.js`.
 * Built from the sources, not from `dist`, so that one pass sees everything. Each entry is its own build: the two never
 * share a page, and shared chunks would only add requests. `bundle/graph.json` tells scripts/size.mjs what loads what.
 */
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { build, transform } from 'esbuild';
import MagicString from 'magic-string';
import { minifyHTMLLiterals } from 'minify-literals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const shortName = (id) => relative(root, id).split(sep).join('/');

/** Bundle name → its entry module. The worker is one of its own: a page names it by its address. */
export const entries = {
  'support-chat': resolve(root, 'packages/support-chat/src/define.ts'),
  'support-desk': resolve(root, 'packages/support-chat/src/define-desk.ts'),
  'spelling-worker': resolve(root, 'packages/desk/src/spelling-worker.ts'),
};

/** Where the bundles go. */
export const bundleFolder = resolve(root, 'packages/support-chat/dist/bundle');

/** A custom property with its value, which esbuild leaves as it was written. */
const CUSTOM_PROPERTY = /--_[\w-]+:[^;}]*/g;

/** Without the white space that means nothing in any value; what stands around operators does. */
const tightened = (declaration) => declaration.replace(/([:(,])\s+/g, '$1').replace(/\s+\)/g, ')');

/**
 * Minifies plain strings of CSS, which are marked by a comment before them. `${…}` stands for a value somewhere in the
 * CSS, so it travels as a number that no style sheet uses.
 */
async function minifyStyleStrings(code) {
  let result = code;
  for (const [whole, css] of code.matchAll(/\/\* css \*\/ `([^`]*)`/g)) {
    const values = [];
    const plain = css.replace(/\$\{[^}]*\}/g, (value) => String(918_273_000 + values.push(value)));
    const { code: minified } = await transform(plain, { loader: 'css', minify: true, target: 'esnext' });
    const short = minified.trim().replace(CUSTOM_PROPERTY, tightened);
    const restored = short.replace(/918273(\d{3})/g, (_, index) => values[Number(index) - 1]);
    result = result.replace(whole, () => `\`${restored.replace(/\\/g, '\\\\')}\``);
  }
  return result;
}

/** Private custom properties (`--_name`) → short ones, the same in every chunk. */
const shortProperties = new Map(
  ['ui', 'element', 'desk']
    .flatMap((name) => readdirSync(resolve(root, 'packages', name, 'src'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.name.endsWith('.ts'))
    .flatMap((entry) => readFileSync(resolve(entry.parentPath, entry.name), 'utf8').match(/--_[a-z-]+/g) ?? [])
    .sort()
    .filter((name, index, all) => name !== all[index - 1])
    .map((name, index) => [name, `--_${index.toString(36)}`]),
);

/** Our TypeScript: `.js` specifiers resolve to `.ts` files, templates lose their white space, types are dropped. */
function typescriptSources() {
  return {
    name: 'typescript-sources',
    resolveId(source, importer) {
      if (!importer?.endsWith('.ts') || !source.startsWith('.') || !source.endsWith('.js')) return null;
      const path = resolve(dirname(importer), source.replace(/\.js$/, '.ts'));
      // As `sideEffects` of our packages says: only what defines elements does something by being loaded.
      return existsSync(path) ? { id: path, moduleSideEffects: /\/define[^/]*\.ts$/.test(path) } : null;
    },
    async transform(code, id) {
      if (!id.endsWith('.ts')) return null;
      const styled = await minifyStyleStrings(code);
      const minified = await minifyHTMLLiterals(styled, { fileName: id });
      const shortened = (minified?.code ?? styled).replace(/--_[a-z-]+/g, (name) => shortProperties.get(name) ?? name);
      const result = await transform(shortened, {
        loader: 'ts',
        target: 'es2022',
        minifySyntax: true,
        sourcefile: id,
        sourcemap: true,
        tsconfigRaw: { compilerOptions: { useDefineForClassFields: true, verbatimModuleSyntax: true } },
      });
      return { code: result.code, map: result.map };
    },
  };
}

const localeFolder = resolve(root, 'packages/ui/src/locales');
const laterFolder = join(localeFolder, 'later');

/** What a module of words exports. */
async function wordsIn(file) {
  const { outputFiles } = await build({ entryPoints: [file], bundle: true, write: false, format: 'esm' });
  const words = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return Object.entries(words)[0];
}

/** Leaves the names of texts out of all languages but English, whose words have them: see `packed-messages.ts`. */
function packedLocales() {
  const features = readdirSync(join(localeFolder, 'features')).map((file) => join('features', file));
  const sets = Promise.all(['en.ts', ...features].map((file) => wordsIn(join(localeFolder, file))));
  return {
    name: 'packed-locales',
    async load(id) {
      if (![localeFolder, laterFolder].includes(dirname(id)) || !/^(?!en)\w\w\.ts$/.test(basename(id))) return null;
      const [name, texts] = await wordsIn(id);
      const left = new Set(Object.keys(texts));
      const packed = {};
      for (const [, english] of await sets) {
        const names = Object.keys(english);
        if (!names.some((one) => left.has(one))) continue; // the words of another file
        packed[`#${names[0]}`] = names.map((one) => (left.delete(one) ? texts[one] : 0));
      }
      if (left.size > 0) throw new Error(`${name}: no English words for ${[...left].join(', ')}`);
      return `export const ${name} = ${JSON.stringify(packed)}`;
    },
  };
}

/** The commonest letters first, as in names of variables. */
const PRIVATE_NAMES = 'etnoisrcaldhufpmgvywbkSxCEjTAPIRMOLDzFNHqUB';

/**
 * Names the private members of every class from the same few letters, by where they come first. Terser gives all
 * classes of a chunk together names that differ; the same names again and again weigh 0.3 kB less when compressed.
 */
function shortPrivateNames() {
  const rename = (node, code, names) => {
    if (node.type === 'ClassBody') {
      const own = node.body.filter(({ key }) => key?.type === 'PrivateIdentifier').map(({ key }) => key.name);
      const used = [...code.original.slice(node.start, node.end).matchAll(/#([\w$]+)/g)].map(([, name]) => name);
      const byUse = [...new Set(used)].filter((name) => own.includes(name));
      const taken = names.size; // those of a class around this one stay apart
      const short = (index) => PRIVATE_NAMES[index] ?? `e${index.toString(36)}`;
      names = new Map([...names, ...byUse.map((name, index) => [name, short(taken + index)])]);
    } else if (node.type === 'PrivateIdentifier') code.update(node.start + 1, node.end, names.get(node.name));
    for (const child of Object.values(node).flat()) {
      if (typeof child?.type === 'string') rename(child, code, names);
    }
  };
  return {
    name: 'short-private-names',
    renderChunk(code) {
      const renamed = new MagicString(code);
      rename(this.parse(code), renamed, new Map());
      return { code: renamed.toString(), map: renamed.generateMap({ hires: true }) };
    },
  };
}

/** The package folder of a module below node_modules, or undefined for our own. */
function packageOf(id) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.split(sep).join('/'))?.[0];
}

/** Packages with a program of somebody else's inside: whose, under which terms, and where its source is. */
const CONTAINED = {
  'hunspell-asm':
    'It contains Hunspell, compiled to WebAssembly without changes, here under the Mozilla Public License 1.1.\n' +
    'Hunspell: Copyright (C) 2002-2020 Németh László and others. Source: https://github.com/hunspell/hunspell, commit fc6a952.',
};

/** Writes the licences of all that was bundled beside the bundle, whose own comments are stripped. */
function licences(name) {
  return {
    name: 'licences',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const data = modules.some((id) => id.includes('/emoji/data/'))
        ? ['cldr-annotations-full', 'emojibase-data'].map((source) => resolve(root, 'node_modules', source))
        : []; // made from them by scripts/emoji-data.mjs
      const folders = [
        ...new Set([...modules.filter((id) => !id.startsWith('\0')).map(packageOf), ...data].filter(Boolean)),
      ].sort();
      const texts = folders.map((folder) => {
        const within = CONTAINED[basename(folder)];
        const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
        const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
        const text = file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : manifest.license;
        return (
          [`${manifest.name} ${manifest.version}`, text, ...(within ? [within] : []), ''].join('\n\n').trimEnd() + '\n'
        );
      });
      this.emitFile({ type: 'asset', fileName: `${name}.licences.txt`, source: texts.join(`\n${'-'.repeat(72)}\n\n`) });
    },
  };
}

/** What `import()` asks for, the last module to run; also of a chunk that others import from, which has no facade. */
function entryOf({ facadeModuleId, isDynamicEntry, moduleIds }) {
  const module = facadeModuleId ?? (isDynamicEntry ? moduleIds.at(-1) : undefined);
  return module ? shortName(module) : null;
}

/** Records the import graph of the finished chunks: file → what it loads at once, what later, and what is inside. */
function graph(name) {
  return {
    name: 'graph',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const files = chunks.map((chunk) => [
        chunk.fileName,
        {
          entry: entryOf(chunk),
          imports: chunk.imports,
          dynamicImports: chunk.dynamicImports,
          modules: Object.fromEntries(
            Object.entries(chunk.modules).map(([id, { renderedLength }]) => [shortName(id), renderedLength]),
          ),
        },
      ]);
      const source = `${JSON.stringify(Object.fromEntries(files), null, 1)}\n`;
      this.emitFile({ type: 'asset', fileName: `${name}.graph.json`, source });
    },
  };
}

/** `tus-js-client` parses addresses with a library that is CommonJS and does what every browser of ours does by itself. */
const platformUrl = {
  name: 'platform-url',
  resolveId: (source) => (source === 'url-parse' ? '\0platform-url' : null),
  load: (id) => (id === '\0platform-url' ? 'export default URL' : null),
};

/** What asks Node in which mode it runs is told. */
const production = {
  name: 'production',
  transform: (code) => ({ code: code.replaceAll('process.env.NODE_ENV', '"production"'), map: null }),
};

function chunkName({ facadeModuleId, name }) {
  const path = facadeModuleId ? shortName(facadeModuleId) : '';
  if (path.includes('/emoji/data/')) return `emoji-words-${name}-[hash:7].js`;
  if (path.includes('/locales/later/')) return `locale-${name}-later-[hash:7].js`;
  return path.includes('/locales/') ? `locale-${name}-[hash:7].js` : `${name}-[hash:7].js`;
}

/**
 * One lazy chunk for all that an opened chat needs: each chunk is compressed by itself, and two of them (conversation and
 * panel) weighed 1.5 kB more. Who comes back to a conversation loads it with the panel closed, then from the cache. What
 * only some ever need keeps a chunk of its own: first of all what lies in a folder `features/`.
 */
function manualChunks(id) {
  const path = shortName(id);
  if (/features\/(markdown|copy)/.test(path)) return 'markdown'; // whole, though some of its parts are shared
  if (
    /\/features\/|core\/src\/(triggers|hours)\/|protocol\/src\/(contact|decode-server-frame|hours|read-section)|platform-url|modern-screenshot|tus-js-client|js-base64|adapter-sse|share-across-tabs|adapters\/(fallback|public-parts)|locales\/(?!en)|\/(notices|closed-notice|message-sound|kept-storage|memory-ports|headless-chat|phone-sheet|phone-sheet-styles|menu|menu-styles|page|page-styles|menu-icon-paths|plain-view|plain-view-styles|later-words)\.ts/.test(
      path,
    )
  )
    return undefined;
  if (/launcher|shell|adopt-styles|create\.ts|\/visit-mark/.test(path)) return undefined;
  return /node_modules\/|packages\/(core|browser|protocol|adapter-websocket|ui)\/|element\/src\/panel\/|(auto-adapter|session)\.ts|\/(write-visit-mark|mute-choice|badge-and-chevron)/.test(
    path,
  )
    ? 'chat'
    : undefined;
}

/** @returns {import('rollup').RollupOptions} */
function bundle([name, input]) {
  return {
    input: { [name]: input },
    preserveEntrySignatures: false,
    plugins: [
      packedLocales(),
      typescriptSources(),
      platformUrl,
      nodeResolve({
        browser: true,
        // Its build for modules calls another package's namespace as a function.
        ...(name === 'spelling-worker' && { mainFields: ['browser', 'main'] }),
        exportConditions: ['source', 'production', 'browser', 'default', 'module', 'import'],
      }),
      ...(name === 'spelling-worker' ? [production, commonjs()] : []),
      terser({
        module: true,
        ecma: 2020,
        // What compilers have written is not ours to bend.
        compress: name !== 'spelling-worker' && {
          passes: 3,
          pure_getters: true,
          keep_fargs: false,
          sequences: false, // brotli does it better
          unsafe: true,
          unsafe_arrows: true,
          unsafe_comps: true,
          unsafe_methods: true,
        },
        format: { comments: false },
      }),
      shortPrivateNames(),
      licences(name),
      graph(name),
    ],
    output: {
      dir: bundleFolder,
      format: 'es',
      entryFileNames: '[name].js',
      chunkFileNames: chunkName,
      // Small letters weigh less, in names that stand in every import().
      hashCharacters: 'base36',
      hoistTransitiveImports: false,
      sourcemap: name === 'spelling-worker' ? false : 'hidden',
      generatedCode: { preset: 'es2015', symbols: false },
      freeze: false,
      ...(name === 'support-chat' && { manualChunks, onlyExplicitManualChunks: true }),
    },
  };
}

export default Object.entries(entries)
  .filter(([, input]) => existsSync(input))
  .map(bundle);
