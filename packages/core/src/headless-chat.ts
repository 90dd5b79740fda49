/** A chat that needs no platform: what is not given lives in memory. */
import type { Chat, ChatOptions } from './chat.js';
import { createChatOn } from './create-chat.js';
import { createMemoryPorts } from './memory-ports.js';
import { update } from './update.js';

/**
 * Makes a chat and starts it. Nothing is connected before there is a reason to (see {@link ChatOptions}).
 *
 * @param reduce - what decides. The seam for the simulator's mutants, which prove that a wrong core is found out; there
 *   is no other reason to give one.
 */
export function createChat(options: ChatOptions, reduce = update): Chat {
  return createChatOn(createMemoryPorts(options.ports), options, reduce);
}
