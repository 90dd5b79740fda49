import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: adapter({ out: 'dist' }),
    // The policy of the page. The chat needs none of `unsafe-inline` and `unsafe-eval`, and one policy of trusted types.
    csp: {
      directives: {
        'script-src': ['self'],
        // The hash is that of the style attribute of SvelteKit's announcer.
        'style-src': ['self', 'unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
        'base-uri': ['none'],
        'require-trusted-types-for': ['script'],
        'trusted-types': ['lit-html', 'svelte-trusted-html', 'sveltekit-trusted-url'],
      },
    },
  },
};
