/**
 * What draws attention to messages that nobody is looking at: teaser, status and sound. A chunk of its own, for an
 * opened chat needs none of it.
 */
export { ClosedNotice } from './closed-notice.js';
export { MessageSound } from './message-sound.js';
