/**
 * English: the words everything falls back to. Those of parts that are loaded later are in `features/`. Short, human, no blame: what happened
 * and what happens next. `{name}` is filled in; plural forms are chosen by `count`.
 */
import { launcherWords } from './launcher.js';

export const en = {
  ...launcherWords,
  'launcher-unread': { one: 'Open chat, {count} new message', other: 'Open chat, {count} new messages' },
  'teaser-dismiss': 'Dismiss',
  'panel-name': 'Chat',

  // Header and menu
  'header-team': 'Support',
  'header-online': 'We are here',
  'header-agent-here': '{name} is here',
  'header-away': 'We answer as soon as we are back',
  'header-ended': 'This conversation has ended',
  'menu-open': 'More options',
  close: 'Close',
  back: 'Back',

  // Home and ended
  'home-greeting': 'Hello. How can we help?',
  'home-intro': 'Write to us, a person will answer.',
  'home-away': 'Nobody is here right now. Leave a message and find the answer here.',
  'waiting-agent': 'Someone will be with you shortly.',
  'queue-position': 'You are number {position} in the queue.',
  'queue-wait': { one: 'About {count} minute to wait.', other: 'About {count} minutes to wait.' },
  'ended-hint': 'Write to start again.',

  // Composer
  'composer-label': 'Message',
  'composer-placeholder': 'Write a message',
  'composer-send': 'Send',
  'preview-note': 'We see what you write as you type it.',
  'composer-attach': 'Attach files',
  'composer-emoji': 'Choose emoji',
  'composer-remaining': { one: '{count} character left', other: '{count} characters left' },
  'composer-too-long': {
    one: '{count} character too many. Please shorten the message.',
    other: '{count} characters too many. Please shorten the message.',
  },

  // Connection
  'connection-connecting': 'Connecting',
  'connection-reconnecting': 'Connection lost. Trying again; your messages are sent when it is back.',
  'connection-offline': 'You are offline. Messages are sent when you are back online.',
  'connection-back': 'Connected again',
  'connection-retry-now': 'Try now',
  'storage-memory': 'Not saved on this device: unsent messages are lost when you close this page.',

  // Log
  'log-label': 'Conversation',
  'log-new-messages': 'New messages',
  'log-to-end': 'To the newest message',
  'log-loading-history': 'Loading earlier messages',
  'author-you': 'You',
  'author-visitor': 'Visitor',
  'author-agent': 'Support',
  'author-bot': 'Assistant',
  'author-system': 'System',
  'system-joined': '{name} joined',
  'system-ended': '{name} ended the conversation',
  'system-ended-you': 'You ended the conversation',
  'system-rated': 'Rated {score} of 5',
  'system-reopened': 'The conversation goes on',
  typing: '{name} is typing',
  'typing-several': { one: '{count} person is typing', other: '{count} people are typing' },
  'row-label': '{name}, {time}',
  'row-text': '{name}: {text}',
  'announce-messages': { one: '{count} new message from {name}', other: '{count} new messages from {name}' },
  'announce-messages-several': { one: '{count} new message', other: '{count} new messages' },

  // Delivery of own messages
  'state-storing': 'Saving',
  'state-queued': 'Waiting to be sent',
  'state-queued-offline': 'Sent when you are back online',
  'state-sending': 'Sending',
  'state-sent': 'Sent',
  'state-delivered': 'Delivered',
  'state-read': 'Read',
  'state-failed': 'Not sent',
  retry: 'Try again',
  discard: 'Discard',

  // Code blocks
  'code-copy': 'Copy code',

  // Time
  'time-now': 'Now',
  'day-today': 'Today',
  'day-yesterday': 'Yesterday',

  // Failures: by the code of the protocol, the others by what is done about them
  'error-frame-too-large': 'This is too long to be sent. Please shorten it.',
  'error-message-too-long': 'The message is longer than 10,000 characters. Please shorten it.',
  'error-protocol-unsupported': 'This page is older than the server. Reload it to go on.',
  'error-origin-refused': 'The chat is not allowed on this page.',
  'error-already-answered': 'This was answered already.',
  'error-id-conflict': 'This message was already sent with other words. Send it again as a new one.',
  'error-file-too-large': 'This file is too large.',
  'error-file-type-refused': 'This kind of file cannot be sent here.',
  'error-file-unsafe': 'A check found something harmful in this file.',
  'error-upload-unknown': 'The file is gone. Please attach it again.',
  'error-rate-limited': 'That was a lot at once. It goes on in a moment.',
  'error-identity-expired': 'Your sign-in has expired. Reload the page to go on; what you wrote is kept.',
  'error-retry': 'The server cannot be reached right now.',
  'error-never': 'This did not work. Reload the page and try again.',
} as const;
