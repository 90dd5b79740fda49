/** English words of the page that keeps a conversation: as a file, or by e-mail. */
export const transcriptWords = {
  'transcript-intro': 'The whole conversation as a file on your device:',
  'transcript-text': 'As text',
  'transcript-html': 'As a web page',
  'transcript-json': 'As data (JSON)',
  'transcript-failed': 'Not all messages could be loaded. Try again in a moment.',
  'transcript-by-mail': 'Or by e-mail:',
  'transcript-address': 'E-mail address',
  'transcript-address-wrong': 'This is not a complete e-mail address yet.',
  'transcript-sent': 'It is on its way to {address}.',
} as const;
