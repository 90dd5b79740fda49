/** Loads the pages of a conversation that are not here yet. */
import type { Chat, ChatState } from '@support-chat/core';

/**
 * Resolves with whether the whole log is loaded: not while there is no connection, and not where the back end keeps no
 * history.
 */
export async function loadWhole(chat: Chat, signal: AbortSignal): Promise<boolean> {
  for (;;) {
    const { timeline, connection, capabilities } = chat.getState();
    if (timeline.atStart) return true;
    if (connection.phase !== 'online' || !capabilities?.history || signal.aborted) return false;
    const before = startOf(chat.getState());
    if (!timeline.loadingHistory) chat.dispatch({ type: 'load-history' });
    await settled(chat, signal);
    if (!chat.getState().timeline.atStart && startOf(chat.getState()) === before) return false;
  }
}

function startOf({ timeline }: ChatState): number {
  return timeline.closed[0]?.from ?? timeline.open[0]?.seq ?? 0;
}

/** The page that is being loaded has come, or will not. */
function settled(chat: Chat, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (!chat.getState().timeline.loadingHistory) return resolve();
    const stop = chat.subscribe(({ timeline }) => {
      if (timeline.loadingHistory) return;
      stop();
      resolve();
    });
    signal.addEventListener(
      'abort',
      () => {
        stop();
        resolve();
      },
      { once: true },
    );
  });
}
