/** What is loaded when an agent comes to a composer. */
export { ComposerSpelling } from './composer-spelling.js';
export { SpellChecker } from './spell-checker.js';
