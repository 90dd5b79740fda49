/** Its build for modules calls another package's namespace as a function, which no bundler of today lets it. */
declare module 'hunspell-asm/dist/cjs/index.js' {
  export * from 'hunspell-asm';
}
