/** English words for what cannot be pasted. */
export const pasteWords = {
  'paste-nothing': 'There is neither text nor a picture to paste. Copy one first, or attach a file.',
} as const;
