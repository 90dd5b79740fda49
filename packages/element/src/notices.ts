/**
 * What draws attention to messages that nobody is looking at: teaser, status, sounds, the page's title and
 * icon, and notifications of the operating system. A chunk of its own, for an
 * opened chat needs none of it.
 */
export { ClosedNotice } from './closed-notice.js';
export { MessageSound } from './message-sound.js';
export { DesktopNotices } from './features/notices/desktop-notices.js';
export { PageMarks } from './features/notices/page-marks.js';
