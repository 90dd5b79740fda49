/** The desk's own style sheets, in the order in which they apply; what is loaded later brings its own. */
import { conversationStyles } from './conversation-styles.js';
import { entryStyles } from './entry-styles.js';
import { inboxStyles } from './inbox-styles.js';
import { layoutStyles } from './layout-styles.js';
import { mailStyles } from './mail-styles.js';
import { noteStyles } from './note-styles.js';
import { presenceStyles } from './presence-styles.js';
import { spellingChoiceStyles } from './spelling-styles.js';

export const deskStyles = [
  layoutStyles,
  entryStyles,
  inboxStyles,
  conversationStyles,
  noteStyles,
  mailStyles,
  presenceStyles,
  spellingChoiceStyles,
] as const;
