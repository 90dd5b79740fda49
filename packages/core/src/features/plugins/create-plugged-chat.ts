/**
 * Puts plug-ins around a chat: outgoing messages pass them before the chat knows of them, so that order, outbox and
 * retries see one and the same message; incoming ones between adapter and chat. Neither can touch id, place or cursor.
 */
import {
  isWritten,
  problem,
  type ChatAdapter,
  type ChatConnection,
  type ConversationSnapshot,
  type HistoryPage,
  type LogEvent,
  type Problem,
  type ServerEvent,
  type WrittenEvent,
} from '@support-chat/protocol';
import type { Chat, ChatAction } from '../../chat.js';
import { guarded } from '../../loop.js';
import type { Log } from '../../ports.js';
import type { ChatPlugin, OutgoingMessage } from './plugin.js';

/** What a chat with plug-ins is made of. */
export interface PluggedChatParts {
  readonly plugins: readonly ChatPlugin[];
  readonly adapter: ChatAdapter;
  readonly log: Log;
  /** Makes the chat itself. */
  readonly create: (adapter: ChatAdapter) => Chat;
}

/** Makes a chat whose messages pass plug-ins. */
export function createPluggedChat({ plugins, adapter, log, create }: PluggedChatParts): Chat {
  const onError = new Set<(failure: Problem) => void>();

  function tell(plugin: ChatPlugin, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    log.error('plugin-failed', { plugin: plugin.name, message });
    const failure = problem('plugin-failed', { detail: `${plugin.name}: ${message}` });
    for (const listener of [...onError]) guarded(log, () => listener(failure));
  }

  function incoming(event: WrittenEvent): WrittenEvent {
    return plugins.reduce((before, plugin) => {
      if (!plugin.incoming) return before;
      try {
        return rewritten(before, plugin.incoming(before));
      } catch (error) {
        tell(plugin, error);
        return before;
      }
    }, event);
  }

  /** Null: it is kept back. */
  function outgoing(message: OutgoingMessage): OutgoingMessage | null {
    let now = message;
    for (const plugin of plugins) {
      if (!plugin.outgoing) continue;
      try {
        const next = plugin.outgoing(now);
        if (next === null) return null;
        if (typeof next?.text !== 'string') throw new TypeError('outgoing() has to return a message or null at once.');
        now = next;
      } catch (error) {
        tell(plugin, error);
        return null;
      }
    }
    return now;
  }

  const around = (inner: ChatAdapter): ChatAdapter => pluggedAdapter(inner, incoming);
  const chat = create(around(adapter));
  return {
    ...chat,
    dispatch(action: ChatAction) {
      if (action.type !== 'send') return chat.dispatch(action);
      const { text, details, withFiles = false } = action;
      const message = outgoing(details ? { text, details } : { text });
      if (message) chat.dispatch({ type: 'send', withFiles, ...message });
    },
    setAdapter: (next) => chat.setAdapter(around(next)),
    on(name, listener) {
      const stop = chat.on(name, listener);
      if (name !== 'error') return stop;
      const own = (failure: Problem): void => (listener as (failure: Problem) => void)(failure);
      onError.add(own);
      return () => {
        onError.delete(own);
        stop();
      };
    },
  };
}

/** What a plug-in may change about a message, taken from what it returned. */
function rewritten(event: WrittenEvent, made: WrittenEvent): WrittenEvent {
  if (typeof made?.text !== 'string') throw new TypeError('incoming() has to return a message at once.');
  const { kind, id } = event.author;
  const common = { text: made.text, author: { ...made.author, kind, id } };
  return event.type === 'message-added' && made.type === 'message-added'
    ? { ...event, ...common, card: made.card, ...(made.attachments && { attachments: made.attachments }) }
    : { ...event, ...common };
}

type Rewrite = (event: WrittenEvent) => WrittenEvent;

/** An adapter whose log events pass `rewrite`, whichever way they come. */
function pluggedAdapter(adapter: ChatAdapter, rewrite: Rewrite): ChatAdapter {
  const one = <Event extends { readonly type: string }>(event: Event): Event =>
    isWritten(event as never) ? (rewrite(event as never) as never) : event;
  const all = <Page extends { readonly events: readonly LogEvent[] }>(page: Page): Page => ({
    ...page,
    events: page.events.map(one),
  });
  const heard = (event: ServerEvent): ServerEvent =>
    'conversation' in event && event.conversation !== null && typeof event.conversation === 'object'
      ? ({
          ...event,
          conversation: 'events' in event.conversation ? all(event.conversation) : event.conversation,
        } as never)
      : one(event);
  return replacing(adapter, {
    open: async (options) => {
      const connection = await adapter.open({ ...options, onEvent: (event) => options.onEvent(heard(event)) });
      return replacing<ChatConnection>(connection, {
        ...(connection.loadHistory && {
          loadHistory: async (...place) => all((await connection.loadHistory?.(...place)) as HistoryPage),
        }),
        ...(connection.resume && {
          resume: async (...place) => all((await connection.resume?.(...place)) as ConversationSnapshot),
        }),
      });
    },
  });
}

/** `target` with some members replaced; the others stay its own, private state of its class included. */
function replacing<Target extends object>(target: Target, members: Partial<Target>): Target {
  // Not of `target` itself: what is frozen has to be given as it is.
  return new Proxy({} as Target, {
    get(_, name) {
      if (Object.hasOwn(members, name)) return members[name as keyof Target];
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member as () => unknown).bind(target) : member;
    },
  });
}
