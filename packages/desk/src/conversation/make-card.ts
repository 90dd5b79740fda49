/** Asks for a card and sends it. */
import type { MessageLog } from '@support-chat/ui';
import type { DeskLocalizer } from '../desk-localizer.js';
import type { OpenChat } from '../desk-session.js';

interface Pane {
  readonly chat: OpenChat['chat'];
  readonly log: MessageLog;
  /** Ends the pane. */
  readonly signal: AbortSignal;
}

/** Opens the dialog, which is loaded with the first press. @param parent - gets it */
export function makeCard(parent: HTMLElement, localizer: DeskLocalizer, { chat, log, signal }: Pane): void {
  void import('../features/cards/card-dialog.js').then(
    ({ openCardDialog }) => {
      if (signal.aborted) return;
      openCardDialog(parent, localizer, ({ text, card }) => {
        chat.dispatch({ type: 'send', text, details: { type: 'message-send', card } });
        log.scrollToEnd();
      });
    },
    () => log.announcer.alert(localizer.error('network-failed')),
  );
}
