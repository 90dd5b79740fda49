/** What a page may have set before the class was defined. */
export const upgradable = [
  'server',
  'transport',
  'open',
  'mode',
  'placement',
  'locale',
  'colorScheme',
  'adapter',
  'visitor',
  'config',
  'labels',
] as const;
