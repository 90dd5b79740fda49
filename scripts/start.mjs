/** `npm start`: builds what is missing or stale, then becomes the server; flags and variables go through untouched. */
import { buildStale } from './build.mjs';

console.log('Preparing');
await buildStale();
process.argv.splice(1, 1, new URL('../packages/server/dist/main.js', import.meta.url).pathname);
await import('../packages/server/dist/main.js');
