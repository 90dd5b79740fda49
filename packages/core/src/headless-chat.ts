/** A chat that needs no platform: what is not given lives in memory. */
import type { ChatAdapter } from '@support-chat/protocol';
import type { Chat, ChatOptions } from './chat.js';
import { createChatOn } from './create-chat.js';
import type { ChatPlugin } from './features/plugins/plugin.js';
import { createPluggedChat } from './features/plugins/create-plugged-chat.js';
import { createMemoryPorts } from './memory-ports.js';
import { update } from './update.js';

/** What a chat without a page is made of. */
export interface HeadlessChatOptions extends ChatOptions {
  /** What looks at messages on their way; default: nothing does. */
  readonly plugins?: readonly ChatPlugin[];
}

/**
 * Makes a chat and starts it. Nothing is connected before there is a reason to (see {@link ChatOptions}).
 *
 * @param reduce - what decides. The seam for the simulator's mutants, which prove that a wrong core is found out; there
 *   is no other reason to give one.
 */
export function createChat(options: HeadlessChatOptions, reduce = update): Chat {
  const { plugins = [], adapter } = options;
  const ports = createMemoryPorts(options.ports);
  const create = (plugged: ChatAdapter): Chat => createChatOn(ports, { ...options, adapter: plugged }, reduce);
  return plugins.length > 0 ? createPluggedChat({ plugins, adapter, log: ports.log, create }) : create(adapter);
}
