import type { StorybookConfig } from '@storybook/web-components-vite';
import { mergeConfig } from 'vite';

const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../stories/**/*.stories.ts'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (base) =>
    mergeConfig(base, {
      // Workspace packages are read from their sources, so a story changes as its component is saved.
      resolve: { conditions: ['source', 'module', 'browser', 'development|production'], dedupe: ['lit', 'lit-html'] },
      // Found while stories load, these would make Vite reload the page in the middle of a test.
      optimizeDeps: {
        include: [
          'lit',
          'lit/html.js',
          'lit/static-html.js',
          'lit/directive-helpers.js',
          'lit/directives/*.js',
          'mitt',
          'valibot',
          'idb-keyval',
        ],
      },
    }),
};

export default config;
