import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [sveltekit()],
  // Only in this repository, whose chat server brings another version of it than SvelteKit's.
  ssr: { noExternal: ['cookie'] },
});
