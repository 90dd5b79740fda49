import { transformAsync } from '@babel/core';
import { defineConfig } from 'vite';

/** Angular's packages are published half compiled; its linker does the other half, ahead of time. */
const angularLinker = {
  name: 'angular-linker',
  /** @param {string} code @param {string} id */
  transform(code, id) {
    if (!id.includes('/@angular/') || !code.includes('ɵɵngDeclare')) return null;
    return transformAsync(code, { filename: id, compact: false, plugins: ['@angular/compiler-cli/linker/babel'] });
  },
};

export default defineConfig({ plugins: [angularLinker], define: { ngDevMode: 'false', ngJitMode: 'false' } });
