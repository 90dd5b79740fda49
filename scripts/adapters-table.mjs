/** `npm run adapters:table`: judges every adapter whose back end is installed and writes what was found to docs/adapters.md. */
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--project', 'contract', 'test/contract/adapters/conformance.test.ts'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ADAPTERS_TABLE: 'write' } },
);
process.exitCode = status ?? 1;
