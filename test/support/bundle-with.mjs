/**
 * Bundles the one import that docs/frameworks.md tells, with a bundler of choice, as small as its configuration gets:
 * `node bundle-with.mjs vite|webpack|rollup FOLDER` leaves `index.html` and what it loads in the folder.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const [bundler, folder] = process.argv.slice(2);
const output = join(folder, 'dist');

const bundlers = {
  async vite(entry) {
    const { build } = await import('vite');
    const input = { main: entry };
    await build({
      root: dirname(entry),
      logLevel: 'warn',
      build: { outDir: output, rolldownOptions: { input, output: { entryFileNames: '[name].js' } } },
    });
  },
  async webpack(entry) {
    const { default: webpack } = await import('webpack');
    const compiler = webpack({
      mode: 'production',
      context: dirname(entry),
      entry,
      output: { path: output, trustedTypes: true },
      optimization: { minimize: false }, // its minifier takes ten seconds and is not what is tested
      performance: { hints: false },
    });
    const stats = await promisify(compiler.run.bind(compiler))();
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString('errors-warnings'));
    await promisify(compiler.close.bind(compiler))();
  },
  async rollup(entry) {
    const [{ rollup }, { default: commonjs }, { nodeResolve }] = await Promise.all([
      import('rollup'),
      import('@rollup/plugin-commonjs'),
      import('@rollup/plugin-node-resolve'),
    ]);
    const bundle = await rollup({
      input: { main: entry },
      plugins: [nodeResolve({ browser: true }), commonjs()],
      onwarn(warning) {
        throw new Error(warning.message);
      },
    });
    await bundle.write({ dir: output });
  },
};

mkdirSync(output, { recursive: true });
const entry = join(folder, 'main.js');
writeFileSync(entry, "import 'support-chat/define';\n");
await bundlers[bundler](entry);
const tag = '<support-chat server="http://127.0.0.1:8080"></support-chat>';
writeFileSync(
  join(output, 'index.html'),
  `<!doctype html><html lang="en"><title>${bundler}</title><body>${tag}<script type="module" src="main.js"></script></body></html>\n`,
);
