import type { Chat, ChatState } from '@support-chat/core';

/** How long a state may be waited for; a busy machine gets the time it needs. */
const PATIENCE_MS = 60_000;

/**
 * Waits for a state of a chat. It looks at every one, also at those that last for less than a moment: a line that was cut may be back
 * before anybody could look again.
 *
 * @param what - names what did not come, with what is known then; without it the state of the line is told
 */
export function untilState(chat: Chat, condition: (state: ChatState) => boolean, what?: () => string): Promise<void> {
  if (condition(chat.getState())) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const late = AbortSignal.timeout(PATIENCE_MS);
    const giveUp = (): void => settle(() => reject(new Error(what?.() ?? JSON.stringify(chat.getState().connection))));
    late.addEventListener('abort', giveUp);
    const stop = chat.subscribe((state) => {
      if (condition(state)) settle(resolve);
    });
    function settle(done: () => void): void {
      late.removeEventListener('abort', giveUp);
      stop();
      done();
    }
  });
}
