import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [sveltekit()],
  // Only in this repository: here the chat is linked, not installed, and its server brings another `cookie` than SvelteKit's.
  ssr: { external: ['support-chat'], noExternal: ['cookie'] },
});
