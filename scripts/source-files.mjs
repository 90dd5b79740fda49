/** Walks the working tree without what is installed, generated or stored. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const skipped = new Set([
  'node_modules',
  'dist',
  'dist-development',
  'compiled',
  '.svelte-kit',
  'data',
  'coverage',
  'storybook-static',
  'test-results',
]);

/** Absolute paths of all files at or below `root/place` whose name matches `pattern`; a missing place has none. */
export function* sourceFiles(root, place, pattern) {
  const path = join(root, place);
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) {
    if (pattern.test(path)) yield path;
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (!skipped.has(entry.name)) yield* sourceFiles(path, entry.name, pattern);
  }
}
