/**
 * The worker of the spell check (V30): Hunspell, compiled to WebAssembly, and the dictionaries it was handed. A script of
 * its own, which the server sends with a content policy of its own; it asks nobody for anything.
 */
import { loadModule } from 'hunspell-asm/dist/cjs/index.js';
import { answerRequests } from './features/spelling/answer-requests.js';

answerRequests(globalThis, () => loadModule({ timeout: 20_000 }));
