/** The folder that authors of adapters copy. */
export { default } from '../../../../examples/adapter-template/src/harness.js';
