/**
 * Component tests in real engines. All engines that this machine has are used; `BROWSERS=chromium,webkit` narrows them.
 * `test/support/webkit-launcher.mjs` brings WebKit.
 */
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { fileURLToPath } from 'node:url';
import { chromiumFlags, ensureChromium, findFirefox, findWebKit } from './scripts/browsers.mjs';
import { bundledTests } from './test/support/bundled-tests.mjs';
import { countReporter } from './test/support/count-reporter.mjs';
import { WebKitLauncher } from './test/support/webkit-launcher.mjs';

const wanted = process.env.BROWSERS?.split(',') ?? ['chromium', 'firefox', 'webkit'];
const firefox = wanted.includes('firefox') ? await findFirefox() : undefined;
const webkit = wanted.includes('webkit') ? findWebKit() : undefined;
const browsers = [];

if (wanted.includes('chromium')) {
  const executablePath = await ensureChromium();
  browsers.push(
    playwrightLauncher({ product: 'chromium', concurrency: 1, launchOptions: { executablePath, args: chromiumFlags } }),
  );
}
if (firefox) browsers.push(playwrightLauncher({ product: 'firefox', concurrency: 1, launchOptions: firefox }));
if (webkit) browsers.push(new WebKitLauncher(webkit));

/** Answers `setViewport` of test/support/set-viewport.ts for Playwright's browsers and for WebDriver alike. */
const viewportCommand = {
  name: 'viewport-command',
  async executeCommand({ command, payload, session: { browser, id } }) {
    if (command !== 'resize-viewport') return undefined;
    if (browser.type === 'webdriver') await browser.setViewport(id, payload);
    else await browser.getPage(id).setViewportSize(payload);
    return true;
  },
};

/** @type {import('@web/test-runner').TestRunnerConfig} */
export default {
  files: 'test/browser/**/*.test.ts',
  rootDir: '.',
  browsers,
  concurrentBrowsers: 2,
  plugins: [
    bundledTests({
      rootDir: fileURLToPath(new URL('.', import.meta.url)),
      folder: 'test/browser',
      conditions: ['source', 'development', 'module'],
      tsconfig: 'tsconfig.base.json',
    }),
    viewportCommand,
  ],
  reporters: [defaultReporter(), ...(process.env.WTR_COUNTS_FILE ? [countReporter(process.env.WTR_COUNTS_FILE)] : [])],
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  testFramework: { config: { ui: 'bdd', timeout: '10000' } },
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
};
