/** English words of the emoji picker and of the suggestions while a shortcode is typed. */
export const emojiWords = {
  'emoji-search': 'Search emoji',
  'emoji-categories': 'Categories',
  'emoji-recent': 'Recently used',
  'emoji-found': { one: '{count} emoji found', other: '{count} emoji found' },
  'emoji-tone': 'Skin tone',
  'emoji-no-tone': 'No skin tone',
  'emoji-suggestions': 'Emoji suggestions',
  'emoji-0': 'Smileys and emotions',
  'emoji-1': 'People and body',
  'emoji-2': 'Animals and nature',
  'emoji-3': 'Food and drink',
  'emoji-4': 'Travel and places',
  'emoji-5': 'Activities',
  'emoji-6': 'Objects',
  'emoji-7': 'Symbols',
  'emoji-8': 'Flags',
} as const;
