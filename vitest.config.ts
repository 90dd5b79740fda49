/**
 * Tests that run in Node. Workspace packages are resolved to their sources (condition `source`), so no build is needed.
 * Browser tests are run by Web Test Runner, pages by Playwright, stories by `vitest.stories.config.ts`.
 */
import { defineConfig } from 'vitest/config';

const conditions = ['source', 'module', 'node', 'development|production'];

/** `isolate: false`: the files of a project share what they import, which otherwise takes as long as running them. */
function project(name: string, testTimeout: number, { isolate = true } = {}) {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      environment: 'node' as const,
      // One that `ai` brings has sources of its own under the condition by which ours are found; those Node cannot read.
      server: { deps: { inline: [/\/node_modules\/(ai|@ai-sdk|eventsource-parser)\//] } },
      isolate,
      testTimeout,
      maxConcurrency: 2, // tests that start processes, side by side
      hookTimeout: Math.max(testTimeout, 60_000),
    },
  };
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('unit', 10_000, { isolate: false }),
      project('contract', 60_000, { isolate: false }),
      project('integration', 120_000),
      project('fuzz', 600_000),
      project('leak', 120_000),
      project('examples', 120_000),
    ],
  },
});
