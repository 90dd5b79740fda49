/**
 * The plug-ins of a page (V33): messages pass them on their way, and they may draw them. Loaded only where the page has
 * some.
 */
import { createChatOn, createPluggedChat, type Chat } from '@support-chat/core';
import { problem, type ChatAdapter } from '@support-chat/protocol';
import type { Localizer, MessageEntry, PendingEntry, RenderMessage } from '@support-chat/ui';
import type { SupportChatPlugin } from '../../element-options.js';
import type { SessionChat } from '../../session.js';
import type { ShellHost } from '../../shell-host.js';

/** Makes what makes the chat of an element whose configuration has plug-ins. */
export function creatorFor({ element, emit }: ShellHost): (...what: Parameters<typeof createChatOn>) => SessionChat {
  const { plugins = [] } = element.config;
  return (ports, options) => {
    const { adapter } = options;
    const { log } = ports;
    const create = (plugged: ChatAdapter): Chat => createChatOn(ports, { ...options, adapter: plugged });
    return {
      ...createPluggedChat({ plugins, adapter, log, create }),
      render: rendererOf(plugins, ({ name }, error) => {
        const message = String(error);
        log.error('plugin-failed', { plugin: name, message });
        emit('sc-error', problem('plugin-failed', { detail: `${name}: ${message}` }));
      }),
    };
  };
}

/** Asks each plug-in once for each message in each language, and again when one that waited is stored. */
function rendererOf(
  plugins: readonly SupportChatPlugin[],
  onFailure: (plugin: SupportChatPlugin, error: unknown) => void,
): RenderMessage {
  const drawn = new Map<string, { readonly localizer: Localizer; readonly node: Node | undefined }>();

  function draw(entry: MessageEntry | PendingEntry, { locale, direction }: Localizer): Node | undefined {
    const { type, id, text, author, time, card, attachments } = entry;
    for (const plugin of plugins) {
      try {
        const node = plugin.render?.({
          ...{ id, text, author, time, locale, direction },
          pending: type === 'pending',
          ...(card && { card }),
          ...(attachments && { attachments }),
        });
        if (node instanceof Node) return node;
        if (node) throw new TypeError('render() has to return a node or nothing.');
      } catch (error) {
        onFailure(plugin, error);
      }
    }
    return undefined;
  }

  return (entry, localizer) => {
    const key = `${entry.type} ${entry.id}`;
    let known = drawn.get(key);
    if (known?.localizer !== localizer) drawn.set(key, (known = { localizer, node: draw(entry, localizer) }));
    return known.node;
  };
}
