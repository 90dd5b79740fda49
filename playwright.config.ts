/**
 * Pages in real browsers: `test/e2e` (whole paths), `test/leak` (what is left after unmounting) and `test/examples` (built examples).
 * Browsers come from scripts/browsers.mjs. A spec that needs Chromium's protocol says so with the tag `@chromium`;
 * Firefox runs the specs tagged `@firefox`.
 */
import { defineConfig } from '@playwright/test';
import { chromiumFlags, ensureChromium, findFirefox } from './scripts/browsers.mjs';

const chromium = {
  browserName: 'chromium' as const,
  launchOptions: { executablePath: await ensureChromium(), args: chromiumFlags },
};
const firefox = await findFirefox();

export default defineConfig({
  testMatch: '**/*.spec.ts',
  fullyParallel: false,
  workers: 1,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results/playwright',
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [
    { name: 'e2e', testDir: 'test/e2e', testIgnore: '**/faults.spec.ts', use: chromium },
    { name: 'faults', testDir: 'test/e2e', testMatch: '**/faults.spec.ts', use: chromium },
    { name: 'leak', testDir: 'test/leak', use: chromium },
    { name: 'examples', testDir: 'test/examples', use: chromium },
    ...(firefox
      ? [
          {
            name: 'e2e-firefox',
            testDir: 'test/e2e',
            grep: /@firefox/,
            use: { browserName: 'firefox' as const, launchOptions: firefox },
          },
        ]
      : []),
  ],
});
