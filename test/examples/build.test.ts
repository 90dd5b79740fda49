/** V1: every example is checked and built by its own tool, as its reader does it; the pages of it are `pages.spec.ts`. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleFolder, bundlers, examples, outputOf, rendered, runIn } from '../support/examples.js';

/** Numbers of the lines that follow a comment `Wrong: …`. */
function wrongLines(file: string): number[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, index) => (line.includes(' Wrong: ') ? [index + 2] : []));
}

describe.concurrent('V1 examples', () => {
  for (const example of [rendered, ...examples].filter(({ output }) => output !== '.')) {
    it(`${example.name} checks its types and builds`, async () => {
      rmSync(outputOf(example), { recursive: true, force: true });
      // Angular's compiler checks while it builds.
      if (example.name !== 'angular') await runIn(example.folder, 'npm', ['run', 'check']);
      await runIn(example.folder, 'npm', ['run', 'build']);
      const page = example === rendered ? 'handler.js' : 'index.html';
      expect(existsSync(join(outputOf(example), page))).toBe(true);
    });
  }

  it('react builds for development, where StrictMode mounts everything twice', async () => {
    const argv = ['run', 'build', '--', '--mode', 'development', '--outDir', 'dist-development'];
    await runIn(resolve('examples/react'), 'npm', argv, 'development');
  });
});

describe.concurrent('V1 typings', () => {
  const folder = resolve('test/examples/types/templates');
  it.each([
    ['vue.vue', 'vue-tsc', ['-p', '.'], /^vue\.vue\((\d+),/gm],
    ['svelte.svelte', 'svelte-check', ['--tsconfig', './tsconfig.json', '--output', 'machine'], /svelte" (\d+):/g],
  ])('a template in %s takes what is right and refuses what is wrong', async (file, checker, argv, line) => {
    const checked = runIn(folder, resolve('node_modules/.bin', checker), argv).then(() => '', String);
    const reported = [...(await checked).matchAll(line)].map(([, number]) => Number(number));
    expect(reported).toEqual(wrongLines(join(folder, file)));
  });
});

describe.concurrent('V1 bundlers', () => {
  it.each(bundlers)("%s bundles import 'support-chat/define' without a word of warning", async (bundler) => {
    const folder = bundleFolder(bundler);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const { stderr } = await runIn(folder, process.execPath, [
      resolve('test/support/bundle-with.mjs'),
      bundler,
      folder,
    ]);
    expect(stderr).toBe('');
    expect(existsSync(join(folder, 'dist/main.js'))).toBe(true);
  });
});

describe('V1 on a server', () => {
  it('renders the tag with its attributes by React without a window', async () => {
    await import('support-chat/define');
    const [react, { renderToString }] = await Promise.all([import('react'), import('react-dom/server')]);
    const tag = { server: 'https://chat.example', 'color-scheme': 'dark', labels: { 'launcher-open': 'Ask' } };
    const expected = '<support-chat server="https://chat.example" color-scheme="dark"></support-chat>';
    expect(renderToString(react.createElement('support-chat', tag))).toBe(expected);
    expect('window' in globalThis).toBe(false);
  });
});
