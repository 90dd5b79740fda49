/** V1: every example is checked and built by its own tool, as its reader does it; the pages of it are `pages.spec.ts`. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { examples, outputOf, runIn } from '../support/examples.js';

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
}

/** Numbers of the lines that follow a comment `Wrong: …`. */
function wrongLines(file: string): number[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, index) => (line.includes(' Wrong: ') ? [index + 2] : []));
}

describe.concurrent('V1 examples', () => {
  for (const example of examples.filter(({ output }) => output !== '.')) {
    it(`${example.name} checks its types and builds`, async () => {
      const { scripts = {} } = JSON.parse(readFileSync(join(example.folder, 'package.json'), 'utf8')) as Manifest;
      rmSync(outputOf(example), { recursive: true, force: true });
      expect(scripts).toHaveProperty('check');
      await runIn(example.folder, 'npm', ['run', 'check']);
      await runIn(example.folder, 'npm', ['run', 'build']);
      expect(existsSync(join(outputOf(example), 'index.html'))).toBe(true);
    });
  }

  it('react builds for development, where StrictMode mounts everything twice', async () => {
    const argv = ['run', 'build', '--', '--mode', 'development', '--outDir', 'dist-development'];
    await runIn(resolve('examples/react'), 'npm', argv, 'development');
  });
});

describe.concurrent('V1 typings', () => {
  it("Vue's templates take what is right and refuse what is wrong", async () => {
    const folder = resolve('test/examples/types/templates');
    const checked = runIn(folder, resolve('node_modules/.bin/vue-tsc'), ['-p', '.']).then(() => '', String);
    const reported = [...(await checked).matchAll(/^vue\.vue\((\d+),/gm)].map(([, line]) => Number(line));
    expect(reported).toEqual(wrongLines(join(folder, 'vue.vue')));
  });
});
