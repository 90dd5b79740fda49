/** English words of the visitor's other conversations (V18). Their name stands in the menu's words. */
export const historyWords = {
  'history-search': 'Search in all conversations',
  'history-new': 'New conversation',
  'history-begun': 'New conversation. Write your message below.',
  'history-current': 'You are here',
  'history-open': 'Not ended',
  'history-unread': 'New: {count}',
  'history-rated': 'Rated {score} of 5',
  'history-loading': 'Loading conversations…',
  'history-empty': 'There are no conversations yet. What you write will be found here.',
  'history-none': 'Nothing found. Try fewer words, or other ones.',
  'history-found': 'Conversations found: {count}',
  'history-offline': 'You are not connected. These are the conversations that were loaded before.',
  'history-more': 'Show more',
  'history-continue': 'Continue this conversation',
} as const;
