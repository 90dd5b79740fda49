/** English words of the question before anything is stored; they travel with the part that asks it. */
export const consentWords = {
  'consent-title': 'Before we start',
  'consent-text':
    'To chat with you we store your messages, and on this device an identifier, drafts and unsent messages, so that the conversation goes on when you come back.',
  'consent-nothing-yet': 'Nothing has been stored so far.',
  'consent-privacy': 'Privacy notice',
  'consent-agree': 'Agree and chat',
  'consent-decline': 'Not now',
} as const;
