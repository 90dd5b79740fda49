/** Every story is a test: it renders without an error, its `play` passes, and axe finds nothing. */
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumFlags, ensureChromium } from './scripts/browsers.mjs';

process.env.STORYBOOK_DISABLE_TELEMETRY = '1';

export default defineConfig({
  plugins: [storybookTest({ configDir: '.storybook' })],
  test: {
    name: 'stories',
    testTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      // A message that is still rising is half transparent, and axe would judge it so.
      provider: playwright({
        launchOptions: {
          executablePath: await ensureChromium(),
          // The tone that a story records sounds without a hand that presses.
          args: [...chromiumFlags, '--autoplay-policy=no-user-gesture-required'],
        },
        contextOptions: { reducedMotion: 'reduce' },
      }),
      instances: [{ browser: 'chromium' }],
    },
  },
});
