/**
 * The switch in the footer: another back end for the chat of this page while it is open. The element stays, and with it
 * what was typed and not sent yet; each back end has its own conversation.
 */
import { readKept, writeKept } from './kept.js';

const KEY = 'nine-pots-back-end';

/**
 * What each choice makes of the element. Without an adapter of its own it reaches the server of its `server` attribute.
 *
 * @type {Readonly<Record<string, (chat: Element) => Promise<void> | void>>}
 */
const BACK_ENDS = {
  server: (chat) => reach(chat, 'auto'),
  events: (chat) => reach(chat, 'sse'),
  bot: async (chat) => {
    const { createPotBot } = await import('./pot-bot.js');
    Object.assign(chat, { adapter: createPotBot() });
  },
};

/**
 * @param {Element} chat
 * @param {string} transport
 */
function reach(chat, transport) {
  chat.setAttribute('transport', transport);
  Object.assign(chat, { adapter: undefined });
}

/**
 * Brings the switch to life, and the back end that was chosen on an earlier page.
 *
 * @param {Element} chat
 * @param {HTMLSelectElement} select
 */
export function startSwitch(chat, select) {
  const chosen = readKept(KEY, 'server');
  if (typeof chosen === 'string' && chosen in BACK_ENDS && chosen !== 'server') {
    select.value = chosen;
    void BACK_ENDS[chosen]?.(chat);
  }
  select.addEventListener('change', () => {
    writeKept(KEY, select.value);
    void BACK_ENDS[select.value]?.(chat);
  });
}
