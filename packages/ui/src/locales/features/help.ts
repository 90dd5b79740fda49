/** English words of the search for articles. */
export const helpWords = {
  'help-label': 'Find an answer',
  'help-search': 'Search for an answer',
  'help-found': { one: '{count} answer', other: '{count} answers' },
  'help-none': 'Nothing found. Write to us, a person will answer.',
  'help-failed': 'The answers cannot be loaded right now.',
  'help-write': 'Write to us',
} as const;
